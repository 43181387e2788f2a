import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../core/lib/clock.ts'

/** How long long work keeps the event loop from others at a time, in ms. */
const PORTION_MS = 5
/** The clock is looked at after so many steps. */
const STEPS = 8

/** Does all steps of long work, letting others have their turn every few milliseconds; ends early when aborted. */
export async function inPortions(steps: Iterable<void>, clock: Clock, signal?: AbortSignal): Promise<void> {
  let end = clock.monotonic() + PORTION_MS
  let count = 0
  for (const _ of steps) {
    if (++count % STEPS !== 0 || clock.monotonic() < end) continue
    await nextTurn()
    if (signal?.aborted) return
    end = clock.monotonic() + PORTION_MS
  }
}
