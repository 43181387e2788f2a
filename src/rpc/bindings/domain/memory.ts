import type { Counters } from '../../../core/model/index.ts'
import type { RemoteHandlers } from '../../binding.ts'
import type { RemoteDomainMemoryStat } from '../../wire/generated/types.ts'
import { checkFlags, switches } from '../flags.ts'
import { findDomain } from '../lookup.ts'
import { countersOf } from './counters.ts'
import { checkRuns, onDomain, scopeOf } from './on-domain.ts'

/** Numbers of the memory of a guest by libvirt's tags, in the order of its answers. */
const memoryTags = [
  [6, 'actual'],
  [0, 'swapIn'],
  [1, 'swapOut'],
  [2, 'majorFault'],
  [3, 'minorFault'],
  [4, 'unused'],
  [5, 'available'],
  [8, 'usable'],
  [9, 'lastUpdate'],
  [10, 'diskCaches'],
  [11, 'hugetlbPageAlloc'],
  [12, 'hugetlbPageFail'],
  [7, 'rss'],
] as const

/** Most numbers of a memory answer. */
const MEMORY_STATS_MAX = 1024

/** Memory of domains. */
export const memoryHandlers: RemoteHandlers = {
  DOMAIN_SET_MEMORY: (call, { dom, memory }) =>
    onDomain(call, dom, 'domain.setMemory', { memory, live: true }),
  DOMAIN_SET_MAX_MEMORY: (call, { dom, memory }) =>
    onDomain(call, dom, 'domain.setMemory', { memory, maximum: true }),
  DOMAIN_SET_MEMORY_FLAGS: (call, { dom, memory, flags }) => {
    const scope = scopeOf(call, flags, 4)
    const args = { memory, ...switches(flags, { maximum: 4 }), ...scope }
    return onDomain(call, dom, 'domain.setMemory', args)
  },
  DOMAIN_SET_MEMORY_STATS_PERIOD: (call, { dom, period, flags }) =>
    onDomain(call, dom, 'domain.setMemoryStatsPeriod', {
      period: Math.max(0, period),
      ...scopeOf(call, flags),
    }),
  DOMAIN_MEMORY_STATS: async (call, { dom, maxStats, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    const domain = findDomain(call, dom)
    checkRuns(call, domain)
    const counters = await countersOf(call, domain)
    return { stats: memoryStats(counters?.balloon).slice(0, Math.min(maxStats, MEMORY_STATS_MAX)) }
  },
}

function memoryStats(balloon: Counters<'domain'>['balloon']): RemoteDomainMemoryStat[] {
  return memoryTags.flatMap(([tag, field]) => {
    const val = balloon?.[field]
    return val === undefined ? [] : [{ tag, val }]
  })
}
