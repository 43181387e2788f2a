import { readdir, readFile } from 'node:fs/promises'
import { arch, freemem, hostname } from 'node:os'
import type { Attrs, Counters } from '../../../core/model/index.ts'
import { parseCpuList } from './process-table.ts'

/** Facts of the machine as the model names them. */
export type MachineFacts = Pick<
  Attrs<'host'>,
  'hostname' | 'cpuModel' | 'memory' | 'cpus' | 'mhz' | 'numaNodes' | 'sockets' | 'cores' | 'threads'
>

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

/** Name of the machine's architecture as the kernel and libvirt write it. */
export function machineArch(): string {
  const names: Readonly<Record<string, string>> = {
    x64: 'x86_64',
    ia32: 'i686',
    arm64: 'aarch64',
    arm: 'armv7l',
  }
  return names[arch()] ?? arch()
}

function field(text: string, name: RegExp): string | undefined {
  return name.exec(text)?.[1]
}

/** Memory, processors and their arrangement. */
export async function readMachineFacts(): Promise<MachineFacts> {
  const [memory, cpuinfo] = await Promise.all([read('/proc/meminfo'), read('/proc/cpuinfo')])
  const topology = readTopology(cpuinfo)
  const numaNodes = Math.max(1, (await numaCells()).length)
  return {
    hostname: hostname(),
    cpuModel: machineArch(),
    memory: BigInt(field(memory, /^MemTotal:\s+(\d+)/m) ?? 0),
    mhz: Math.round(Number(field(cpuinfo, /^cpu MHz\s*:\s*([\d.]+)/m) ?? 0)),
    numaNodes,
    ...topology,
    sockets: Math.max(1, Math.floor(topology.sockets / numaNodes)),
  }
}

/** Processors of /proc/cpuinfo grouped by package and core; where it tells nothing, each is a core of one socket. */
function readTopology(cpuinfo: string): { cpus: number; sockets: number; cores: number; threads: number } {
  const blocks = cpuinfo.split(/\n\n+/).filter((block) => /^processor\s*:/m.test(block))
  const packages = new Set(blocks.map((block) => field(block, /^physical id\s*:\s*(\d+)/m) ?? '0'))
  const cores = new Set(
    blocks.map((block, i) => {
      const core = field(block, /^core id\s*:\s*(\d+)/m) ?? String(i)
      return `${field(block, /^physical id\s*:\s*(\d+)/m) ?? '0'}:${core}`
    }),
  )
  const cpus = Math.max(1, blocks.length)
  const sockets = Math.max(1, packages.size)
  const perSocket = Math.max(1, Math.floor(Math.max(1, cores.size) / sockets))
  return { cpus, sockets, cores: perSocket, threads: Math.max(1, Math.floor(cpus / (perSocket * sockets))) }
}

/** Numbers of the NUMA cells. */
export async function numaCells(): Promise<number[]> {
  const names = await readdir('/sys/devices/system/node').catch(() => [] as string[])
  return names
    .map((name) => /^node(\d+)$/.exec(name)?.[1])
    .filter((n) => n !== undefined)
    .map(Number)
    .sort((a, b) => a - b)
}

/** Free memory of a NUMA cell in bytes. */
export async function cellFreeMemory(cell: number): Promise<bigint> {
  const text = await read(`/sys/devices/system/node/node${cell}/meminfo`)
  const kib = field(text, /MemFree:\s+(\d+)/)
  return kib === undefined ? BigInt(freemem()) : BigInt(kib) * 1024n
}

/** Free pages of a size (KiB) in a NUMA cell. */
export async function cellFreePages(cell: number, sizeKib: number): Promise<bigint> {
  const text = await read(
    `/sys/devices/system/node/node${cell}/hugepages/hugepages-${sizeKib}kB/free_hugepages`,
  )
  if (text !== '') return BigInt(text.trim())
  return sizeKib === 4 ? (await cellFreeMemory(cell)) / 4096n : 0n
}

/** Which processors exist and which of them are online. */
export async function readCpuMap(): Promise<{ cpus: number; online: boolean[] }> {
  const present = parseCpuList((await read('/sys/devices/system/cpu/present')).trim())
  const online = new Set(parseCpuList((await read('/sys/devices/system/cpu/online')).trim()))
  const cpus = (present.at(-1) ?? 0) + 1
  return { cpus, online: Array.from({ length: cpus }, (_, n) => online.size === 0 || online.has(n)) }
}

/** Counters of the machine: processor times of /proc/stat and free memory. */
export async function readMachineCounters(): Promise<Counters<'host'>> {
  const [stat, memory] = await Promise.all([read('/proc/stat'), read('/proc/meminfo')])
  const ticks = (/^cpu\s+(.*)$/m.exec(stat)?.[1] ?? '').trim().split(/\s+/).map(Number)
  const ns = (...columns: number[]) =>
    columns.reduce((sum, column) => sum + BigInt(ticks[column] ?? 0), 0n) * 10_000_000n
  return {
    freeMemory: BigInt(field(memory, /^MemFree:\s+(\d+)/m) ?? 0),
    cpuUser: ns(0, 1),
    cpuKernel: ns(2, 5, 6),
    cpuIdle: ns(3),
    cpuIowait: ns(4),
  }
}
