import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = '/usr/sbin/libvirtd'

/** Why tests against Debian's libvirtd cannot run here; undefined when they can. */
export function libvirtdMissing(): string | undefined {
  return existsSync(program) ? undefined : `${program} is not installed`
}

/** The user that the daemon runs as where the tests run as root: one that may write nothing of the host. */
const nobody = 65534

/** What a private daemon is to be like. */
export interface LibvirtdOptions {
  /** More lines of its configuration; `dir` answers the path of one of its directories. */
  readonly config?: (dir: (name: string) => string) => readonly string[]
  /** Puts files into its directories before it starts. */
  readonly prepare?: (dir: (name: string) => string) => void
  /** Whether it listens on the network, as its configuration says. */
  readonly listen?: boolean
}

/** Debian's libvirtd with configuration, sockets and all directories of its own. */
export class Libvirtd {
  readonly dir: string
  readonly #options: LibvirtdOptions
  #child: ChildProcess | undefined

  private constructor(options: LibvirtdOptions) {
    this.#options = options
    // Paths of sockets are short.
    this.dir = mkdtempSync(join(tmpdir(), 'vgl-'))
    chmodSync(this.dir, 0o755)
    for (const name of ['run', 'xdg', 'config', 'cache', 'data', 'home', 'pki']) this.#directory(name)
  }

  static async start(options: LibvirtdOptions = {}): Promise<Libvirtd> {
    const daemon = new Libvirtd(options)
    options.prepare?.((name) => daemon.path(name))
    await daemon.begin()
    return daemon
  }

  /** Where it listens on this host. */
  get socket(): string {
    return join(this.dir, 'run/libvirt-sock')
  }

  /** Its process. */
  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('libvirtd does not run')
    return this.#child.pid
  }

  /** Directory of a name, below its own. */
  path(name: string): string {
    return join(this.dir, name)
  }

  /** Starts it, or starts it again. */
  async begin(): Promise<void> {
    rmSync(this.socket, { force: true })
    const conf = this.path('libvirtd.conf')
    const lines = [
      `unix_sock_dir = "${this.path('run')}"`,
      'auth_unix_ro = "none"',
      'auth_unix_rw = "none"',
      'log_outputs = "3:stderr"',
      ...(this.#options.config?.((name) => this.path(name)) ?? []),
    ]
    writeFileSync(conf, `${lines.join('\n')}\n`)
    const args = ['-f', conf, '-p', this.path('xdg/libvirtd.pid'), ...(this.#options.listen ? ['-l'] : [])]
    const root = process.getuid?.() === 0
    this.#child = spawn(program, args, {
      env: {
        PATH: process.env.PATH,
        HOME: this.path('home'),
        XDG_RUNTIME_DIR: this.path('xdg'),
        XDG_CONFIG_HOME: this.path('config'),
        XDG_CACHE_HOME: this.path('cache'),
        XDG_DATA_HOME: this.path('data'),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(root && { uid: nobody, gid: nobody }),
    })
    await this.#ready(this.#child)
  }

  /** Ends it at once, as if the power were cut. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  /** Ends it and removes all that it had. */
  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.dir, { recursive: true, force: true })
  }

  /** What virsh prints for a command, over the Unix socket. */
  virsh(driver: string, ...args: readonly string[]): string {
    const uri = `${driver}?socket=${this.socket}`
    return execFileSync('virsh', ['-q', '-c', uri, ...args], { encoding: 'utf8' })
  }

  #directory(name: string): void {
    mkdirSync(this.path(name), { recursive: true })
    if (process.getuid?.() === 0) chownSync(this.path(name), nobody, nobody)
  }

  /** It is ready when it lets a client in; the socket is there a moment before. */
  async #ready(child: ChildProcess): Promise<void> {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000)
    })
    for (;;) {
      if (child.exitCode !== null) throw new Error(`libvirtd ended: ${said}`)
      if (await lets(this.socket)) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

function lets(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
