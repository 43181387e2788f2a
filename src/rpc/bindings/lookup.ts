import { type Entry, globalKey } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { TypeName } from '../../core/model/index.ts'
import type { Call } from '../binding.ts'
import type {
  RemoteNonnullDomain,
  RemoteNonnullDomainCheckpoint,
  RemoteNonnullDomainSnapshot,
  RemoteNonnullInterface,
  RemoteNonnullNetwork,
  RemoteNonnullNetworkPort,
  RemoteNonnullNodeDevice,
  RemoteNonnullNwfilter,
  RemoteNonnullSecret,
  RemoteNonnullStoragePool,
  RemoteNonnullStorageVol,
} from '../wire/generated/types.ts'
import { errorDomainOf, missingError, noMatching } from './missing.ts'

/** Types of objects that are found by UUID and by name. */
export type NamedType = 'domain' | 'network' | 'pool' | 'nwfilter'

/** The object at a local key of the call's connection, permitted; `text` is the error when it is not there. */
export function findByKey<T extends TypeName>(call: Call, type: T, local: string, text: string): Entry<T> {
  return allowed(call, type, call.reader.get(type, globalKey(call.connection, local)), text)
}

/** The first object of the call's connection that a caller may see and that fits. */
export function findWhere<T extends TypeName>(
  call: Call,
  type: T,
  fits: (entry: Entry<T>) => boolean,
  text: string,
): Entry<T> {
  for (const entry of call.reader.list(type, call.connection)) {
    if (fits(entry) && call.operations.visible(entry, call.caller)) return allowed(call, type, entry, text)
  }
  throw missingError(call, type, text)
}

function allowed<T extends TypeName>(
  call: Call,
  type: T,
  entry: Entry<T> | undefined,
  text: string,
): Entry<T> {
  if (entry === undefined) throw missingError(call, type, text)
  return call.permitted(entry, type, text)
}

/** An object by its UUID alone. */
export function findByUuid<T extends NamedType | 'secret'>(call: Call, type: T, uuid: string): Entry<T> {
  return findByKey(call, type, uuid, noMatching(type, 'uuid', uuid))
}

/** An object by its name. */
export function findByName<T extends NamedType | 'interface' | 'nodedev'>(
  call: Call,
  type: T,
  name: string,
): Entry<T> {
  const entry = call.reader.findByName(type, call.connection, name)
  return allowed(call, type, entry, noMatching(type, 'name', name))
}

function findReferred<T extends NamedType>(
  call: Call,
  type: T,
  { uuid, name }: { readonly uuid: string; readonly name: string },
): Entry<T> {
  return findByKey(call, type, uuid, `${noMatching(type, 'uuid', uuid)} (${name})`)
}

/** The domain that a client means. */
export function findDomain(call: Call, dom: RemoteNonnullDomain): Entry<'domain'> {
  return findReferred(call, 'domain', dom)
}

/** A running domain by its number. */
export function findDomainById(call: Call, id: number): Entry<'domain'> {
  const text = noMatching('domain', 'id', id)
  if (id < 0) throw missingError(call, 'domain', text)
  return findWhere(call, 'domain', ({ attrs }) => attrs.id === id, text)
}

/** The network that a client means. */
export function findNetwork(call: Call, net: RemoteNonnullNetwork): Entry<'network'> {
  return findReferred(call, 'network', net)
}

/** The port that a client means. */
export function findPort(call: Call, port: RemoteNonnullNetworkPort): Entry<'port'> {
  const net = findNetwork(call, port.net)
  return findByKey(call, 'port', `${net.attrs.uuid}/${port.uuid}`, noMatching('port', 'uuid', port.uuid))
}

/** The interface of the host that a client means. */
export function findInterface(call: Call, iface: RemoteNonnullInterface): Entry<'interface'> {
  return findByName(call, 'interface', iface.name)
}

/** The only interface of the host with a MAC address. */
export function findInterfaceByMac(call: Call, mac: string): Entry<'interface'> {
  const wanted = mac.toLowerCase()
  const found = [...call.reader.list('interface', call.connection)].filter(
    (entry) => entry.attrs.mac?.toLowerCase() === wanted && call.shows(entry),
  )
  if (found.length > 1) {
    const domain = errorDomainOf(call, 'interface')
    throw new VirtError('multipleInterfaces', 'multiple matching interfaces found', { domain })
  }
  return allowed(call, 'interface', found[0], noMatching('interface', 'mac', mac))
}

/** The storage pool that a client means. */
export function findPool(call: Call, pool: RemoteNonnullStoragePool): Entry<'pool'> {
  return findReferred(call, 'pool', pool)
}

/** The volume that a client means; its pool is named by the name alone. */
export function findVolume(call: Call, vol: RemoteNonnullStorageVol): Entry<'volume'> {
  const pool = call.reader.findByName('pool', call.connection, vol.pool)
  const hidden = pool === undefined || !call.operations.visible(pool, call.caller)
  const text = noMatching('pool', 'name', vol.pool)
  if (!hidden) return findVolumeIn(call, pool, vol.name)
  // A volume may be shown to whom its pool is not; else such a pool looks as if it were not there.
  const found =
    pool && call.reader.get('volume', globalKey(call.connection, `${pool.attrs.uuid}/${vol.name}`))
  if (found && call.operations.visible(found, call.caller)) return call.permitted(found, 'volume', text)
  throw missingError(call, 'pool', text)
}

/** A volume of a pool by its name. */
export function findVolumeIn(call: Call, pool: Entry<'pool'>, name: string): Entry<'volume'> {
  checkActive(call, pool)
  return findByKey(call, 'volume', `${pool.attrs.uuid}/${name}`, noMatching('volume', 'name', name))
}

/** Throws `operationInvalid` for a pool whose volumes nobody can know. */
export function checkActive(call: Call, pool: Entry<'pool'>): void {
  if (pool.attrs.state !== 'inactive') return
  throw new VirtError(
    'operationInvalid',
    `Requested operation is not valid: storage pool '${pool.attrs.name}' is not active`,
    { domain: errorDomainOf(call, 'pool') },
  )
}

/** The node device that a client knows by name. */
export function findNodedev(call: Call, name: string): Entry<'nodedev'> {
  return findByName(call, 'nodedev', name)
}

/** The secret that a client means. */
export function findSecret(call: Call, secret: RemoteNonnullSecret): Entry<'secret'> {
  return findByUuid(call, 'secret', secret.uuid)
}

/** The network filter that a client means. */
export function findNwfilter(call: Call, nwfilter: RemoteNonnullNwfilter): Entry<'nwfilter'> {
  return findReferred(call, 'nwfilter', nwfilter)
}

/** The snapshot that a client means. */
export function findSnapshot(call: Call, snap: RemoteNonnullDomainSnapshot): Entry<'snapshot'> {
  return findSnapshotOf(call, findDomain(call, snap.dom), snap.name)
}

/** A snapshot of a domain by its name. */
export function findSnapshotOf(call: Call, domain: Entry<'domain'>, name: string): Entry<'snapshot'> {
  return findByKey(call, 'snapshot', `${domain.attrs.uuid}/${name}`, noMatching('snapshot', 'name', name))
}

/** The checkpoint that a client means. */
export function findCheckpoint(call: Call, checkpoint: RemoteNonnullDomainCheckpoint): Entry<'checkpoint'> {
  return findCheckpointOf(call, findDomain(call, checkpoint.dom), checkpoint.name)
}

/** A checkpoint of a domain by its name. */
export function findCheckpointOf(call: Call, domain: Entry<'domain'>, name: string): Entry<'checkpoint'> {
  const text = noMatching('checkpoint', 'name', name)
  return findByKey(call, 'checkpoint', `${domain.attrs.uuid}/${name}`, text)
}

/** How a client is told of a domain. */
export function domainRef({ attrs }: Entry<'domain'>): RemoteNonnullDomain {
  return { name: attrs.name, uuid: attrs.uuid, id: attrs.id }
}

/** How a client is told of a network. */
export function networkRef({ attrs }: Entry<'network'>): RemoteNonnullNetwork {
  return { name: attrs.name, uuid: attrs.uuid }
}

/** How a client is told of a port of a network. */
export function portRef({ attrs }: Entry<'port'>, network: Entry<'network'>): RemoteNonnullNetworkPort {
  return { net: networkRef(network), uuid: attrs.uuid }
}

/** How a client is told of an interface of the host; one without an address has an empty one. */
export function interfaceRef({ attrs }: Entry<'interface'>): RemoteNonnullInterface {
  return { name: attrs.name, mac: attrs.mac ?? '' }
}

/** How a client is told of a storage pool. */
export function poolRef({ attrs }: Entry<'pool'>): RemoteNonnullStoragePool {
  return { name: attrs.name, uuid: attrs.uuid }
}

/** How a client is told of a volume of a pool. */
export function volumeRef({ attrs }: Entry<'volume'>, pool: Entry<'pool'>): RemoteNonnullStorageVol {
  return { pool: pool.attrs.name, name: attrs.name, key: attrs.volumeKey }
}

/** How a client is told of a node device. */
export function nodedevRef({ attrs }: Entry<'nodedev'>): RemoteNonnullNodeDevice {
  return { name: attrs.name }
}

const usageNumbers = { none: 0, volume: 1, ceph: 2, iscsi: 3, tls: 4, vtpm: 5 } as const

/** How a client is told of a secret. */
export function secretRef({ attrs }: Entry<'secret'>): RemoteNonnullSecret {
  return { uuid: attrs.uuid, usageType: usageNumbers[attrs.usageType], usageID: attrs.usageId }
}

/** How a client is told of a network filter. */
export function nwfilterRef({ attrs }: Entry<'nwfilter'>): RemoteNonnullNwfilter {
  return { name: attrs.name, uuid: attrs.uuid }
}

/** How a client is told of a snapshot of a domain. */
export function snapshotRef(
  { attrs }: Entry<'snapshot'>,
  domain: Entry<'domain'>,
): RemoteNonnullDomainSnapshot {
  return { name: attrs.name, dom: domainRef(domain) }
}

/** How a client is told of a checkpoint of a domain. */
export function checkpointRef(
  { attrs }: Entry<'checkpoint'>,
  domain: Entry<'domain'>,
): RemoteNonnullDomainCheckpoint {
  return { name: attrs.name, dom: domainRef(domain) }
}

/** The object that an operation has just made, by the key that the engine answered. */
export function madeBy<T extends TypeName>(call: Call, type: T, key: string): Entry<T> {
  const entry = call.reader.get(type, key)
  if (entry === undefined) throw missingError(call, type, noMatching(type, 'key', key))
  return entry
}
