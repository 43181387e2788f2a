import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'

/** Answers each line of standard input: `stall` begins to watch the event loop, `report` ends it. */
export async function answerStalls(): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'stall') {
      delay.reset()
      delay.enable()
      say({})
    } else {
      delay.disable()
      say({ longestMs: delay.max / 1e6, p99Ms: delay.percentile(99) / 1e6 })
    }
  }
}

/** Prints a line of JSON for the benchmark. */
export function say(facts: object): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`)
}
