import { setMaxListeners } from 'node:events'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { VirtError } from '../core/errors/index.ts'
import { linkAbort, orAborted } from '../core/lib/abort.ts'
import { type Clock, systemClock } from '../core/lib/clock.ts'
import { type Logger, silentLogger } from '../core/log/logger.ts'
import { QmpClient } from './client.ts'
import { checkEmulator, startDaemon } from './emulator-spawn.ts'
import { Limiter } from './limiter.ts'
import { findProcesses, signalProcess } from './process-table.ts'
import {
  listQmpDirectories,
  makeQmpDirectory,
  pidFileOf,
  type QmpDirectory,
  type RunAs,
  removeUnborn,
} from './qmp-directory.ts'
import { abortError } from './qmp-error.ts'
import { timeoutError } from './wait.ts'

/** How processes are run. */
export interface QmpProcessesOptions {
  /** Where the processes' directories are made; QEMU's user must be able to enter it. */
  readonly libDir: string
  readonly clock?: Clock
  readonly log?: Logger
  /** Processes that may run at once; four for each processor unless given. */
  readonly maxAtOnce?: number
  /** Longest time without word from a process before it is ended. */
  readonly idleMs?: number
  /** Time that a process gets to end by itself. */
  readonly graceMs?: number
  /** Bytes of address space of one process; 0 for no bound. */
  readonly memoryLimit?: number
  /** Whom the processes run as; the own user unless given. */
  readonly runAs?: RunAs
}

/** What is run. */
export interface QmpRunOptions {
  /** Path of the emulator. */
  readonly binary: string
  /** Does without KVM even where it is there. */
  readonly forceTcg?: boolean
  /** Further arguments of the emulator. */
  readonly args?: readonly string[]
  readonly signal?: AbortSignal
}

/** The process that a function may use while it runs. */
export interface QmpProcess {
  readonly monitor: QmpClient
  readonly pid: number
  readonly directory: string
  /** Whom it runs as, if not as its maker. */
  readonly runAs: RunAs | undefined
  /** Aborted when the caller gives up or the process has said nothing for too long. */
  readonly signal: AbortSignal
}

/** What a sweep found and ended. */
export interface Swept {
  readonly directories: number
  readonly processes: number
}

const IDLE_MS = 30_000
const GRACE_MS = 1_000
const MEMORY_LIMIT = 8 * 1024 ** 3

/**
 * QEMU processes for QMP exchanges that belong to no domain. Each has a directory, socket and pid file of its own,
 * so that any number may run beside each other, and nothing is left of it when it is done with, however that came.
 */
export class QmpProcesses {
  readonly #libDir: string
  readonly #clock: Clock
  readonly #log: Logger
  readonly #limiter: Limiter
  readonly #idleMs: number
  readonly #graceMs: number
  readonly #memoryLimit: number
  readonly #runAs: RunAs | undefined
  readonly #running = new Set<Promise<void>>()
  readonly #mine = new Set<string>()
  readonly #closing = new AbortController()

  constructor(options: QmpProcessesOptions) {
    this.#libDir = options.libDir
    this.#clock = options.clock ?? systemClock
    this.#log = options.log ?? silentLogger
    this.#limiter = new Limiter(options.maxAtOnce ?? 4 * availableParallelism())
    this.#idleMs = options.idleMs ?? IDLE_MS
    this.#graceMs = options.graceMs ?? GRACE_MS
    this.#memoryLimit = options.memoryLimit ?? MEMORY_LIMIT
    this.#runAs = options.runAs
  }

  /** Processes that run. */
  get running(): number {
    return this.#limiter.inside
  }

  /** Callers that wait for a place. */
  get waiting(): number {
    return this.#limiter.waiting
  }

  /** Runs a process for as long as `use` takes; it is gone, with all its files, when the result is there. */
  async run<T>(options: QmpRunOptions, use: (process: QmpProcess) => Promise<T>): Promise<T> {
    for (const signal of [this.#closing.signal, options.signal]) if (signal) setMaxListeners(0, signal)
    const link = linkAbort(this.#closing.signal, options.signal)
    const work = this.#runInTurn(options, link.signal, use)
    const tracked = work.then(
      () => {},
      () => {},
    )
    this.#running.add(tracked)
    try {
      return await work
    } finally {
      this.#running.delete(tracked)
      link.release()
    }
  }

  /**
   * Ends what processes of the product that are gone have left: QEMU processes and directories. Those whose maker
   * still runs are spared. To be called at start.
   */
  async sweep(): Promise<Swept> {
    const swept = await Promise.all(
      (await listQmpDirectories(this.#libDir)).map((directory) => this.#sweepDirectory(directory)),
    )
    const found = swept.filter((processes) => processes !== undefined)
    const unborn = await removeUnborn(this.#libDir)
    // Last, so that it finds also what was being started when its directory went.
    const homeless = await this.#sweepHomeless()
    return { directories: found.length + unborn, processes: found.reduce((sum, n) => sum + n, homeless) }
  }

  /** Aborts all processes and waits until they are gone; none can be run any more. */
  async close(): Promise<void> {
    const reason = new VirtError('operationAborted', 'QMP processes are being shut down', { domain: 'qemu' })
    this.#closing.abort(reason)
    await Promise.all(this.#running)
  }

  async #runInTurn<T>(
    options: QmpRunOptions,
    signal: AbortSignal,
    use: (process: QmpProcess) => Promise<T>,
  ): Promise<T> {
    const what = `a QMP process of '${options.binary}'`
    const leave = await this.#limiter.enter({ what, clock: this.#clock, signal })
    try {
      return await this.#runOne(options, signal, use)
    } finally {
      leave()
    }
  }

  async #runOne<T>(
    options: QmpRunOptions,
    signal: AbortSignal,
    use: (process: QmpProcess) => Promise<T>,
  ): Promise<T> {
    await checkEmulator(options.binary)
    const directory = await makeQmpDirectory(this.#libDir, this.#runAs)
    this.#mine.add(directory.path)
    const at = { directory, signal, started: false }
    let graceMs = 0
    try {
      const result = await this.#session(options, at, use)
      graceMs = this.#graceMs
      return result
    } finally {
      await directory.destroy(this.#clock, graceMs, !at.started).catch((fault: unknown) => {
        this.#log.error('a QMP process left files behind', { directory: directory.path, fault })
      })
      this.#mine.delete(directory.path)
    }
  }

  async #session<T>(
    options: QmpRunOptions,
    at: Session,
    use: (process: QmpProcess) => Promise<T>,
  ): Promise<T> {
    const { directory, signal } = at
    await startDaemon({
      binary: options.binary,
      args: [...emulatorArguments(options, directory), ...(options.args ?? [])],
      runAs: this.#runAs,
      memoryLimit: this.#memoryLimit,
      clock: this.#clock,
      signal,
      timeoutMs: this.#idleMs,
    })
    at.started = true
    const monitor = await QmpClient.connect(directory.socket, {
      name: `the monitor of a QMP process of '${options.binary}'`,
      clock: this.#clock,
      log: this.#log,
      signal,
      greetingTimeoutMs: this.#idleMs,
    })
    const watch = new Watch(monitor, this.#clock, this.#idleMs)
    const both = linkAbort(signal, watch.signal)
    try {
      const pid = (await directory.pid()) ?? 0
      const work = use({
        monitor,
        pid,
        directory: directory.path,
        runAs: this.#runAs,
        signal: both.signal,
      })
      return await untilAborted(both.signal, work)
    } finally {
      both.release()
      watch.stop()
      await monitor.close()
    }
  }

  /** Tells how many processes it has ended; nothing if the directory is spared. */
  async #sweepDirectory(directory: QmpDirectory): Promise<number | undefined> {
    if (this.#mine.has(directory.path) || (await directory.isOwned())) return undefined
    const processes = await directory.destroy(this.#clock, this.#graceMs, false)
    this.#log.info('a left QMP process was swept', { directory: directory.path, processes })
    return processes
  }

  /** Ends processes whose directory under `libDir` has been removed already. */
  async #sweepHomeless(): Promise<number> {
    const start = `${this.#libDir}/qmp-`
    const found = await findProcesses((args) => pidFileOf(args)?.startsWith(start) === true)
    // Looked for after the processes: a directory is there before its process.
    const homes = new Set((await listQmpDirectories(this.#libDir)).map((directory) => directory.path))
    const homeless = found.filter(({ args }) => !homes.has(dirname(pidFileOf(args) ?? '')))
    return homeless.filter(({ pid }) => this.#endHomeless(pid)).length
  }

  #endHomeless(pid: number): boolean {
    try {
      signalProcess(pid, 'SIGKILL')
      return true
    } catch (fault) {
      // Anybody may start a process with such arguments; one of another user is not ours to end.
      this.#log.warn('a process that looks like a left QMP process cannot be ended', { pid, fault })
      return false
    }
  }
}

interface Session {
  readonly directory: QmpDirectory
  readonly signal: AbortSignal
  /** Whether the emulator has become a daemon: then its pid file tells of all there is. */
  started: boolean
}

function emulatorArguments(options: QmpRunOptions, directory: QmpDirectory): string[] {
  return [
    '-S',
    '-no-user-config',
    '-nodefaults',
    '-nographic',
    '-machine',
    `none,accel=${options.forceTcg ? 'tcg' : 'kvm:tcg'}`,
    '-qmp',
    `unix:${directory.socket.replaceAll(',', ',,')},server=on,wait=off`,
    '-pidfile',
    directory.pidFile,
    '-daemonize',
  ]
}

/** Aborts when a monitor has said nothing for too long, and when it is lost. */
class Watch {
  readonly #abort = new AbortController()
  readonly #monitor: QmpClient
  readonly #clock: Clock
  readonly #idleMs: number
  #cancel: () => void

  constructor(monitor: QmpClient, clock: Clock, idleMs: number) {
    this.#monitor = monitor
    this.#clock = clock
    this.#idleMs = idleMs
    this.#cancel = clock.after(idleMs, () => this.#look())
    void monitor.closed.then((fault) => fault && this.#abort.abort(fault))
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  stop(): void {
    this.#cancel()
  }

  #look(): void {
    const left = this.#monitor.heardAt + this.#idleMs - this.#clock.monotonic()
    if (left > 0) this.#cancel = this.#clock.after(left, () => this.#look())
    else this.#abort.abort(timeoutError(`word from ${this.#monitor.name}`, this.#idleMs))
  }
}

/** Ends the wait for a function that does not heed its signal itself. */
async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  try {
    return await orAborted(work, signal)
  } catch (fault) {
    throw signal.aborted && fault === signal.reason ? abortError('a QMP exchange', signal) : fault
  }
}
