import { hostKey, type SweepBatch } from '../../core/driver.ts'
import { toVirtError } from '../../core/errors/index.ts'
import type { Attrs, Counters, TypeName } from '../../core/model/index.ts'
import type { RemoteDomainStatsRecord, RemoteNonnullDomain } from '../../rpc/wire/generated/types.ts'
import { isActive } from '../shared/domain-states.ts'
import type { Daemon } from './daemon.ts'
import { domainCounters } from './domain-counters.ts'
import type { Mirror } from './mirror.ts'
import { singleCounters } from './single-counters.ts'
import { counterGroups, domainStats } from './stats.ts'

/** Domains that one call asks for: an answer has at most 4 MiB of text in older releases. */
const PORTION = 200

/** Lists of node statistics: all processors together. */
const ALL_CPUS = -1

/** Reads counters: of all objects of a type, or of those named. */
export async function* sweep<T extends TypeName>(
  daemon: Daemon,
  mirror: Mirror,
  type: T,
  keys: readonly string[] | undefined,
  signal: AbortSignal,
): AsyncGenerator<SweepBatch<T>> {
  if (type === 'host') {
    // Counters of a host are what the type parameter stands for here, and those of domains below.
    yield [[hostKey, await hostCounters(daemon, signal)]] as unknown as SweepBatch<T>
    return
  }
  if (type !== 'domain') return
  const wanted = keys ?? mirror.keys('domain')
  for (let at = 0; at < wanted.length; at += PORTION) {
    signal.throwIfAborted()
    const portion = wanted.slice(at, at + PORTION)
    yield (await domainBatch(daemon, mirror, portion, signal)) as unknown as SweepBatch<T>
  }
}

async function domainBatch(
  daemon: Daemon,
  mirror: Mirror,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<SweepBatch<'domain'>> {
  const records = keys.flatMap((key) => {
    const attrs = mirror.attrs('domain', key)
    // What is held for a domain is one of the wire's references.
    const ref = mirror.ref('domain', key) as RemoteNonnullDomain | undefined
    return attrs && ref ? [{ attrs, ref }] : []
  })
  const active = records.filter(({ attrs }) => isActive(attrs.state))
  const stats = active.length === 0 ? [] : await statsOf(daemon, active, signal)
  const off: SweepBatch<'domain'> = records
    .filter(({ attrs }) => !isActive(attrs.state))
    .map(({ attrs }) => [attrs.uuid, {}])
  return [...off, ...stats]
}

interface Active {
  readonly attrs: Attrs<'domain'>
  readonly ref: RemoteNonnullDomain
}

async function statsOf(
  daemon: Daemon,
  active: readonly Active[],
  signal: AbortSignal,
): Promise<SweepBatch<'domain'>> {
  const refs = active.map(({ ref }) => ref)
  const told = await domainStats(daemon, counterGroups, refs, signal)
  const found = new Map((told ?? []).map((record) => [record.dom.uuid, record]))
  return Promise.all(active.map((each) => countersOf(daemon, each, found.get(each.attrs.uuid), signal)))
}

/** Some hypervisors know only a part of the statistics by that call, and the rest by others. */
async function countersOf(
  daemon: Daemon,
  { attrs, ref }: Active,
  told: RemoteDomainStatsRecord | undefined,
  signal: AbortSignal,
): Promise<readonly [string, Counters<'domain'>]> {
  const counters = told ? domainCounters(told.params, attrs) : {}
  if (counters.cpuTime !== undefined) return [attrs.uuid, counters]
  try {
    return [attrs.uuid, { ...(await singleCounters(daemon, ref, attrs, signal)), ...counters }]
  } catch (error) {
    // One guest that cannot be asked, or has just ended, leaves the others their counters.
    daemon.log.debug('counters of a guest cannot be read', { domain: attrs.name, error })
    return [attrs.uuid, counters]
  }
}

async function hostCounters(daemon: Daemon, signal: AbortSignal): Promise<Counters<'host'>> {
  const options = { signal }
  const [free, times] = await Promise.all([
    daemon.tryCall('NODE_GET_FREE_MEMORY', undefined, options).catch(nothing),
    cpuTimes(daemon, signal),
  ])
  return { ...(free && { freeMemory: free.freeMem / 1024n }), ...times }
}

/** How libvirt names the times of the processors. */
const cpuFields = { cpuUser: 'user', cpuKernel: 'kernel', cpuIdle: 'idle', cpuIowait: 'iowait' } as const

async function cpuTimes(daemon: Daemon, signal: AbortSignal): Promise<Counters<'host'>> {
  const ask = (nparams: number) =>
    daemon.tryCall('NODE_GET_CPU_STATS', { cpuNum: ALL_CPUS, nparams, flags: 0 }, { signal }).catch(nothing)
  const count = (await ask(0))?.nparams ?? 0
  const stats = count === 0 ? undefined : await ask(count)
  const values = new Map((stats?.params ?? []).map(({ field, value }) => [field, value]))
  const found = Object.entries(cpuFields).flatMap(([name, field]) => {
    const value = values.get(field)
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(found)
}

function nothing(thrown: unknown): undefined {
  const { code } = toVirtError(thrown)
  if (code === 'operationAborted') throw thrown
}
