import {
  formatNetwork,
  formatPort,
  type NetworkDoc,
  type PortDoc,
  parseNetwork,
  parsePort,
} from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import { readMetadata, withMetadata } from '../../shared/domain-metadata.ts'
import type { TestContext } from '../context.ts'
import { guestAddresses } from '../guest-addresses.ts'
import { updateNetworkDoc } from '../network-update.ts'
import {
  createNetwork,
  defineNetwork,
  portKey,
  portPut,
  refreshNetwork,
  startNetwork,
  stopNetwork,
  type TestNetwork,
  type TestPort,
  undefineNetwork,
  wrongState,
} from '../networks.ts'
import type { TestNode } from '../node.ts'
import { boundsOf, withBounds } from '../port-bounds.ts'

/** Virtual networks and their ports. */
export function networkHandlers({ node }: TestContext): Handlers {
  const network = (uuid: string): TestNetwork => node.networks.get(uuid)
  return {
    'network.define': async (_ctx, _ref, { xml, validate = false }) =>
      defineNetwork(node, checkBridge(parseNetwork(xml, { validate }))).uuid,
    'network.create': async (_ctx, _ref, { xml, validate = false }) =>
      createNetwork(node, checkBridge(parseNetwork(xml, { validate }))).uuid,
    'network.undefine': async (_ctx, ref) => undefineNetwork(node, network(ref.key)),
    'network.start': async (_ctx, ref) => startNetwork(node, network(ref.key)),
    'network.destroy': async (_ctx, ref) => stopNetwork(node, network(ref.key)),
    'network.setAutostart': async (_ctx, ref, { autostart }) =>
      setAutostart(node, network(ref.key), autostart),
    'network.getXml': async (_ctx, ref, { inactive }) => {
      const { config, doc } = network(ref.key)
      return inactive === true ? formatNetwork(config ?? doc, { inactive: true }) : formatNetwork(doc)
    },
    'network.update': async (_ctx, ref, args) =>
      edit(node, network(ref.key), args, (doc) => updateNetworkDoc(doc, args)),
    'network.getDhcpLeases': async (_ctx, ref, { mac }) => leases(node, network(ref.key), mac),
    'network.getMetadata': async (_ctx, ref, { live, config, ...request }) =>
      readMetadata(documentFor(network(ref.key), { live, config }), request, metadataWords),
    'network.setMetadata': async (_ctx, ref, args) => setMetadata(node, network(ref.key), args),
    'port.create': async (_ctx, ref, { xml, validate = false }) =>
      createPort(node, network(ref.key), parsePort(xml, { validate })),
    'port.getXml': async (_ctx, ref) => formatPort(findPort(node, ref.key).port.doc),
    'port.getParameters': async (_ctx, ref) => boundsOf(findPort(node, ref.key).port.doc),
    'port.setParameters': async (_ctx, ref, args) => {
      const { network: owner, port } = findPort(node, ref.key)
      const changed = { ...port, doc: withBounds(port.doc, args) }
      owner.ports.set(port.uuid, changed)
      node.emit(portPut(owner, changed))
    },
    'port.delete': async (_ctx, ref) => {
      const { network: owner, port } = findPort(node, ref.key)
      owner.ports.delete(port.uuid)
      node.emit({ kind: 'gone', type: 'port', key: ref.key })
    },
  }
}

const ownBridge: ReadonlySet<string> = new Set(['none', 'nat', 'route', 'open', 'bridge'])

/** The bridge of this hypervisor is the one of the definition; nobody makes a name up. */
function checkBridge(doc: NetworkDoc): NetworkDoc {
  const mode = doc.forward?.mode ?? 'none'
  if (ownBridge.has(mode) && doc.bridge?.name === undefined && doc.forward?.interfaces === undefined) {
    throw new VirtError('internalError', `the network '${doc.name}' names no bridge`, { domain: 'test' })
  }
  return doc
}

function setAutostart(node: TestNode, network: TestNetwork, autostart: boolean): void {
  if (network.config === undefined) throw wrongState(network, 'is transient; it cannot start with its host')
  network.record = { ...network.record, autostart }
  node.emit(network.put())
}

interface Scope {
  readonly live?: boolean | undefined
  readonly config?: boolean | undefined
}

/** Which documents a change is for: those asked for, or the one that holds now. */
function resolveScope(
  network: TestNetwork,
  scope: Scope,
): { readonly live: boolean; readonly config: boolean } {
  const either = scope.live === true || scope.config === true
  const live = either ? scope.live === true : network.active
  const config = either ? scope.config === true : !network.active
  if (live && network.live === undefined)
    throw wrongState(network, 'is not up; there is nothing live to change')
  if (config && network.config === undefined)
    throw wrongState(network, 'is transient; no definition of it is kept')
  return { live, config }
}

/** Changes the documents that a change is for. */
function edit(
  node: TestNode,
  network: TestNetwork,
  scope: Scope,
  change: (doc: NetworkDoc) => NetworkDoc,
): void {
  const { live, config } = resolveScope(network, scope)
  // Both are made before one is put in place: a change works wholly or not at all.
  const nextLive = live && network.live !== undefined ? change(network.live) : network.live
  const nextConfig = config && network.config !== undefined ? change(network.config) : network.config
  network.live = nextLive
  network.config = nextConfig
  refreshNetwork(node, network)
}

const metadataWords = { what: 'network', missing: 'noNetworkMetadata' } as const

function documentFor(network: TestNetwork, scope: Scope): NetworkDoc {
  const { live } = resolveScope(network, scope)
  return (live ? network.live : network.config) ?? network.doc
}

function setMetadata(node: TestNode, network: TestNetwork, args: Args<'network.setMetadata'>): void {
  const { live, config, ...request } = args
  edit(node, network, { live, config }, (doc) => withMetadata(doc, request, metadataWords))
  const { type, uri } = args
  node.emit({
    kind: 'event',
    type: 'network',
    key: network.uuid,
    event: 'metadataChange',
    fields: { type, ...(type === 'element' && uri !== undefined ? { nsuri: uri } : {}) },
  })
}

const leaseMs = 3_600_000

/** Every running guest with an interface on the network has an address of it. */
function leases(
  node: TestNode,
  network: TestNetwork,
  mac: string | undefined,
): Result<'network.getDhcpLeases'> {
  const found: Array<Result<'network.getDhcpLeases'>[number]> = []
  if (!network.active) return found
  for (const domain of node.domains.values()) {
    const { interfaces } = domain.record
    if (!domain.active || !interfaces.some(({ source }) => source === network.name)) continue
    for (const [index, { addresses }] of guestAddresses(node, domain).entries()) {
      const net = interfaces[index]
      const [address] = addresses
      if (net?.type !== 'network' || net.source !== network.name || address === undefined) continue
      if (mac !== undefined && mac !== net.mac) continue
      found.push({
        interface: network.record.bridge ?? '',
        expiry: node.clock.now() + leaseMs,
        mac: net.mac,
        address: address.address,
        prefix: address.prefix,
        hostname: `${domain.name}host`,
      })
    }
  }
  return found
}

function createPort(node: TestNode, network: TestNetwork, doc: PortDoc): string {
  if (!network.active) throw wrongState(network, 'is not up; ports can be made only while it is')
  if (network.ports.has(doc.uuid)) {
    throw new VirtError('networkPortExist', `the network '${network.name}' has a port ${doc.uuid} already`)
  }
  const port: TestPort = { uuid: doc.uuid, doc }
  network.ports.set(port.uuid, port)
  node.emit(portPut(network, port))
  return portKey(network, port.uuid)
}

function findPort(node: TestNode, key: string): { readonly network: TestNetwork; readonly port: TestPort } {
  const [uuid = '', id = ''] = key.split('/')
  const network = node.networks.find(uuid)
  const port = network?.ports.get(id)
  if (network === undefined || port === undefined) {
    throw new VirtError('noNetworkPort', `there is no network port ${id}`)
  }
  return { network, port }
}
