import { type Entry, globalKey } from '../../../core/contracts.ts'
import { Slices } from '../../../core/lib/slices.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteDomainStatsRecord, RemoteNonnullDomain } from '../../wire/generated/types.ts'
import { checkFlags, has } from '../flags.ts'
import { countersOf, refreshAll } from './counters.ts'
import { listed } from './list.ts'
import { domainError, isActive } from './on-domain.ts'
import { type StatsGroup, statsGroups } from './stats-groups.ts'
import { FieldNames, StatsWriter } from './stats-writer.ts'

const FILTERS = 0xff
const NOWAIT = 0x2000_0000
const BACKING = 0x4000_0000
/** Refuse groups that there is nothing to tell of instead of leaving them out. */
const ENFORCE = 0x8000_0000
/** Records between two looks at the clock. */
const lookEvery = 32

/** Numbers of many guests at once. */
export const statsHandlers: RemoteHandlers = {
  CONNECT_GET_ALL_DOMAIN_STATS: async (call, { doms, stats, flags }) => {
    checkFlags(call, 'domain', flags, FILTERS | NOWAIT | BACKING | ENFORCE)
    const groups = groupsOf(call, stats, has(flags, ENFORCE))
    const fit = listed(call, flags & FILTERS)
    const domains = doms.length === 0 ? fit : named(call, fit, doms)
    if (groups.some(({ counted }) => counted)) await readCounters(call, domains, doms.length === 0)
    return { retStats: await records(call, domains, groups) }
  },
}

function groupsOf(call: Call, bits: number, enforce: boolean): readonly StatsGroup[] {
  if (bits === 0) return statsGroups
  const known = statsGroups.reduce((mask, { bit }) => mask | bit, 0)
  const unknown = (bits & ~known) >>> 0
  if (enforce && unknown !== 0) {
    throw domainError(
      call,
      'argumentUnsupported',
      `Stats types bits 0x${unknown.toString(16)} are not supported by this daemon`,
    )
  }
  return statsGroups.filter(({ bit }) => has(bits, bit))
}

/** Those of the domains that a client named, in his order; one that is gone is left out. */
function named(
  call: Call,
  fit: readonly Entry<'domain'>[],
  doms: readonly RemoteNonnullDomain[],
): Entry<'domain'>[] {
  const byKey = new Map(fit.map((entry) => [entry.key, entry]))
  return doms.flatMap(({ uuid }) => byKey.get(globalKey(call.connection, uuid)) ?? [])
}

/** Guests that are named are read one by one, all in the same turn; all guests by one sweep. */
async function readCounters(call: Call, domains: readonly Entry<'domain'>[], all: boolean): Promise<void> {
  const running = domains.filter(isActive)
  if (all) await refreshAll(call, running)
  else await Promise.all(running.map((domain) => countersOf(call, domain)))
}

/** Of very many domains it takes long: others have their turn in between. */
async function records(
  call: Call,
  domains: readonly Entry<'domain'>[],
  groups: readonly StatsGroup[],
): Promise<RemoteDomainStatsRecord[]> {
  const names = new FieldNames()
  const slices = new Slices(call.clock)
  const made: RemoteDomainStatsRecord[] = []
  for (const domain of domains) {
    made.push(record(call, domain, groups, names))
    if (made.length % lookEvery === 0 && slices.over) await slices.next()
  }
  return made
}

function record(
  call: Call,
  domain: Entry<'domain'>,
  groups: readonly StatsGroup[],
  names: FieldNames,
): RemoteDomainStatsRecord {
  const to = new StatsWriter(names)
  const active = isActive(domain)
  const counters = active ? call.reader.counters('domain', domain.key)?.values : undefined
  for (const { write } of groups) write(to, { domain, counters, active })
  return { dom: domain.attrs, params: to.params }
}
