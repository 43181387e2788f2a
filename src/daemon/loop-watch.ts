import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock } from '../core/lib/clock.ts'
import type { Logger } from '../core/log/logger.ts'

const lookMs = 10_000
const resolutionMs = 20
const worthTellingMs = 250

/** Watches how long the event loop was held up, and says so when that was too long; the result ends it. */
export function watchEventLoop(clock: Clock, log: Logger): () => void {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  let cancel = () => {}
  const look = () => {
    const longest = delays.max / 1e6 - resolutionMs
    if (longest > worthTellingMs) log.warn('the event loop was held up', { longestMs: Math.round(longest) })
    delays.reset()
    cancel = clock.after(lookMs, look)
  }
  look()
  return () => {
    cancel()
    delays.disable()
  }
}
