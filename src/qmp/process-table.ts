import { readdir, readFile } from 'node:fs/promises'

/** Arguments of a running process; undefined if there is none (or only its zombie). */
export async function commandLine(pid: number): Promise<readonly string[] | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    return text === '' ? undefined : text.replace(/\0$/, '').split('\0')
  } catch {
    return undefined
  }
}

/** Fields of a process's state from the third on: the second may hold spaces and parentheses itself. */
async function stateFields(pid: number): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** When a process started, in the kernel's ticks since boot: with its id, the name of one process for good. */
export async function startTime(pid: number): Promise<string | undefined> {
  return (await stateFields(pid))[19]
}

// The kernel counts in hundredths of a second on every architecture that QEMU's guests run on.
const TICK_MS = 10

/** Processor time that a process has used, in milliseconds; 0 if there is none. */
export async function cpuTime(pid: number): Promise<number> {
  const fields = await stateFields(pid)
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS
}

/** All running processes whose arguments satisfy `wanted`. */
export async function findProcesses(
  wanted: (args: readonly string[]) => boolean,
): Promise<Array<{ readonly pid: number; readonly args: readonly string[] }>> {
  const pids = (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name)).map(Number)
  const found = await Promise.all(pids.map(async (pid) => ({ pid, args: await commandLine(pid) })))
  return found.flatMap(({ pid, args }) => (args && wanted(args) ? [{ pid, args }] : []))
}

/** Sends a signal; a process that is gone already is no fault. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault
  }
}
