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

/** When a process started, in the kernel's ticks since boot: with its id, the name of one process for good. */
export async function startTime(pid: number): Promise<string | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field may hold spaces and parentheses itself; the start time is the 20th after it.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
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
