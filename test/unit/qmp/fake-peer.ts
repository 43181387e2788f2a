import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageReader } from '../../../src/qmp/message-reader.ts'
import { printQmp, type QmpObject } from '../../../src/qmp/value.ts'

/** The greeting of a QEMU 7.2. */
export const greeting = {
  QMP: {
    version: { qemu: { major: 7, minor: 2, micro: 22 }, package: 'Debian' },
    capabilities: ['oob'],
  },
} as const

/** One connection to a fake peer. */
export interface FakeLink {
  readonly socket: Socket
  /** Every message that came, in order. */
  readonly received: QmpObject[]
  /** What was no JSON. */
  readonly faults: string[]
  send(...messages: ReadonlyArray<object | string | Buffer>): void
}

/** What a fake peer does. */
export interface FakeBehaviour {
  greet?: (link: FakeLink) => void
  message?: (message: QmpObject, link: FakeLink) => void
}

/** A program at the other end of a Unix socket that speaks JSON as a test tells it to. */
export class FakePeer {
  readonly path: string
  readonly links: FakeLink[] = []
  readonly #dir: string
  readonly #server: Server
  readonly #waiting = new Set<() => void>()

  static async start(behaviour: FakeBehaviour): Promise<FakePeer> {
    const dir = await mkdtemp(join(tmpdir(), 'vg-peer-'))
    const peer = new FakePeer(dir, behaviour)
    await new Promise<void>((resolve, reject) => {
      peer.#server.once('error', reject).listen(peer.path, resolve)
    })
    return peer
  }

  private constructor(dir: string, behaviour: FakeBehaviour) {
    this.#dir = dir
    this.path = join(dir, 'socket')
    this.#server = createServer((socket) => this.#connected(socket, behaviour))
  }

  /** The newest connection. */
  get link(): FakeLink {
    const link = this.links.at(-1)
    if (!link) throw new Error('nobody has connected')
    return link
  }

  /** Waits until a fact about this peer holds; it is looked at whenever something arrives. */
  async until(fact: (peer: FakePeer) => boolean): Promise<void> {
    while (!fact(this)) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  async close(): Promise<void> {
    for (const { socket } of this.links) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
    await rm(this.#dir, { recursive: true, force: true })
  }

  #connected(socket: Socket, behaviour: FakeBehaviour): void {
    const link: FakeLink = {
      socket,
      received: [],
      faults: [],
      send: (...messages) => {
        for (const message of messages) socket.write(toBytes(message))
      },
    }
    const reader = new MessageReader({
      message: (message) => {
        link.received.push(message)
        behaviour.message?.(message, link)
      },
      fault: (fault) => link.faults.push(fault.message),
    })
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      reader.push(chunk)
      this.#wake()
    })
    socket.on('close', () => this.#wake())
    this.links.push(link)
    behaviour.greet?.(link)
    this.#wake()
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
  }
}

function toBytes(message: object | string | Buffer): string | Buffer {
  return typeof message === 'string' || Buffer.isBuffer(message) ? message : `${printQmp(message)}\r\n`
}

/** A peer that greets, negotiates, and hands every other command to `answer`. */
export function fakeQemu(answer: (command: QmpObject, link: FakeLink) => void): Promise<FakePeer> {
  return FakePeer.start({
    greet: (link) => link.send(greeting),
    message: (message, link) => {
      if (message.execute === 'qmp_capabilities') link.send({ return: {}, id: message.id })
      else answer(message, link)
    },
  })
}
