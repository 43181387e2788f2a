import type { ElementType } from '../../core/config/descriptor/element.ts'
import { readDocument } from '../../core/config/descriptor/parse.ts'
import { type DomainDoc, domain as domainElement } from '../../core/config/domain/domain.ts'
import { hostInterface } from '../../core/config/host/interface.ts'
import { nodedev as nodedevElement } from '../../core/config/host/nodedev.ts'
import { network as networkElement } from '../../core/config/network/network.ts'
import { snapshot as snapshotElement } from '../../core/config/snapshot/snapshot.ts'
import { pool as poolElement } from '../../core/config/storage/pool.ts'
import { volume as volumeElement } from '../../core/config/storage/volume.ts'
import { toVirtError, VirtError } from '../../core/errors/index.ts'
import type { Clock } from '../../core/lib/clock.ts'
import { domainStates } from '../../core/model/index.ts'
import { stateAttrs } from '../shared/domain-states.ts'
import type { TestDomain } from './domain.ts'
import { defineDomain, startDomain } from './domain-life.ts'
import { loadSnapshot } from './load-snapshot.ts'
import { defineNetwork, startNetwork } from './networks.ts'
import { TestNode } from './node.ts'
import { authenticate } from './node-auth.ts'
import {
  type FilePolicy,
  itemError,
  NodeFileReader,
  type NodeItem,
  type PoolItem,
  positionOf,
} from './node-file.ts'
import { definePool, refreshPool, startPool } from './pools.ts'
import type { TestUri } from './uri-options.ts'
import { placeVolume } from './volumes.ts'

/** Namespace of what a node file says of a domain beside its definition. */
const testNamespace = 'http://libvirt.org/schemas/domain/test/1.0'

/** Makes the node that a file describes. Throws errors that name file and line. */
export async function buildFileNode(uri: TestUri, policy: FilePolicy, clock: Clock): Promise<TestNode> {
  const reader = new NodeFileReader(policy)
  const file = await reader.read(uri.path)
  await authenticate(file.users, uri.authFile)
  const node = new TestNode({ facts: file.facts, clock, jobMs: uri.jobMs })
  for (const item of file.devices)
    load(item, () => node.nodedevs.add(node, document(item, 'device', nodedevElement)))
  for (const item of file.networks) {
    load(item, () => startNetwork(node, defineNetwork(node, document(item, 'network', networkElement))))
  }
  for (const item of file.interfaces) {
    load(item, () => node.interfaces.define(node, document(item, 'interface', hostInterface), true))
  }
  for (const item of file.pools) loadPool(node, item)
  for (const item of file.domains) await loadDomain(node, reader, item)
  return node
}

function document<D>(item: NodeItem, name: string, type: ElementType<D>): D {
  return readDocument(item.element, name, type, { file: item.file })
}

/** Adds file and line to an error that does not tell them. */
function load<R>(item: NodeItem, step: () => R): R {
  try {
    return step()
  } catch (thrown) {
    const error = toVirtError(thrown)
    if (error.at?.file !== undefined && error.message.includes(error.at.file)) throw error
    const at = { ...positionOf(item), ...error.at, file: error.at?.file ?? item.file }
    throw new VirtError(error.code, `'${at.file}' line ${at.line}: ${error.message}`, {
      domain: error.domain,
      at,
      cause: thrown,
    })
  }
}

function loadPool(node: TestNode, item: PoolItem): void {
  const pool = load(item, () => definePool(node, document(item, 'pool', poolElement)))
  load(item, () => startPool(node, pool))
  for (const each of item.volumes) {
    load(each, () => {
      const volume = placeVolume(pool, document(each, 'volume', volumeElement), true)
      if (pool.volumes.has(volume.name))
        throw itemError(each, `the pool has a volume '${volume.name}' already`)
      pool.volumes.set(volume.name, volume)
    })
  }
  refreshPool(node, pool)
}

/** What a node file says of a domain beside its definition. */
interface Extras {
  readonly transient: boolean
  readonly managedSave: boolean
  readonly state: (typeof domainStates)[number]
}

async function loadDomain(node: TestNode, reader: NodeFileReader, item: NodeItem): Promise<void> {
  const snapshots = await reader.items(item, 'domainsnapshot', testNamespace)
  const doc = load(item, () => document(item, 'domain', domainElement))
  const extras = load(item, () => readExtras(item, doc))
  const domain = load(item, () => defineDomain(node, doc))
  for (const each of snapshots) {
    load(each, () => loadSnapshot(node, domain, snapshotDocument(each), each))
  }
  checkParents(domain, item)
  setState(node, domain, extras)
}

function snapshotDocument(item: NodeItem) {
  // Inside a domain the element carries the prefix of the extension, its content none or the same.
  return document({ ...item, element: withoutNamespace(item.element) }, 'domainsnapshot', snapshotElement)
}

function withoutNamespace(node: NodeItem['element']): NodeItem['element'] {
  if (node.ns !== testNamespace) return node
  return {
    ...node,
    name: node.local,
    ns: '',
    children: node.children.map((child) => (typeof child === 'string' ? child : withoutNamespace(child))),
  }
}

function readExtras(item: NodeItem, doc: DomainDoc): Extras {
  const number = doc.testRunstate ?? domainStates.indexOf('running')
  const state = domainStates[number]
  if (state === undefined) {
    throw itemError(item, `the run state of the domain '${doc.name}' is ${number}; 0 to 7 were expected`)
  }
  const transient = doc.testTransient === true
  const managedSave = doc.testHasManagedSave === true
  if (transient && state === 'shutoff') {
    throw itemError(item, `the domain '${doc.name}' is transient and cannot be shut off`)
  }
  if (managedSave && state !== 'shutoff') {
    throw itemError(item, `the domain '${doc.name}' has a managed save and must be shut off`)
  }
  return { transient, managedSave, state }
}

/** Parents may stand behind their children in the file. */
function checkParents(domain: TestDomain, item: NodeItem): void {
  const loose = domain.extraIfAny?.snapshots.findLoose()
  if (loose === undefined) return
  throw itemError(
    item,
    `the snapshot '${loose.name}' has no line of parents: '${loose.parent}' was expected in it`,
  )
}

function setState(node: TestNode, domain: TestDomain, { transient, managedSave, state }: Extras): void {
  const hasCurrentSnapshot = domain.extraIfAny?.snapshots.current !== undefined
  if (state === 'shutoff') {
    node.change(domain, { managedSave, hasCurrentSnapshot })
    return
  }
  startDomain(node, domain, domain.current, 'boot')
  if (transient) domain.config = undefined
  const forced = { ...stateAttrs('boot', node.clock.now()), state, reason: 'unknown' as const }
  node.change(domain, { ...forced, persistent: !transient, hasCurrentSnapshot })
}
