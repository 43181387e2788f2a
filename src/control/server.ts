import { chmod, unlink } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { fromSystem, systemCode, VirtError } from '../core/errors/index.ts'
import type { Clock } from '../core/lib/clock.ts'
import type { Logger } from '../core/log/logger.ts'
import type { MethodContext } from './methods.ts'
import { maxRequestBytes } from './protocol.ts'
import { ControlSession, type SessionLimits } from './session.ts'

/** What the control server needs. */
export interface ControlServerOptions extends MethodContext {
  /** Path of the socket. */
  readonly path: string
  readonly clock: Clock
  readonly log: Logger
  readonly limits?: Partial<SessionLimits> & { readonly maxClients?: number }
}

const standardLimits = {
  maxClients: 64,
  maxCalls: 64,
  maxRequestBytes,
  messageMs: 30_000,
  stallMs: 60_000,
}

// The kernel keeps 108 bytes for the path of a socket, the last of them zero.
const longestPath = 107

/** Serves the contracts on a Unix socket that only the owner can open. */
export class ControlServer {
  readonly #options: ControlServerOptions
  readonly #limits: typeof standardLimits
  readonly #sessions = new Set<ControlSession>()
  #server: Server | undefined

  constructor(options: ControlServerOptions) {
    this.#options = options
    this.#limits = { ...standardLimits, ...options.limits }
  }

  /** Path of the socket. */
  get path(): string {
    return this.#options.path
  }

  /** Begins to listen. A socket that is there is replaced only when nobody answers on it. */
  async start(): Promise<void> {
    const { path } = this.#options
    if (Buffer.byteLength(path) > longestPath) {
      throw new VirtError(
        'invalidArg',
        `the path ${path} is longer than the ${longestPath} bytes that a socket can have; set run_dir to a shorter one`,
      )
    }
    await clearStale(path)
    const server = createServer((socket) => this.#accept(socket))
    await listen(server, path)
    this.#server = server
    await chmod(path, 0o600)
  }

  /** Stops listening, waits for requests in flight while the signal allows, and ends all sessions. */
  async close(signal: AbortSignal): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = undefined
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await Promise.all([...this.#sessions].map((session) => session.idle(signal)))
    for (const session of this.#sessions) session.close()
    await closed
  }

  #accept(socket: Socket): void {
    const { clock, log } = this.#options
    if (this.#sessions.size >= this.#limits.maxClients) {
      log.warn('too many clients on the control socket', { most: this.#limits.maxClients })
      socket.on('error', () => {})
      socket.destroy()
      return
    }
    const session = new ControlSession(socket, this.#options, this.#limits, clock, log)
    this.#sessions.add(session)
    socket.on('close', () => this.#sessions.delete(session))
  }
}

async function clearStale(path: string): Promise<void> {
  if (await answers(path)) {
    throw new VirtError(
      'resourceBusy',
      `another daemon answers on ${path}; stop it, or give this one its own run_dir`,
    )
  }
  try {
    await unlink(path)
  } catch (thrown) {
    if (systemCode(thrown) !== 'ENOENT') throw fromSystem(thrown, `cannot replace the socket ${path}`)
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.on('connect', () => {
      probe.destroy()
      resolve(true)
    })
    // A backlog that is full (EAGAIN) is somebody's who lives.
    probe.on('error', (error) => resolve(systemCode(error) === 'EAGAIN'))
  })
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(fromSystem(error, `cannot listen on ${path}`)))
    // The socket is made during this call, so nobody else can connect before its mode is set.
    const before = process.umask(0o177)
    try {
      server.listen(path, () => resolve())
    } finally {
      process.umask(before)
    }
  })
}
