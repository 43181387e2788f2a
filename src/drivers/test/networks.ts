import type { NetworkDoc, PortDoc } from '../../core/config/index.ts'
import type { Change } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Attrs } from '../../core/model/index.ts'
import { networkAttrs } from '../shared/network-record.ts'
import type { TestNode } from './node.ts'

type Record = Attrs<'network'>
type Happening = 'defined' | 'undefined' | 'started' | 'stopped'

const nobody = '00000000-0000-0000-0000-000000000000'

/** A port of a network. */
export interface TestPort {
  readonly uuid: string
  readonly doc: PortDoc
}

/** A virtual network of the test hypervisor. */
export class TestNetwork {
  record: Record
  /** The definition that is up; undefined while the network is down. */
  live: NetworkDoc | undefined
  /** The kept definition; undefined for a transient network. */
  config: NetworkDoc | undefined
  readonly ports = new Map<string, TestPort>()

  constructor(doc: NetworkDoc, now: number) {
    this.record = {
      ...networkAttrs(doc),
      active: false,
      persistent: false,
      autostart: false,
      stateSince: now,
    }
  }

  get uuid(): string {
    return this.record.uuid
  }

  get name(): string {
    return this.record.name
  }

  get active(): boolean {
    return this.live !== undefined
  }

  /** The document that holds now. */
  get doc(): NetworkDoc {
    const doc = this.live ?? this.config
    // A network without both is gone and nobody holds it.
    if (doc === undefined) throw new Error(`network ${this.uuid} has no document`)
    return doc
  }

  /** The network with its ports as changes. */
  puts(): Change[] {
    return [this.put(), ...[...this.ports.values()].map((port) => portPut(this, port))]
  }

  put(): Change {
    return { kind: 'put', type: 'network', key: this.uuid, attrs: this.record }
  }
}

/** Local key of a port. */
export function portKey(network: TestNetwork, port: string): string {
  return `${network.uuid}/${port}`
}

/** A port as a change. */
export function portPut(network: TestNetwork, { uuid, doc }: TestPort): Change {
  return {
    kind: 'put',
    type: 'port',
    key: portKey(network, uuid),
    attrs: {
      uuid,
      network: network.uuid,
      owner: doc.owner?.uuid ?? nobody,
      ownerName: doc.owner?.name ?? '',
      mac: doc.mac?.address ?? '00:00:00:00:00:00',
      plug: doc.plug?.type ?? 'network',
    },
  }
}

function event(network: TestNetwork, type: Happening): Change {
  return { kind: 'event', type: 'network', key: network.uuid, event: 'lifecycle', fields: { type } }
}

/** Brings the record of a network up to date and tells it, before what happened. */
export function refreshNetwork(
  node: TestNode,
  network: TestNetwork,
  ...happened: readonly Happening[]
): void {
  const { autostart, stateSince, active } = network.record
  const now = network.active
  network.record = {
    ...networkAttrs(network.doc),
    active: now,
    persistent: network.config !== undefined,
    autostart: autostart && network.config !== undefined,
    stateSince: now === active ? stateSince : node.clock.now(),
  }
  node.emit(network.put(), ...happened.map((type) => event(network, type)))
}

/** Keeps the definition of a network. */
export function defineNetwork(node: TestNode, doc: NetworkDoc): TestNetwork {
  const network = node.networks.match(doc.uuid, doc.name) ?? new TestNetwork(doc, node.clock.now())
  network.config = doc
  node.networks.set(network)
  refreshNetwork(node, network, 'defined')
  return network
}

/** Brings a network up that is forgotten when it goes down, unless a definition of it is kept. */
export function createNetwork(node: TestNode, doc: NetworkDoc): TestNetwork {
  const network = node.networks.match(doc.uuid, doc.name) ?? new TestNetwork(doc, node.clock.now())
  if (network.active) throw wrongState(network, 'is up already')
  network.live = doc
  node.networks.set(network)
  refreshNetwork(node, network, 'started')
  return network
}

/** Brings a defined network up. */
export function startNetwork(node: TestNode, network: TestNetwork): void {
  if (network.active) throw wrongState(network, 'is up already')
  network.live = network.doc
  refreshNetwork(node, network, 'started')
}

/** Takes a network down; a transient one is gone afterwards. */
export function stopNetwork(node: TestNode, network: TestNetwork): void {
  if (!network.active) throw wrongState(network, 'is not up')
  node.emit(...dropPorts(network))
  network.live = undefined
  if (network.config !== undefined) {
    refreshNetwork(node, network, 'stopped')
    return
  }
  network.record = { ...network.record, active: false, stateSince: node.clock.now() }
  node.emit(network.put(), event(network, 'stopped'))
  forget(node, network)
}

/** Forgets the definition of a network; one that is up stays until it goes down. */
export function undefineNetwork(node: TestNode, network: TestNetwork): void {
  if (network.config === undefined) throw wrongState(network, 'is transient; no definition of it is kept')
  if (network.active) {
    network.config = undefined
    refreshNetwork(node, network, 'undefined')
    return
  }
  node.emit(event(network, 'undefined'))
  forget(node, network)
}

/** An error for a network that is in the wrong state. */
export function wrongState(network: TestNetwork, clause: string): VirtError {
  return new VirtError('operationInvalid', `the network '${network.name}' ${clause}`, { domain: 'test' })
}

function dropPorts(network: TestNetwork): Change[] {
  const gone = [...network.ports.keys()].map(
    (uuid): Change => ({ kind: 'gone', type: 'port', key: portKey(network, uuid) }),
  )
  network.ports.clear()
  return gone
}

function forget(node: TestNode, network: TestNetwork): void {
  node.networks.delete(network)
  node.emit({ kind: 'gone', type: 'network', key: network.uuid })
}
