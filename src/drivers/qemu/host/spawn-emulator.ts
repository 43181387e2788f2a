import { type ChildProcess, spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { fromSystem, systemCode, VirtError } from '../../../core/errors/index.ts'
import { missingProgram } from './packages.ts'
import { identify, type ProcessIdentity } from './process-table.ts'

/** What to start and where its output goes. */
export interface EmulatorCall {
  readonly path: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly logPath: string
  /** A descriptor of this process that the emulator gets as its number 3. */
  readonly inherit?: number | undefined
}

/** A started emulator. It does not end with this process. */
export interface Emulator extends ProcessIdentity {
  /** Resolves when it has ended, with a clause that says how. */
  readonly ended: Promise<string>
}

/**
 * Starts QEMU as the leader of its own session with its output in a file, so that neither the end of the daemon
 * nor a signal from its terminal reaches the guest. QEMU's own `-daemonize` is not used: it would send what QEMU
 * writes to stderr later (assertions, KVM faults) to /dev/null.
 */
export async function spawnEmulator(call: EmulatorCall): Promise<Emulator> {
  const log = await open(call.logPath, 'a', 0o600).catch((error) => {
    throw fromSystem(error, `log file '${call.logPath}' cannot be opened`)
  })
  try {
    const child = spawn(call.path, call.args, {
      detached: true,
      stdio: ['ignore', log.fd, log.fd, ...(call.inherit === undefined ? [] : [call.inherit])],
      env: { ...call.env },
      cwd: '/',
    })
    const ended = endOf(child)
    await started(child, call.path)
    child.unref()
    const pid = child.pid ?? 0
    return { pid, startTicks: (await identify(pid))?.startTicks ?? 0n, ended }
  } finally {
    await log.close()
  }
}

function started(child: ChildProcess, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (error) =>
      reject(
        systemCode(error) === 'ENOENT'
          ? missingProgram(path, 'run guests')
          : new VirtError('systemError', `emulator '${path}' cannot be started: ${error.message}`, {
              domain: 'qemu',
              cause: error,
            }),
      ),
    )
  })
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal ? `was ended by ${signal}` : `ended with exit status ${code}`),
    )
    child.once('error', (error) => resolve(error.message))
  })
}
