/** Prints a figure. */
export function figure(name: string, value: number, unit: string): void {
  console.log(`${name}: ${value < 100 ? value.toFixed(2) : value.toFixed(0)} ${unit}`)
}

/** Prints how two figures of one run stand to each other, and whether that reaches its goal if it has one. */
export function ratio(name: string, value: number, goal?: { atLeast: number } | { atMost: number }): void {
  console.log(`${name}: ${value.toFixed(3)}${goal ? ` (${verdict(value, goal)})` : ''}`)
}

function verdict(value: number, goal: { atLeast: number } | { atMost: number }): string {
  const least = 'atLeast' in goal
  const bound = least ? goal.atLeast : goal.atMost
  const met = least ? value >= bound : value <= bound
  return `goal ${least ? 'at least' : 'at most'} ${bound}: ${met ? 'met' : 'missed'}`
}

/** The middle one of several figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Milliseconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Milliseconds of CPU that something takes in this process; what else the machine does counts less than with the clock. */
export async function cpuTimed(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** Bytes on the heap after garbage was collected; the benchmark runs with --expose-gc. */
export function heapBytes(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
