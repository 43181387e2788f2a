/** The emulator that is measured. */
export const BINARY = '/usr/bin/qemu-system-x86_64'

/** Prints a figure. */
export function figure(name: string, value: number, unit: string): void {
  console.log(`${name}: ${value < 100 ? value.toFixed(2) : value.toFixed(0)} ${unit}`)
}

/** Prints a ratio and whether it reaches its goal. */
export function ratio(name: string, value: number, goal: { atLeast: number } | { atMost: number }): void {
  const [word, bound, met] =
    'atLeast' in goal
      ? (['at least', goal.atLeast, value >= goal.atLeast] as const)
      : (['at most', goal.atMost, value <= goal.atMost] as const)
  console.log(`${name}: ${value.toFixed(3)} (goal ${word} ${bound}: ${met ? 'met' : 'missed'})`)
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
