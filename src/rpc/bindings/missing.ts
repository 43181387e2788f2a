import { globalKey, type ObjectRef } from '../../core/contracts.ts'
import type { ErrorDomain } from '../../core/errors/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { OpPath, TypeName } from '../../core/model/index.ts'
import { typeWords } from '../../core/model/type-words.ts'
import type { Call } from '../binding.ts'

/** What libvirt calls objects in messages: when one is not there, and among others. */
const words = {
  host: { missing: 'invalid connection pointer in', object: 'connection' },
  domain: { missing: 'Domain not found', object: 'domain' },
  snapshot: { missing: 'Domain snapshot not found', object: 'domain snapshot' },
  checkpoint: { missing: 'Domain checkpoint not found', object: 'domain checkpoint' },
  network: { missing: 'Network not found', object: 'network' },
  port: { missing: 'network port not found', object: 'network port' },
  interface: { missing: 'Interface not found', object: 'interface' },
  pool: { missing: 'Storage pool not found', object: 'storage pool' },
  volume: { missing: 'Storage volume not found', object: 'storage vol' },
  nodedev: { missing: 'Node device not found', object: 'node device' },
  secret: { missing: 'Secret not found', object: 'secret' },
  nwfilter: { missing: 'Network filter not found', object: 'nwfilter' },
  job: { missing: 'invalid argument', object: 'job' },
} as const satisfies Record<TypeName, { missing: string; object: string }>

/** Drivers that answer for all types of objects under a domain of their own, as libvirt has it. */
const driverDomains: Readonly<Record<string, ErrorDomain>> = {
  test: 'test',
  esx: 'esx',
  vbox: 'vbox',
  phyp: 'phyp',
  hyperv: 'hyperv',
}

/** Drivers of guests; networks, storage and the rest have drivers of their own beside them. */
const guestDomains: Readonly<Record<string, ErrorDomain>> = {
  qemu: 'qemu',
  lxc: 'lxc',
  xen: 'libxl',
  bhyve: 'bhyve',
  vz: 'parallels',
  vmware: 'vmware',
}

/** The part of libvirt that errors about objects of a type come from on the connection of a call. */
export function errorDomainOf(call: Call, type: TypeName): ErrorDomain {
  const { driver } = call.host().attrs
  const own = driverDomains[driver]
  // Clients tell what is wrong with a filter from all else by the domain of the error.
  if (own !== undefined && type !== 'nwfilter') return own
  const isGuest = type === 'domain' || type === 'snapshot' || type === 'checkpoint' || type === 'host'
  return (isGuest ? guestDomains[driver] : undefined) ?? typeWords[type].domain
}

/** Clause that says that no object answers to what was asked: `no domain with matching uuid '...'`. */
export function noMatching(type: TypeName, by: string, value: string | number): string {
  const shown = typeof value === 'number' ? String(value) : `'${value}'`
  return `${words[type].missing}: no ${words[type].object} with matching ${by} ${shown}`
}

/** What a driver provides that has objects of a type at all, and on what. */
const makers: Partial<Record<TypeName, readonly [op: OpPath, on: ObjectRef['type']]>> = {
  network: ['network.define', 'host'],
  port: ['port.create', 'network'],
  interface: ['interface.define', 'host'],
  pool: ['pool.define', 'host'],
  nodedev: ['nodedev.create', 'host'],
  secret: ['secret.define', 'host'],
  nwfilter: ['nwfilter.define', 'host'],
}

/**
 * Refuses a call about objects of a type that the connection's driver does not know. virt-install and virt-manager
 * leave such objects alone only when they are told so; from an empty list they conclude that one can be made.
 */
export function checkOffered(call: Call, type: TypeName): void {
  const maker = makers[type]
  if (!maker) return
  const [op, on] = maker
  const key = on === 'host' ? call.host().key : globalKey(call.connection, '')
  if (call.operations.supports(op, { type: on, key })) return
  throw new VirtError(
    'noSupport',
    `the driver of connection '${call.connection}' has no ${typeWords[type].word}s`,
    {
      domain: errorDomainOf(call, type),
    },
  )
}

/** The error that an object is not there. */
export function missingError(call: Call, type: TypeName, text: string): VirtError {
  checkOffered(call, type)
  return new VirtError(typeWords[type].missing, text, { domain: errorDomainOf(call, type) })
}
