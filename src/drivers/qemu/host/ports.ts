import { createServer } from 'node:net'
import { systemCode, VirtError } from '../../../core/errors/index.ts'

/** Ports that displays may have. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** The range that libvirt uses for VNC and SPICE. */
export const displayPorts: PortRange = { first: 5900, last: 65535 }

/** What stands against a port; undefined if nothing does. */
function obstacle(port: number, host: string): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

/** Hands out ports for displays; one given out is not given again before all who have it gave it back. */
export class DisplayPorts {
  readonly #holders = new Map<number, number>()
  readonly #range: PortRange

  constructor(range: PortRange = displayPorts) {
    this.#range = range
  }

  /** The first port that nobody listens on. Throws `configUnsupported` for an address that the host does not have. */
  async acquire(host: string): Promise<number> {
    for (let port = this.#range.first; port <= this.#range.last; port++) {
      if (this.#holders.has(port)) continue
      this.reserve(port)
      const fault = await obstacle(port, host)
      if (!fault) return port
      this.release(port)
      if (systemCode(fault) === 'EADDRINUSE') continue
      throw new VirtError('configUnsupported', `a display cannot listen on '${host}': ${fault.message}`, {
        domain: 'qemu',
        cause: fault,
      })
    }
    throw new VirtError('operationFailed', `no port from ${this.#range.first} on is free for a display`)
  }

  /** Takes a port that a definition names, or that a guest found again has. */
  reserve(port: number): void {
    this.#holders.set(port, (this.#holders.get(port) ?? 0) + 1)
  }

  release(port: number): void {
    const left = (this.#holders.get(port) ?? 0) - 1
    if (left > 0) this.#holders.set(port, left)
    else this.#holders.delete(port)
  }
}
