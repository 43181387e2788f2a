import { VirtError } from '../../../core/errors/index.ts'
import { compareOids, type Oid, parseOid } from './oid.ts'

/** One family of subtrees of a view (RFC 3415). */
export interface ViewFamily {
  readonly subtree: Oid
  /** For each sub-identifier whether it must be equal (true) or may be any; those beyond it must be equal. */
  readonly mask?: readonly boolean[]
  readonly included: boolean
}

/** How a view and a whole subtree relate. */
export type Coverage = 'all' | 'none' | 'some'

/** A set of objects that a group of managers may see: the most specific family decides. */
export class View {
  readonly name: string
  /** Its families, most specific first. */
  readonly families: readonly ViewFamily[]
  // Coverage of object types; the keys live as long as the registrations.
  readonly #coverage = new WeakMap<object, Coverage>()

  constructor(name: string, families: readonly ViewFamily[]) {
    this.name = name
    this.families = [...families].sort(
      (a, b) => b.subtree.length - a.subtree.length || compareOids(b.subtree, a.subtree),
    )
  }

  /** Whether an instance is in the view. */
  includes(oid: Oid): boolean {
    for (const family of this.families) {
      if (oid.length >= family.subtree.length && agrees(family, oid)) return family.included
    }
    return false
  }

  /** Whether all, none or some of the instances of an object type are in the view. */
  coverage(object: { readonly oid: Oid }): Coverage {
    let coverage = this.#coverage.get(object)
    if (coverage === undefined) {
      coverage = this.#cover(object.oid)
      this.#coverage.set(object, coverage)
    }
    return coverage
  }

  #cover(prefix: Oid): Coverage {
    let included = false
    let excluded = false
    for (const family of this.families) {
      if (!agrees(family, prefix)) continue
      if (family.included) included = true
      else excluded = true
      // A family that is no longer than the prefix holds for all that lies below.
      if (family.subtree.length <= prefix.length) return both(included, excluded)
    }
    return both(included, true)
  }
}

function both(included: boolean, excluded: boolean): Coverage {
  return included ? (excluded ? 'some' : 'all') : 'none'
}

/** Whether a family and an identifier agree over the sub-identifiers that both have. */
function agrees(family: ViewFamily, oid: Oid): boolean {
  const { subtree, mask } = family
  const shared = Math.min(subtree.length, oid.length)
  for (let i = 0; i < shared; i++) {
    if (subtree[i] !== oid[i] && (mask === undefined || mask[i] !== false)) return false
  }
  return true
}

/** A view as it stands in the settings: `include` and `exclude` lists of subtrees, `*` for any sub-identifier. */
export interface ViewText {
  readonly include: readonly string[]
  readonly exclude?: readonly string[] | undefined
}

/** Reads a view from its text form, such as `{ include: ['1.3.6.1.2.1.236.1.4.1.*.7'] }`. */
export function parseView(name: string, text: ViewText): View {
  return new View(name, [
    ...text.include.map((subtree) => parseFamily(name, subtree, true)),
    ...(text.exclude ?? []).map((subtree) => parseFamily(name, subtree, false)),
  ])
}

function parseFamily(view: string, text: string, included: boolean): ViewFamily {
  const parts = text.replace(/^\./, '').split('.')
  const mask = parts.map((part) => part !== '*')
  try {
    const subtree = parseOid(parts.map((part) => (part === '*' ? '0' : part)).join('.'))
    return mask.includes(false) ? { subtree, mask, included } : { subtree, included }
  } catch (cause) {
    throw new VirtError(
      'invalidArg',
      `view '${view}' has the subtree '${text}', which is not an identifier`,
      {
        cause,
      },
    )
  }
}

const vmMib = '1.3.6.1.2.1.236'
const libvirtMib = '1.3.6.1.4.1.36957'
/** Users, keys and access tables: who manages, not what is managed. */
const administration = ['1.3.6.1.6.3.15.1.2', '1.3.6.1.6.3.16', '1.3.6.1.6.3.18']
const aboutAgent = ['1.3.6.1.2.1.1', '1.3.6.1.6.3.10.2.1']

const interfaces = ['1.3.6.1.2.1.2', '1.3.6.1.2.1.31']
/** IF-MIB, HOST-RESOURCES-MIB and ENTITY-MIB. */
const aboutHosts = [...interfaces, '1.3.6.1.2.1.25', '1.3.6.1.2.1.47']
/** hrFSMountPoint, and entPhysicalDescr, which names the backing of disks. */
const placesOfDisks = ['1.3.6.1.2.1.25.3.8.1.2', '1.3.6.1.2.1.47.1.1.1.1.2']
/** Interfaces, storage, processors and what net-snmp tells of them. */
const hostStatistics = [...interfaces, '1.3.6.1.2.1.25.2', '1.3.6.1.2.1.25.3.3', '1.3.6.1.4.1.2021']

/** The views that every agent has; `extension` is the root of the product's own module. */
export function readyViews(extension: string): readonly View[] {
  return [
    parseView('all', { include: ['1.3', '0', '2'] }),
    parseView('standard', { include: ['1.3', '0', '2'], exclude: administration }),
    parseView('inventory', {
      include: [...aboutAgent, vmMib, ...aboutHosts, extension],
      exclude: [`${vmMib}.1.7.1.6`, ...placesOfDisks],
    }),
    parseView('statistics', {
      include: [
        ...aboutAgent,
        '1.3.6.1.2.1.11',
        ...hostStatistics,
        ...statistics.map((column) => `${vmMib}.1.${column}`),
      ],
    }),
    parseView('control', { include: [libvirtMib, extension, `${vmMib}.1.9`, `${vmMib}.1.10`] }),
  ]
}

// vmNumber, and of the tables: names, states, memory, times, and the counters of processors, disks and interfaces.
const statistics = [
  '1',
  '2',
  '4.1.2',
  '4.1.3',
  '4.1.6',
  '4.1.9',
  '4.1.12',
  '4.1.13',
  '4.1.16',
  '4.1.17',
  '5',
].concat([13, 14, 15, 16, 17, 18].map((column) => `7.1.${column}`))
