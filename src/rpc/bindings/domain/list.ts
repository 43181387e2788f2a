import type { Entry } from '../../../core/contracts.ts'
import type { Attrs } from '../../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteNonnullDomain } from '../../wire/generated/types.ts'
import { answer, checkRoom, either, type FilterGroup, filterOf, LIST_MAX, names, shown } from '../listing.ts'
import { domainRef, findByName, findByUuid, findDomainById } from '../lookup.ts'

type Guest = Attrs<'domain'>

const isActive = ({ id }: Guest): boolean => id !== -1

/** States that a filter has a name for; all others together have one more. */
const named: readonly Guest['state'][] = ['running', 'paused', 'shutoff']

/** Filters of domains, by libvirt's numbers. */
const filters: ReadonlyArray<FilterGroup<'domain'>> = [
  either(1, 2, isActive),
  either(4, 8, ({ persistent }) => persistent),
  [
    [16, ({ state }) => state === 'running'],
    [32, ({ state }) => state === 'paused'],
    [64, ({ state }) => state === 'shutoff'],
    [128, ({ state }) => !named.includes(state)],
  ],
  either(256, 512, ({ managedSave }) => managedSave),
  either(1024, 2048, ({ autostart }) => autostart === true),
]

/** Flags for what the records of a domain do not say. */
const moments = [
  { type: 'snapshot', with: 4096, without: 8192 },
  { type: 'checkpoint', with: 16_384, without: 32_768 },
] as const

/** The domains of the connection that flags let through and that the caller may be shown. */
export function listed(call: Call, flags: number): Entry<'domain'>[] {
  const sets = moments.flatMap((row) => momentFilter(call, flags, row))
  const mask = moments.reduce((bits, row) => bits | row.with | row.without, 0)
  const fits = filterOf(call, 'domain', flags & ~mask, filters)
  return shown(call, 'domain', fits).filter((entry) => sets.every((set) => set(entry)))
}

/** The filter by snapshots or checkpoints, if the flags ask for one. */
function momentFilter(
  call: Call,
  flags: number,
  row: (typeof moments)[number],
): Array<(entry: Entry<'domain'>) => boolean> {
  const wanted = flags & (row.with | row.without)
  if (wanted === 0 || wanted === (row.with | row.without)) return []
  const having = new Set<string>()
  for (const entry of call.reader.list(row.type, call.connection)) {
    if (call.operations.visible(entry, call.caller)) having.add(entry.attrs.domain)
  }
  return [({ key }) => having.has(key) === (wanted === row.with)]
}

/** The record of a domain is what clients are told of it and more: nothing is copied for very long lists. */
const refOf = ({ attrs }: Entry<'domain'>): RemoteNonnullDomain => attrs

/** Lists of domains, and domains by what they are known by. */
export const listHandlers: RemoteHandlers = {
  CONNECT_LIST_ALL_DOMAINS: (call, { need_results, flags }) => {
    const { refs, ret } = answer(call, listed(call, flags), need_results, refOf)
    return { domains: refs, ret }
  },
  CONNECT_NUM_OF_DOMAINS: (call) => ({ num: shown(call, 'domain', isActive).length }),
  CONNECT_LIST_DOMAINS: (call, { maxids }) => {
    checkRoom(maxids, LIST_MAX)
    const active = shown(call, 'domain', isActive)
    return { ids: active.slice(0, maxids).map(({ attrs }) => attrs.id) }
  },
  CONNECT_NUM_OF_DEFINED_DOMAINS: (call) => ({ num: inactive(call).length }),
  CONNECT_LIST_DEFINED_DOMAINS: (call, { maxnames }) =>
    names(inactive(call), maxnames, ({ attrs }) => attrs.name),
  DOMAIN_LOOKUP_BY_ID: (call, { id }) => ({ dom: domainRef(findDomainById(call, id)) }),
  DOMAIN_LOOKUP_BY_NAME: (call, { name }) => ({ dom: domainRef(findByName(call, 'domain', name)) }),
  DOMAIN_LOOKUP_BY_UUID: (call, { uuid }) => ({ dom: domainRef(findByUuid(call, 'domain', uuid)) }),
}

function inactive(call: Call): Entry<'domain'>[] {
  return shown(call, 'domain', (attrs) => !isActive(attrs))
}
