import { readdir, readFile } from 'node:fs/promises'
import { parseCpuset } from '../../../core/config/index.ts'

/** Linux shows processor time in /proc in hundredths of a second on every architecture. */
const nsPerTick = 10_000_000n

/** What the driver reads of a process or thread. */
export interface ProcessStat {
  /** R running, S sleeping, Z zombie ... */
  readonly state: string
  /** Ticks after boot at which it began; with the pid it names a process for ever. */
  readonly startTicks: bigint
  readonly userNs: bigint
  readonly systemNs: bigint
  /** Processor that it ran on last. */
  readonly cpu: number
}

/** A process by pid and start, so that a pid used again is not taken for it. */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTicks: bigint
}

/** Reads the fields of a `stat` line; the name of the command may hold blanks and brackets. */
export function parseStat(line: string): ProcessStat | undefined {
  const rest = line
    .slice(line.lastIndexOf(')') + 2)
    .trim()
    .split(' ')
  const [state, user, system, start, cpu] = [rest[0], rest[11], rest[12], rest[19], rest[36]]
  if (!state || user === undefined || system === undefined || start === undefined) return undefined
  return {
    state,
    startTicks: BigInt(start),
    userNs: BigInt(user) * nsPerTick,
    systemNs: BigInt(system) * nsPerTick,
    cpu: cpu === undefined ? -1 : Number(cpu),
  }
}

async function readProc(path: string): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${path}`, 'utf8')
  } catch {
    return undefined
  }
}

/** State and times of a process; undefined if it is gone. */
export async function readProcess(pid: number): Promise<ProcessStat | undefined> {
  const text = await readProc(`${pid}/stat`)
  return text === undefined ? undefined : parseStat(text)
}

/** State and times of one thread; undefined if it is gone. */
export async function readThread(pid: number, tid: number): Promise<ProcessStat | undefined> {
  const text = await readProc(`${pid}/task/${tid}/stat`)
  return text === undefined ? undefined : parseStat(text)
}

/** Processor time of a thread in nanoseconds, exact where the kernel counts it so. */
export async function readThreadTime(pid: number, tid: number): Promise<bigint | undefined> {
  const exact = (await readProc(`${pid}/task/${tid}/schedstat`))?.split(' ')[0]
  if (exact && exact !== '0') return BigInt(exact)
  const stat = await readThread(pid, tid)
  return stat && stat.userNs + stat.systemNs
}

/** Memory of the host that a process holds, in KiB. */
export async function readRss(pid: number): Promise<bigint | undefined> {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec((await readProc(`${pid}/status`)) ?? '')?.[1]
  return kib === undefined ? undefined : BigInt(kib)
}

/** Processors that a thread may run on. */
export async function readAffinity(pid: number, tid: number): Promise<number[]> {
  const list = /^Cpus_allowed_list:\s+(\S+)/m.exec((await readProc(`${pid}/task/${tid}/status`)) ?? '')?.[1]
  return list === undefined ? [] : parseCpuList(list)
}

/** Numbers of a list such as `0-3,8`, ascending; none if it is no list. */
export function parseCpuList(text: string): number[] {
  return [...(parseCpuset(text) ?? [])].sort((a, b) => a - b)
}

/** Arguments of a process; empty if it is gone or a zombie. */
export async function readArgs(pid: number): Promise<string[]> {
  return ((await readProc(`${pid}/cmdline`)) ?? '').split('\0').filter(Boolean)
}

/** Pid and start of a running process; a zombie counts as gone. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const stat = await readProcess(pid)
  if (!stat || stat.state === 'Z' || stat.state === 'X') return undefined
  return { pid, startTicks: stat.startTicks }
}

/** Whether exactly this process still runs. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.startTicks === identity.startTicks
}

/** Emulators that were started with this pid file. */
export async function findByPidFile(path: string): Promise<ProcessIdentity[]> {
  const found: ProcessIdentity[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const args = await readArgs(Number(name))
    if (!args.some((arg, i) => arg === path && args[i - 1] === '-pidfile')) continue
    const identity = await identify(Number(name))
    if (identity) found.push(identity)
  }
  return found
}

/** Identity of the boot of this machine. */
export async function readBootId(): Promise<string> {
  return ((await readProc('sys/kernel/random/boot_id')) ?? '').trim()
}
