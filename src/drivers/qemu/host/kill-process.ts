import { systemCode } from '../../../core/errors/index.ts'
import type { Clock } from '../../../core/lib/clock.ts'
import { isRunning, type ProcessIdentity, readProcess } from './process-table.ts'

/** How long a process may take after each signal, in ms. */
export interface KillPatience {
  readonly term: number
  readonly kill: number
}

const defaultPatience: KillPatience = { term: 10_000, kill: 15_000 }

/** Sends a signal if exactly this process still runs. */
export async function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isRunning(identity))) return false
  try {
    process.kill(identity.pid, signal)
    return true
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false
    throw error
  }
}

/** Resolves with true when the process is gone, with false when the time is up. */
export async function waitGone(identity: ProcessIdentity, clock: Clock, ms: number): Promise<boolean> {
  const end = clock.monotonic() + ms
  for (let pause = 2; await isRunning(identity); pause = Math.min(pause * 2, 50)) {
    if (clock.monotonic() >= end) return false
    await clock.sleep(pause)
  }
  return true
}

/** Ends a process with SIGTERM, then SIGKILL; answers whether it is gone. `gently` leaves the second out. */
export async function endProcess(
  identity: ProcessIdentity,
  clock: Clock,
  options: { readonly gently?: boolean; readonly patience?: KillPatience } = {},
): Promise<boolean> {
  const patience = options.patience ?? defaultPatience
  if (!(await sendSignal(identity, 'SIGTERM'))) return true
  // One that was stopped takes in no signal but the last.
  const stopped = !options.gently && (await readProcess(identity.pid))?.state === 'T'
  if (!stopped && (await waitGone(identity, clock, patience.term))) return true
  if (options.gently) return false
  await sendSignal(identity, 'SIGKILL')
  return waitGone(identity, clock, patience.kill)
}
