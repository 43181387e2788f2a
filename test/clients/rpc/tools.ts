import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { notBuilt } from '../../daemon/support.ts'

/** Folder of these tests. */
export const here = import.meta.dirname
const root = resolve(here, '../../..')

/** Where build caches of the programs may stay from one run to the next. */
export const buildCache = join(root, 'node_modules/.cache/virtgate-clients')

/** Whether a program is there, by its path or by its name in PATH. */
export function isProgram(name: string): boolean {
  if (name.startsWith('/')) return existsSync(name)
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)))
}

/** Whether a command ends without an error: for modules of languages, which are no files of a known place. */
export function works(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, [...args], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Whether tests that need these things are skipped; says which and why, once for each file. */
export function isSkipped(what: string, needs: Readonly<Record<string, boolean>>): boolean {
  const missing = Object.entries(needs).flatMap(([name, isThere]) => (isThere ? [] : [name]))
  if (notBuilt) missing.push(notBuilt)
  if (missing.length > 0) process.stderr.write(`${what}: skipped, missing: ${missing.join(', ')}\n`)
  return missing.length > 0
}

/** How a program ended and what it wrote, both streams in the order of writing. */
export interface Outcome {
  readonly code: number | null
  readonly text: string
}

/** A client that a test runs: with a home of its own, in English, and an end after a while whatever happens. */
export class Client {
  readonly ended: Promise<Outcome>
  readonly #process: ReturnType<typeof spawn>
  #text = ''

  constructor(command: string, args: readonly string[], options: ClientOptions) {
    // The shell joins the streams, so that errors stand where they happened.
    this.#process = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', command, ...args], {
      cwd: options.folder,
      env: { ...process.env, ...ownHome(options.folder), ...options.env },
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
    })
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text
    })
    this.#process.stdin?.on('error', () => {})
    if (options.input !== undefined) this.#process.stdin?.end(options.input)
    this.ended = new Promise((done, fail) => {
      this.#process.on('error', fail)
      this.#process.on('close', (code) => done({ code, text: this.#text }))
    })
  }

  /** Resolves with what fits when something written so far does; throws when the program ends before. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#text)
      if (found) return found
      const isOver = await Promise.race([
        this.ended.then(() => true),
        new Promise<boolean>((go) => this.#process.stdout?.once('data', () => go(false))),
      ])
      if (isOver && !pattern.test(this.#text)) throw new Error(`no ${pattern} in:\n${this.#text}`)
    }
  }

  /** Writes to its standard input. */
  type(text: string): void {
    this.#process.stdin?.write(text)
  }

  /** Ends it, with all that it started, and waits for that. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Outcome> {
    const { pid, exitCode, signalCode } = this.#process
    this.#process.stdin?.end()
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, signal)
    return this.ended
  }
}

/** Where and how a client runs. */
export interface ClientOptions {
  readonly folder: string
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

function ownHome(folder: string): Record<string, string> {
  const dirs = ['XDG_RUNTIME_DIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME']
  return { HOME: folder, LC_ALL: 'C', TZ: 'UTC', ...Object.fromEntries(dirs.map((name) => [name, folder])) }
}

/** Runs a client to its end. */
export function run(command: string, args: readonly string[], options: ClientOptions): Promise<Outcome> {
  return new Client(command, args, { input: '', ...options }).ended
}
