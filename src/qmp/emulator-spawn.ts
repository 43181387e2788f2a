import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { systemCode, VirtError } from '../core/errors/index.ts'
import type { Clock } from '../core/lib/clock.ts'
import { emulatorPackage } from './emulator-package.ts'
import type { RunAs } from './qmp-directory.ts'
import { waitFor } from './wait.ts'

/** What is started, and as whom. */
export interface EmulatorStart {
  readonly binary: string
  readonly args: readonly string[]
  readonly runAs: RunAs | undefined
  /** Bytes of address space; 0 for no bound. */
  readonly memoryLimit: number
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

const PRLIMIT = '/usr/bin/prlimit'
const STDERR_BYTES = 16 * 1024
const STDERR_LINES = 8

/** Refuses an emulator that cannot be run, and says which package would bring it. */
export async function checkEmulator(binary: string): Promise<void> {
  try {
    await access(binary, constants.X_OK)
  } catch (cause) {
    const known = emulatorPackage(binary)
    const hint = known && systemCode(cause) === 'ENOENT' ? `; the Debian package ${known} brings it` : ''
    const what = systemCode(cause) === 'ENOENT' ? 'is not there' : `cannot be run (${systemCode(cause)})`
    throw new VirtError('systemError', `the emulator '${binary}' ${what}${hint}`, { domain: 'qemu', cause })
  }
}

async function canLimit(): Promise<boolean> {
  return access(PRLIMIT, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** The last lines of what a program complained about. */
function tail(stderr: string): string {
  return stderr.trim().split('\n').slice(-STDERR_LINES).join('\n')
}

/**
 * Starts an emulator that turns itself into a daemon, and returns when it has: monitor and pid file are there
 * then. If it does not get that far, its last words are in the error.
 */
export async function startDaemon(start: EmulatorStart): Promise<void> {
  const limited = start.memoryLimit > 0 && (await canLimit())
  const limits = [`--as=${start.memoryLimit}`, '--core=0', start.binary]
  const [program, args] = limited ? [PRLIMIT, [...limits, ...start.args]] : [start.binary, start.args]
  const { status, stderr } = await runProgram(start, {
    what: `the start of the emulator '${start.binary}'`,
    program,
    args,
  })
  if (status === 0) return
  const words = tail(stderr)
  const text = `the emulator '${start.binary}' ended at its start (${status}): ${words || 'it said nothing'}`
  throw new VirtError('operationFailed', text, { domain: 'qemu', detail: words })
}

/** How a program ended. */
export interface Outcome {
  /** Exit status, or the name of the signal that ended it. */
  readonly status: number | string
  readonly stderr: string
}

/** An emulator that runs until it ends by itself. */
export interface RunningEmulator {
  readonly pid: number
  /** Resolves when it has written something, or has ended. */
  readonly firstOutput: Promise<void>
  /** Whether it has ended, or nobody waits for it any more. */
  readonly ended: boolean
  /** Ends it; whoever waits for it gets the error. */
  stop(fault: VirtError): void
}

/** Runs an emulator until it ends; it is killed when the wait ends before. `watch` may look at it meanwhile. */
export function runEmulator(
  start: Omit<EmulatorStart, 'memoryLimit'>,
  watch: (emulator: RunningEmulator) => void,
): Promise<Outcome> {
  return runProgram(start, {
    what: `a run of the emulator '${start.binary}'`,
    program: start.binary,
    args: start.args,
    watch,
  })
}

interface Program {
  /** What is waited for, in errors. */
  readonly what: string
  readonly program: string
  readonly args: readonly string[]
  readonly watch?: (emulator: RunningEmulator) => void
}

function runProgram(start: Omit<EmulatorStart, 'memoryLimit'>, run: Program): Promise<Outcome> {
  const { binary, clock, signal, timeoutMs } = start
  return waitFor({ what: run.what, clock, signal, timeoutMs }, (end) => {
    const child = spawn(run.program, run.args, {
      stdio: ['ignore', run.watch ? 'pipe' : 'ignore', 'pipe'],
      env: { LC_ALL: 'C', PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/' },
      cwd: '/',
      ...start.runAs,
    })
    let ended = false
    let stderr = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-STDERR_BYTES)
    })
    child.on('error', (cause) => {
      const text = `the emulator '${binary}' cannot be started: ${cause.message}`
      end.reject(new VirtError('systemError', text, { domain: 'qemu', cause }))
    })
    // A daemon may hold standard error for a moment longer than its parent lives.
    child.on('exit', (code) => code === 0 && end.resolve({ status: 0, stderr }))
    child.on('close', (code, by) => end.resolve({ status: code ?? by ?? 'unknown', stderr }))
    run.watch?.({
      pid: child.pid ?? 0,
      firstOutput: new Promise((resolve) => {
        child.stdout?.once('data', () => resolve())
        child.once('close', () => resolve())
      }),
      get ended() {
        return ended
      },
      stop: (fault) => end.reject(fault),
    })
    return () => {
      ended = true
      child.stderr?.destroy()
      child.stdout?.destroy()
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    }
  })
}
