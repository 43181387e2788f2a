import type { CounterEntry, Entry } from '../../../core/contracts.ts'
import type { Counters } from '../../../core/model/index.ts'
import type { Call } from '../../binding.ts'

/** Counters so young serve several calls of a client that asks for one number after the other. */
const youngMs = 50

/** Counters of a running guest; what is held is not asked for again if it is young and of a guest that ran then. */
export function countersOf(
  call: Call,
  domain: Entry<'domain'>,
): Counters<'domain'> | undefined | Promise<Counters<'domain'> | undefined> {
  const held = call.reader.counters('domain', domain.key)
  if (isYoung(call, held)) return held.values
  return call.reader.fresh(domain, 0).then((entry) => entry?.values)
}

/** Makes the counters of all running guests young. */
export async function refreshAll(call: Call, running: readonly Entry<'domain'>[]): Promise<void> {
  const { reader } = call
  if (running.every(({ key }) => isYoung(call, reader.counters('domain', key)))) return
  await reader.refresh('domain', call.connection, 0)
}

function isYoung({ clock }: Call, held: CounterEntry<'domain'> | undefined): held is CounterEntry<'domain'> {
  return held !== undefined && clock.monotonic() - held.at <= youngMs && held.values.cpuTime !== undefined
}
