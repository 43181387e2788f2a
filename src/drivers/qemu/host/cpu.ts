import { readdir, readFile } from 'node:fs/promises'
import type { QmpObject } from '../../../qmp/index.ts'
import { type CpuFacts, featuresNamed } from '../../shared/cpu-compare.ts'
import { machineArch } from './facts.ts'

/** How processors call their makers, and how documents do. */
const vendors: Readonly<Record<string, string>> = {
  GenuineIntel: 'Intel',
  AuthenticAMD: 'AMD',
  HygonGenuine: 'Hygon',
}

/** What the processor of the machine can do, from the text of /proc/cpuinfo. */
export function cpuFactsOf(cpuinfo: string): CpuFacts {
  const maker = /^vendor_id\s*:\s*(\S+)/m.exec(cpuinfo)?.[1]
  const vendor = maker === undefined ? undefined : vendors[maker]
  const flags = (/^flags\s*:\s*(.*)$/m.exec(cpuinfo)?.[1] ?? '').split(/\s+/)
  // Every 64-bit processor has memory types; a kernel that leaves them to a hypervisor hides the flag.
  if (flags.includes('lm')) flags.push('mtrr')
  return {
    arch: machineArch(),
    features: featuresNamed(flags),
    ...(vendor === undefined ? {} : { vendor }),
  }
}

/** What the processor of the machine can do. */
export async function readHostCpu(): Promise<CpuFacts> {
  return cpuFactsOf(await readFile('/proc/cpuinfo', 'utf8').catch(() => ''))
}

/** What the processors of guests can do, from the most that an emulator offers them. */
export function guestCpuOf(arch: string, most: QmpObject): CpuFacts {
  const names = Object.entries(most).flatMap(([name, value]) => (value === true ? [name] : []))
  return { arch, features: featuresNamed(names) }
}

/** Sizes of pages that the machine has, in KiB, the usual one first. */
export async function readPageSizes(dir = '/sys/kernel/mm/hugepages'): Promise<number[]> {
  const names = await readdir(dir).catch(() => [])
  const sizes = names.flatMap((name) => /^hugepages-(\d+)kB$/.exec(name)?.[1] ?? []).map(Number)
  return [4, ...sizes.sort((a, b) => a - b)]
}
