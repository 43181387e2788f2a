import { readFile } from 'node:fs/promises'
import { VirtError } from '../../../core/errors/index.ts'
import type { Result } from '../../../core/model/index.ts'

/** Nanoseconds of one tick of /proc/stat, of which there are 100 in a second. */
const TICK_NS = 10_000_000n

/** Processor times of the machine, or of one processor, from the text of /proc/stat. Source: proc(5). */
export function cpuStatsOf(stat: string, cpu: number | undefined): Result<'host.getCpuStats'> {
  const name = cpu === undefined ? 'cpu' : `cpu${cpu}`
  const line = stat.split('\n').find((each) => each.startsWith(`${name} `))
  if (line === undefined) {
    throw new VirtError('invalidArg', `the machine has no processor ${cpu} that is online`, {
      domain: 'qemu',
    })
  }
  const ticks = line.split(/\s+/).slice(1)
  const time = (...columns: readonly number[]): bigint =>
    columns.reduce((sum, column) => sum + BigInt(ticks[column] ?? 0), 0n) * TICK_NS
  return { kernel: time(2, 5, 6), user: time(0, 1), idle: time(3), iowait: time(4) }
}

/** What the memory of the machine or of a NUMA cell is used for, from the text of its meminfo. */
export function memoryStatsOf(meminfo: string): Result<'host.getMemoryStats'> {
  const value = (...names: readonly string[]): bigint | undefined => {
    for (const name of names) {
      const found = new RegExp(`^(?:Node \\d+ )?${name}:\\s+(\\d+)`, 'm').exec(meminfo)?.[1]
      if (found !== undefined) return BigInt(found)
    }
    return undefined
  }
  const told = {
    total: value('MemTotal'),
    free: value('MemFree'),
    buffers: value('Buffers'),
    // Cells tell the memory of files under another name than the machine.
    cached: value('Cached', 'FilePages'),
  }
  return Object.fromEntries(Object.entries(told).filter(([, number]) => number !== undefined))
}

/** Processor times of the machine, or of one processor. */
export async function readCpuStats(cpu: number | undefined): Promise<Result<'host.getCpuStats'>> {
  return cpuStatsOf(await readFile('/proc/stat', 'utf8'), cpu)
}

/** What the memory of the machine or of a NUMA cell is used for. */
export async function readMemoryStats(cell: number | undefined): Promise<Result<'host.getMemoryStats'>> {
  if (cell === undefined) return memoryStatsOf(await readFile('/proc/meminfo', 'utf8'))
  const path = `/sys/devices/system/node/node${cell}/meminfo`
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text !== undefined) return memoryStatsOf(text)
  throw new VirtError('invalidArg', `the machine has no NUMA cell ${cell}`, { domain: 'qemu' })
}
