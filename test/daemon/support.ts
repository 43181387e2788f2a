import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { run } from '../unit/cli/support.ts'

const root = resolve(import.meta.dirname, '../..')
const bin = join(root, 'bin/virtgate.js')

/** Why the tests of the process are skipped; undefined when they can run. */
export const notBuilt = existsSync(join(root, 'dist/main.js'))
  ? undefined
  : 'dist is not built (npm run build)'
if (notBuilt) process.stderr.write(`daemon tests are skipped: ${notBuilt}\n`)

const startMs = 30_000

/** What a program wrote and how it ended. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** A program that was started by a test. */
export class Program {
  readonly process: ChildProcess
  out = ''
  err = ''
  readonly ended: Promise<Ended>

  constructor(words: readonly string[], options: { env?: Record<string, string>; uid?: number } = {}) {
    const { env, uid } = options
    this.process = spawn(process.execPath, [bin, ...words], {
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', ...env },
      cwd: '/',
      ...(uid !== undefined && { uid, gid: uid }),
    })
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text
    })
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text
    })
    this.ended = new Promise((done) => {
      this.process.on('close', (code, signal) => done({ code, signal, out: this.out, err: this.err }))
    })
  }

  /** Resolves when standard output or error fits; throws when the program ends before, or after a while. */
  async until(stream: 'out' | 'err', pattern: RegExp): Promise<RegExpExecArray> {
    const late = AbortSignal.timeout(startMs)
    for (;;) {
      const found = pattern.exec(this[stream])
      if (found) return found
      if (this.process.exitCode !== null || late.aborted) {
        throw new Error(`no ${pattern} in ${stream}; standard error was:\n${this.err}`)
      }
      const source = stream === 'out' ? this.process.stdout : this.process.stderr
      await new Promise<void>((go) => {
        source?.once('data', () => go())
        this.process.once('close', () => go())
        late.addEventListener('abort', () => go(), { once: true })
      })
    }
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.process.kill(signal)
    return this.ended
  }
}

/** What the ready line says. */
export interface Ready {
  readonly version: string
  readonly pid: number
  readonly control: string
  readonly snmp?: readonly string[]
  readonly connections: ReadonlyArray<{ name: string; uri: string; status: string; statusText?: string }>
}

/** Directories of a daemon of its own, with ways to run it and to talk to it. */
export class Place {
  readonly folder: string
  readonly #programs: Program[] = []

  private constructor(folder: string) {
    this.folder = folder
  }

  static async make(): Promise<Place> {
    return new Place(await mkdtemp(join(tmpdir(), 'vgd-')))
  }

  /** Path of the settings file. */
  get config(): string {
    return join(this.folder, 'virtgate.yaml')
  }

  /** Path of the control socket. */
  get socket(): string {
    return join(this.folder, 'run', 'control.sock')
  }

  /** Writes the settings: directories of this place, the test driver, SNMP on a port of the system's choice. */
  async settings(more: Record<string, unknown> = {}): Promise<void> {
    const dirs = ['state', 'run', 'cache', 'log'].map((name) => [`${name}_dir`, join(this.folder, name)])
    const base = { connections: ['test:///default'], snmp: { listen: '127.0.0.1:0' } }
    // JSON is YAML, too.
    await writeFile(this.config, JSON.stringify({ ...Object.fromEntries(dirs), ...base, ...more }, null, 2))
  }

  /** Starts a program that ends with the place. */
  run(words: readonly string[], options: { env?: Record<string, string>; uid?: number } = {}): Program {
    const env = { VIRTGATE_SOCKET: this.socket, VIRTGATE_CONFIG: this.config, ...options.env }
    const program = new Program(words, { ...options, env })
    this.#programs.push(program)
    return program
  }

  /** Runs a command to its end, in this process: what it talks to is the daemon all the same. */
  cli(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    return this.cliWith({}, ...words)
  }

  /** The same with something on standard input. */
  cliWith(
    given: { stdin?: string },
    ...words: string[]
  ): Promise<{ code: number; out: string; err: string }> {
    const env = { VIRTGATE_CONFIG: this.config, HOME: '/nonexistent' }
    return run(words, { socket: this.socket, env, ...given })
  }

  /** Starts the daemon and waits until it is ready. */
  async daemon(options: { set?: readonly string[]; env?: Record<string, string> } = {}) {
    const set = (options.set ?? []).flatMap((word) => ['--set', word])
    const program = this.run(['daemon', ...set], { ...(options.env && { env: options.env }) })
    const [, json = ''] = await program.until('out', /^ready (.*)\n/)
    return { program, ready: JSON.parse(json) as Ready }
  }

  /** Ends what still runs and removes all files. */
  async remove(): Promise<void> {
    for (const program of this.#programs) if (program.process.exitCode === null) await program.stop('SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
  }
}
