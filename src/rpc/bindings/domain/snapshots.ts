import type { Entry } from '../../../core/contracts.ts'
import type { Attrs } from '../../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteNonnullDomainSnapshot } from '../../wire/generated/types.ts'
import { checkFlags, has, switches } from '../flags.ts'
import { answer, type FilterGroup, filterOf, names } from '../listing.ts'
import { findDomain, findSnapshot, findSnapshotOf, madeBy, snapshotRef } from '../lookup.ts'
import { MomentTree } from './moments.ts'
import { domainError } from './on-domain.ts'

type Snapshot = Attrs<'snapshot'>

const createBits = {
  redefine: 1,
  current: 2,
  noMetadata: 4,
  halt: 8,
  diskOnly: 16,
  reuseExternal: 32,
  quiesce: 64,
  atomic: 128,
  live: 256,
  validate: 512,
} as const
const revertBits = { running: 1, paused: 2, force: 4 } as const
const deleteBits = { children: 1, metadataOnly: 2, childrenOnly: 4 } as const

const ROOTS_OR_DESCENDANTS = 1
const LEAVES = 4
const NO_LEAVES = 8
const TOPOLOGICAL = 1024
/** Most names of an answer. */
const NAMES_MAX = 16_384

const offStates: readonly Snapshot['state'][] = ['shutoff', 'crashed', 'nostate']

/** Filters by what the record says, by libvirt's numbers. All of ours have metadata. */
const filters: ReadonlyArray<FilterGroup<'snapshot'>> = [
  [
    [2, () => true],
    [16, () => false],
  ],
  [
    [32, ({ state }) => offStates.includes(state)],
    [64, ({ state }) => !offStates.includes(state) && state !== 'disk-snapshot'],
    [128, ({ state }) => state === 'disk-snapshot'],
  ],
  [
    [256, ({ location }) => location === 'internal'],
    [512, ({ location }) => location === 'external'],
  ],
]

/** Snapshots of domains. */
export const snapshotHandlers: RemoteHandlers = {
  DOMAIN_SNAPSHOT_CREATE_XML: async (call, { dom, xml_desc, flags }) => {
    checkFlags(call, 'snapshot', flags, 1023)
    const domain = findDomain(call, dom)
    const args = { xml: xml_desc, ...switches(flags, createBits) }
    const key = await call.invoke('snapshot.create', domain, args)
    return { snap: snapshotRef(madeBy(call, 'snapshot', key), domain) }
  },
  DOMAIN_SNAPSHOT_GET_XML_DESC: async (call, { snap, flags }) => {
    checkFlags(call, 'snapshot', flags, 1)
    const args = switches(flags, { secure: 1 })
    return { xml: await call.invoke('snapshot.getXml', findSnapshot(call, snap), args) }
  },
  DOMAIN_SNAPSHOT_LOOKUP_BY_NAME: (call, { dom, name, flags }) => {
    checkFlags(call, 'snapshot', flags, 0)
    const domain = findDomain(call, dom)
    return { snap: snapshotRef(findSnapshotOf(call, domain, name), domain) }
  },
  DOMAIN_REVERT_TO_SNAPSHOT: (call, { snap, flags }) => {
    checkFlags(call, 'snapshot', flags, 7)
    return call.invoke('snapshot.revert', findSnapshot(call, snap), switches(flags, revertBits))
  },
  DOMAIN_SNAPSHOT_DELETE: (call, { snap, flags }) => {
    checkFlags(call, 'snapshot', flags, 7)
    return call.invoke('snapshot.delete', findSnapshot(call, snap), switches(flags, deleteBits))
  },
  DOMAIN_HAS_CURRENT_SNAPSHOT: (call, { dom, flags }) => {
    checkFlags(call, 'snapshot', flags, 0)
    return { result: findDomain(call, dom).attrs.hasCurrentSnapshot ? 1 : 0 }
  },
  DOMAIN_SNAPSHOT_CURRENT: (call, { dom, flags }) => {
    checkFlags(call, 'snapshot', flags, 0)
    const domain = findDomain(call, dom)
    const all = new MomentTree(call, 'snapshot', domain.key).select({ deep: true })
    const current = all.find(({ attrs }) => attrs.current)
    if (current !== undefined) return { snap: snapshotRef(current, domain) }
    throw domainError(call, 'noDomainSnapshot', 'the domain does not have a current snapshot')
  },
  DOMAIN_SNAPSHOT_IS_CURRENT: (call, { snap, flags }) => {
    checkFlags(call, 'snapshot', flags, 0)
    return { current: findSnapshot(call, snap).attrs.current ? 1 : 0 }
  },
  DOMAIN_SNAPSHOT_HAS_METADATA: (call, { snap, flags }) => {
    checkFlags(call, 'snapshot', flags, 0)
    findSnapshot(call, snap)
    return { metadata: 1 }
  },
  DOMAIN_SNAPSHOT_GET_PARENT: (call, { snap, flags }) => {
    checkFlags(call, 'snapshot', flags, 0)
    const { parent, name } = findSnapshot(call, snap).attrs
    if (parent === undefined) {
      throw domainError(call, 'noDomainSnapshot', `snapshot '${name}' does not have a parent`)
    }
    const domain = findDomain(call, snap.dom)
    return { snap: snapshotRef(findSnapshotOf(call, domain, parent), domain) }
  },
  DOMAIN_SNAPSHOT_NUM: (call, { dom, flags }) => ({ num: ofDomain(call, dom, flags).length }),
  DOMAIN_SNAPSHOT_LIST_NAMES: (call, { dom, maxnames, flags }) =>
    names(ofDomain(call, dom, flags), maxnames, nameOf, NAMES_MAX),
  DOMAIN_LIST_ALL_SNAPSHOTS: (call, { dom, need_results, flags }) => {
    const domain = findDomain(call, dom)
    const { refs, ret } = answer(call, ofDomain(call, dom, flags), need_results, (snap) =>
      snapshotRef(snap, domain),
    )
    return { snapshots: refs, ret }
  },
  DOMAIN_SNAPSHOT_NUM_CHILDREN: (call, { snap, flags }) => ({ num: below(call, snap, flags).length }),
  DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES: (call, { snap, maxnames, flags }) =>
    names(below(call, snap, flags), maxnames, nameOf, NAMES_MAX),
  DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN: (call, { snapshot, need_results, flags }) => {
    const domain = findDomain(call, snapshot.dom)
    const { refs, ret } = answer(call, below(call, snapshot, flags), need_results, (snap) =>
      snapshotRef(snap, domain),
    )
    return { snapshots: refs, ret }
  },
}

const nameOf = ({ attrs }: Entry<'snapshot'>): string => attrs.name

/** Snapshots of a domain; the bit that is shared by both meanings is for the first ones here. */
function ofDomain(call: Call, dom: RemoteNonnullDomainSnapshot['dom'], flags: number): Entry<'snapshot'>[] {
  return selected(call, findDomain(call, dom).key, undefined, flags, !has(flags, ROOTS_OR_DESCENDANTS))
}

/** Snapshots made after another; the shared bit is for all of them here, not only the next. */
function below(call: Call, snap: RemoteNonnullDomainSnapshot, flags: number): Entry<'snapshot'>[] {
  const { attrs } = findSnapshot(call, snap)
  return selected(call, attrs.domain, attrs.name, flags, has(flags, ROOTS_OR_DESCENDANTS))
}

function selected(
  call: Call,
  domain: string,
  from: string | undefined,
  flags: number,
  deep: boolean,
): Entry<'snapshot'>[] {
  const tree = new MomentTree(call, 'snapshot', domain)
  const own = ROOTS_OR_DESCENDANTS | LEAVES | NO_LEAVES | TOPOLOGICAL
  const fits = filterOf(call, 'snapshot', flags & ~own, filters)
  const leaves = flags & (LEAVES | NO_LEAVES)
  const shape = ({ attrs }: Entry<'snapshot'>): boolean =>
    leaves === 0 || leaves === (LEAVES | NO_LEAVES) || tree.hasChildren(attrs.name) === (leaves === NO_LEAVES)
  const all = tree.select({ below: from, deep, ordered: has(flags, TOPOLOGICAL) })
  return all.filter((entry) => fits(entry.attrs) && shape(entry))
}
