import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromSystem } from '../core/errors/index.ts'
import type { Clock } from '../core/lib/clock.ts'
import { commandLine, findProcesses, signalProcess, startTime } from './process-table.ts'
import { checkSocketPath } from './socket.ts'

const PREFIX = 'qmp-'
const SOCKET = 'qmp.monitor'
const PID_FILE = 'qmp.pid'
const OWNER_FILE = 'owner'
/** What a directory begins with until it is complete; then follow the id of its maker and when that started. */
const UNBORN = '.new-'
const unbornForm = /^\.new-([0-9]+)-([0-9]+)-/

/** Whom a QEMU runs as. */
export interface RunAs {
  readonly uid: number
  readonly gid: number
}

/** The directory of one QEMU process for QMP exchanges, and the process itself as far as the directory tells. */
export class QmpDirectory {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** Path of the monitor's socket. */
  get socket(): string {
    return join(this.path, SOCKET)
  }

  /** Path of the file that QEMU writes its process id to. */
  get pidFile(): string {
    return join(this.path, PID_FILE)
  }

  /** Process id of the QEMU that runs here: the file's word counts only if the process names this directory. */
  async pid(): Promise<number | undefined> {
    const text = await readFile(this.pidFile, 'utf8').catch(() => '')
    const pid = Number(text.trim())
    if (!Number.isSafeInteger(pid) || pid <= 1) return undefined
    return (await this.#isMine(pid)) ? pid : undefined
  }

  /** Whether the process that made this directory still runs. */
  async isOwned(): Promise<boolean> {
    const text = await readFile(join(this.path, OWNER_FILE), 'utf8').catch(() => '')
    const [pid, started] = text.split(' ')
    return started !== undefined && (await startTime(Number(pid))) === started
  }

  /**
   * Ends the processes that run here and removes the directory; tells how many there were. They get `graceMs` to
   * end by themselves. May be called again.
   */
  async destroy(clock: Clock, graceMs: number, thorough: boolean): Promise<number> {
    const known = await this.pid()
    // A process that has not written its id yet, and the one that waits for it, are found by their arguments.
    const pids = known !== undefined && !thorough ? [known] : await this.#processes()
    for (const pid of pids) await this.#end(pid, clock, graceMs)
    // Whoever was just being started while the list was made.
    if (thorough) for (const pid of await this.#processes()) await this.#end(pid, clock, 0)
    await rm(this.path, { recursive: true, force: true })
    return pids.length
  }

  async #end(pid: number, clock: Clock, graceMs: number): Promise<void> {
    if (graceMs > 0) {
      signalProcess(pid, 'SIGTERM')
      if (await this.#gone(pid, clock, graceMs)) return
    }
    if (await this.#isMine(pid)) signalProcess(pid, 'SIGKILL')
    // A killed process that stays is stuck in the kernel; nobody can do more about it.
    await this.#gone(pid, clock, KILL_MS)
  }

  async #gone(pid: number, clock: Clock, ms: number): Promise<boolean> {
    const end = clock.monotonic() + ms
    for (let pause = 1; await this.#isMine(pid); pause = Math.min(2 * pause, 50)) {
      if (clock.monotonic() >= end) return false
      await clock.sleep(pause)
    }
    return true
  }

  async #isMine(pid: number): Promise<boolean> {
    const args = await commandLine(pid)
    return args?.some((arg) => arg.includes(`${this.path}/`)) === true
  }

  async #processes(): Promise<number[]> {
    const found = await findProcesses((args) => runsIn(args, this.path))
    return found.map(({ pid }) => pid)
  }
}

const KILL_MS = 5_000

/** Where an emulator with these arguments keeps its pid file; who merely looks at such a file is none. */
export function pidFileOf(args: readonly string[]): string | undefined {
  const at = args.indexOf('-pidfile')
  return at < 0 ? undefined : args[at + 1]
}

function runsIn(args: readonly string[], directory: string): boolean {
  return pidFileOf(args)?.startsWith(`${directory}/`) === true
}

/** Makes a directory of its own for one process; only that process's user may enter it. */
export async function makeQmpDirectory(libDir: string, runAs: RunAs | undefined): Promise<QmpDirectory> {
  checkSocketPath(join(libDir, `${PREFIX}XXXXXX`, SOCKET))
  const started = await startTime(process.pid)
  let unborn: string | undefined
  try {
    await mkdir(libDir, { recursive: true, mode: 0o755 })
    // Whoever sweeps must see no directory without an owner, so it gets its name when the owner stands in it.
    unborn = await mkdtemp(join(libDir, `${UNBORN}${process.pid}-${started}-`))
    await writeFile(join(unborn, OWNER_FILE), `${process.pid} ${started}`, { mode: 0o644 })
    await chmod(unborn, 0o700)
    if (runAs) await chown(unborn, runAs.uid, runAs.gid)
    const path = join(libDir, PREFIX + unborn.slice(unborn.lastIndexOf('-') + 1))
    await rename(unborn, path)
    return new QmpDirectory(path)
  } catch (fault) {
    if (unborn) await rm(unborn, { recursive: true, force: true }).catch(() => {})
    throw fromSystem(fault, `no directory for a QEMU process can be made in '${libDir}'`)
  }
}

/** Removes directories that were being made by a process that is gone; tells how many. */
export async function removeUnborn(libDir: string): Promise<number> {
  const names = await readdir(libDir).catch((): string[] => [])
  let removed = 0
  for (const name of names) {
    const [, pid, started] = unbornForm.exec(name) ?? []
    if (started === undefined || (await startTime(Number(pid))) === started) continue
    await rm(join(libDir, name), { recursive: true, force: true })
    removed++
  }
  return removed
}

/** All directories of such processes under `libDir`, whoever made them. */
export async function listQmpDirectories(libDir: string): Promise<QmpDirectory[]> {
  const entries = await readdir(libDir, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(PREFIX))
    .map((entry) => new QmpDirectory(join(libDir, entry.name)))
}
