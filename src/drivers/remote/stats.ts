import { toVirtError } from '../../core/errors/index.ts'
import type {
  RemoteDomainStatsRecord,
  RemoteNonnullDomain,
  RemoteTypedParam,
} from '../../rpc/wire/generated/types.ts'
import { virDomainStatsTypes as groups } from '../../rpc/wire/protocol/enums.ts'
import type { Daemon } from './daemon.ts'

/** Do not wait for guests that something else holds; their counters are then fewer. */
const NOWAIT = 0x2000_0000

/** Groups that counters of the model come from. */
export const counterGroups =
  groups.VIR_DOMAIN_STATS_STATE |
  groups.VIR_DOMAIN_STATS_CPU_TOTAL |
  groups.VIR_DOMAIN_STATS_BALLOON |
  groups.VIR_DOMAIN_STATS_VCPU |
  groups.VIR_DOMAIN_STATS_INTERFACE |
  groups.VIR_DOMAIN_STATS_BLOCK

/** Statistics of all domains, or of some, in one call; undefined where the daemon has no such call. */
export async function domainStats(
  daemon: Daemon,
  stats: number,
  doms: readonly RemoteNonnullDomain[],
  signal?: AbortSignal,
): Promise<readonly RemoteDomainStatsRecord[] | undefined> {
  const ask = (flags: number) =>
    daemon.tryCall('CONNECT_GET_ALL_DOMAIN_STATS', { doms, stats, flags }, { signal })
  try {
    return (await ask(NOWAIT))?.retStats
  } catch (thrown) {
    if (!['invalidArg', 'argumentUnsupported'].includes(toVirtError(thrown).code)) throw thrown
    return (await ask(0))?.retStats
  }
}

/** State and reason of all domains by key; empty where the daemon does not tell. */
export async function statesOfAll(
  daemon: Daemon,
): Promise<ReadonlyMap<string, { readonly state: number; readonly reason: number }>> {
  const all = (await domainStats(daemon, groups.VIR_DOMAIN_STATS_STATE, [])) ?? []
  return new Map(
    all.flatMap(({ dom, params }) => {
      const values = paramMap(params)
      const state = values.get('state.state')
      const reason = values.get('state.reason')
      return typeof state === 'number' && typeof reason === 'number' ? [[dom.uuid, { state, reason }]] : []
    }),
  )
}

/** A value of a typed parameter. */
export type ParamValue = RemoteTypedParam['value']['value']

/** Typed parameters by their names. */
export function paramMap(params: readonly RemoteTypedParam[]): ReadonlyMap<string, ParamValue> {
  return new Map(params.map(({ field, value }) => [field, value.value]))
}

/** Typed parameters as the model has them: names with values as text. */
export function textParams(
  params: readonly RemoteTypedParam[],
): { readonly name: string; readonly value: string }[] {
  return params.map(({ field, value }) => ({
    name: field,
    value: value.type === 6 ? String(value.value !== 0) : String(value.value),
  }))
}
