import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGateway, type Gateway } from '../../../../src/core/engine/gateway.ts'
import { systemClock } from '../../../../src/core/lib/clock.ts'
import { type LogFields, type Logger, silentLogger } from '../../../../src/core/log/logger.ts'
import { loadSettings } from '../../../../src/core/settings/load.ts'
import { createDriverRegistry } from '../../../../src/drivers/registry.ts'
import type { ActivatedSockets } from '../../../../src/rpc/activation.ts'
import type { LogRules } from '../../../../src/rpc/admin/admin-parts.ts'
import { type RpcSurface, startRpc } from '../../../../src/rpc/index.ts'

/** How a client is run. */
export interface ClientOptions {
  /** User that it is run as. */
  readonly uid?: number
}

/** How a client ended and what it wrote. */
export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const noneActivated: ActivatedSockets = { rw: [], ro: [], admin: [], tcp: [], tls: [] }

/** The RPC surface over the test driver, in this process, for real clients. */
export class Served {
  readonly dir: string
  readonly warnings: readonly string[]
  logRules: LogRules = { level: 'info', modules: {} }
  stopped: string | undefined
  readonly #gateway: Gateway
  readonly #surface: RpcSurface
  readonly #clients: ChildProcess[] = []

  private constructor(dir: string, gateway: Gateway, surface: RpcSurface, warnings: string[]) {
    this.dir = dir
    this.#gateway = gateway
    this.#surface = surface
    this.warnings = warnings
  }

  /** Starts it with these settings (`rpc.tls_auth=sasl`), in a directory of its own or one that is given. */
  static async start(
    set: readonly string[] = [],
    { dir, activated = noneActivated }: { dir?: string; activated?: ActivatedSockets } = {},
  ): Promise<Served> {
    const home = dir ?? (await newDir())
    const dirs = { state: home, run: home, cache: home, log: home }
    const settings = await loadSettings({ file: join(home, 'none'), optional: true, set, dirs })
    const drivers = createDriverRegistry()
    const gateway = createGateway({ clock: systemClock, log: silentLogger, dirs, drivers, rules: [] })
    const warnings: string[] = []
    let served: Served | undefined
    try {
      await gateway.connections.open('test', 'test:///default')
      const surface = await startRpc({
        reader: gateway.inventory,
        operations: gateway.operations,
        settings: settings.rpc,
        dirs,
        log: warningsTo(warnings),
        clock: systemClock,
        hostname: 'localhost',
        activated,
        daemon: {
          get logRules() {
            return served?.logRules ?? { level: 'info', modules: {} }
          },
          setLogRules: (rules) => {
            if (served) served.logRules = rules
          },
          stop: (reason) => {
            if (served) served.stopped = reason
          },
        },
      })
      served = new Served(home, gateway, surface, warnings)
      return served
    } catch (error) {
      await gateway.close()
      throw error
    }
  }

  get endpoints(): readonly string[] {
    return this.#surface.endpoints
  }

  /** Path of one of the sockets. */
  socket(name: 'libvirt-sock' | 'libvirt-sock-ro' | 'libvirt-admin-sock'): string {
    return join(this.dir, 'libvirt', name)
  }

  /** Port of the address that TCP or TLS is served on. */
  get port(): string {
    return this.endpoints.find((endpoint) => !endpoint.startsWith('/'))?.replace(/^.*:/, '') ?? ''
  }

  /** Takes on other settings. */
  async reload(set: readonly string[]): Promise<void> {
    const dirs = { state: this.dir, run: this.dir, cache: this.dir, log: this.dir }
    const settings = await loadSettings({ file: join(this.dir, 'none'), optional: true, set, dirs })
    await this.#surface.reload(settings.rpc)
  }

  /** Runs a client to its end; nobody types anything. */
  async run(command: string, args: readonly string[], options: ClientOptions = {}): Promise<Outcome> {
    const child = this.begin(command, args, options)
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
    return { code: child.exitCode ?? (await ending(child)), out, err }
  }

  /** Starts a client, which is ended with the surface. */
  begin(command: string, args: readonly string[], { uid }: ClientOptions = {}): ChildProcess {
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: this.dir,
      XDG_RUNTIME_DIR: this.dir,
      LC_ALL: 'C',
      TZ: 'UTC',
    }
    const child = spawn(command, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 50_000,
      ...(uid !== undefined && { uid }),
    })
    this.#clients.push(child)
    return child
  }

  async stop(): Promise<void> {
    for (const child of this.#clients) if (child.exitCode === null) child.kill('SIGKILL')
    await this.#surface.close(AbortSignal.timeout(5000))
    await this.#gateway.close()
    await rm(this.dir, { recursive: true, force: true })
  }
}

/** A directory for one test. */
export function newDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'virtgate-served-'))
}

function ending(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve))
}

async function text(stream: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream ?? []) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function warningsTo(warnings: string[]): Logger {
  const keep = (message: string, fields?: LogFields) => {
    warnings.push(`${message}: ${String(fields?.reason ?? '')}`)
  }
  const log: Logger = { ...silentLogger, warn: keep, error: keep, child: () => log }
  return log
}
