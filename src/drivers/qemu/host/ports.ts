import { createServer } from 'node:net'
import { VirtError } from '../../../core/errors/index.ts'

/** Ports that displays may have. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** The range that libvirt uses for VNC and SPICE. */
export const displayPorts: PortRange = { first: 5900, last: 65535 }

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** Hands out ports for displays; one given out is not given again before it is released. */
export class DisplayPorts {
  readonly #taken = new Set<number>()
  readonly #range: PortRange

  constructor(range: PortRange = displayPorts) {
    this.#range = range
  }

  /** The first port that nobody listens on. */
  async acquire(host: string): Promise<number> {
    for (let port = this.#range.first; port <= this.#range.last; port++) {
      if (this.#taken.has(port)) continue
      this.#taken.add(port)
      if (await canListen(port, host)) return port
      this.#taken.delete(port)
    }
    throw new VirtError('operationFailed', `no port from ${this.#range.first} on is free for a display`)
  }

  /** Takes a port that a definition names, or that a guest found again has. */
  reserve(port: number): void {
    this.#taken.add(port)
  }

  release(port: number): void {
    this.#taken.delete(port)
  }
}
