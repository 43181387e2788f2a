import type { Socket } from 'node:net'
import { toVirtError, VirtError } from '../../core/errors/index.ts'
import type { Foreign, Received } from './foreign.ts'
import { ReadyThread } from './ready-thread.ts'
import { descriptorOf, stopReading } from './socket-handle.ts'

/** Who reads a socket that descriptors come through. One of `end` and `failed` is called at last, unless it is detached. */
export interface DescriptorSink {
  /** Octets in their order; descriptors that came with them can be taken already. */
  data(chunk: Buffer): void
  end(): void
  failed(error: VirtError): void
}

/** A socket that is read by the receiver. */
export interface DescriptorLink {
  /** Hands over the next descriptors, which the taker closes; undefined when fewer have come. */
  take(count: number): number[] | undefined
  /** Nothing is read until `resume`. */
  pause(): void
  resume(): void
  /** Reads nothing any more and closes what nobody took; also done when the socket closes. */
  detach(): void
}

/** Most descriptors of one socket that nobody has taken; a client that sends more breaks the protocol. */
const maxWaiting = 64
/** Reads of one socket before the others have their turn. */
const maxReadsAtOnce = 4

/** Reads sockets in Node's place, so that the descriptors that come through them are not lost. */
export class DescriptorReceiver {
  readonly #foreign: Foreign
  readonly #links = new Map<number, Link>()
  #thread: ReadyThread | undefined
  #nextId = 1

  constructor(foreign: Foreign) {
    this.#foreign = foreign
  }

  /** How many sockets are read. */
  get size(): number {
    return this.#links.size
  }

  /**
   * Reads a Unix socket from here on; Node's own reading of it has ended for good and its listeners for data are gone.
   * Nothing is delivered before the caller's turn of the event loop is over. Throws `rpc` when the socket is closed.
   */
  receive(socket: Socket, sink: DescriptorSink): DescriptorLink {
    const fd = descriptorOf(socket)
    if (fd === undefined) throw new VirtError('rpc', 'descriptors cannot be received: the socket is closed')
    const thread = this.#startThread()
    const id = this.#nextId++
    const early = stopReading(socket)
    const link = new Link({
      socket,
      fd,
      id,
      sink,
      early,
      thread,
      foreign: this.#foreign,
      gone: () => this.#links.delete(id),
    })
    this.#links.set(id, link)
    return link
  }

  /** Detaches all sockets and ends the thread. */
  async close(): Promise<void> {
    for (const link of [...this.#links.values()]) link.detach()
    const thread = this.#thread
    this.#thread = undefined
    await thread?.stop()
  }

  #startThread(): ReadyThread {
    const { epoll, close } = this.#foreign
    this.#thread ??= new ReadyThread(epoll, close, {
      ready: (ids) => {
        for (const id of ids) this.#links.get(id)?.read()
      },
      lost: (error) => {
        this.#thread = undefined
        for (const link of [...this.#links.values()]) link.fail(toVirtError(error, 'rpc'))
      },
    })
    return this.#thread
  }
}

interface LinkParts {
  readonly socket: Socket
  readonly fd: number
  readonly id: number
  readonly sink: DescriptorSink
  /** What Node had read before. */
  readonly early: Buffer[]
  readonly thread: ReadyThread
  readonly foreign: Foreign
  gone(): void
}

class Link implements DescriptorLink {
  readonly #parts: LinkParts
  readonly #waiting: number[] = []
  readonly #onClose = () => this.detach()
  #added = false
  #paused = false
  #reading = false
  #detached = false

  constructor(parts: LinkParts) {
    this.#parts = parts
    parts.socket.once('close', this.#onClose)
    setImmediate(() => this.read())
  }

  take(count: number): number[] | undefined {
    return count > this.#waiting.length ? undefined : this.#waiting.splice(0, count)
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    setImmediate(() => this.read())
  }

  detach(): void {
    if (this.#detached) return
    this.#detached = true
    const { socket, thread, fd, foreign, gone } = this.#parts
    socket.off('close', this.#onClose)
    // Once the socket is closed its number may be another's already, and the kernel has taken it out of the set.
    if (this.#added && descriptorOf(socket) === fd) thread.remove(fd)
    for (const descriptor of this.#waiting.splice(0)) foreign.close(descriptor)
    gone()
  }

  fail(error: VirtError): void {
    if (this.#detached) return
    this.detach()
    this.#parts.sink.failed(error)
  }

  /** Delivers what is there, then waits for more. */
  read(): void {
    if (this.#reading) return
    this.#reading = true
    try {
      this.#readSome()
    } catch (thrown) {
      this.fail(toVirtError(thrown, 'rpc'))
    } finally {
      this.#reading = false
    }
  }

  #readSome(): void {
    const { early, sink } = this.#parts
    while (!this.#stopped && early.length > 0) sink.data(early.shift() ?? Buffer.alloc(0))
    for (let reads = 0; !this.#stopped && reads < maxReadsAtOnce; reads++) {
      const got = this.#parts.foreign.receive(this.#parts.fd)
      if (got === undefined) break
      if (!this.#deliver(got)) return
    }
    if (!this.#stopped) this.#wait()
  }

  #deliver({ data, descriptors, truncated }: Received): boolean {
    this.#waiting.push(...descriptors)
    if (truncated || this.#waiting.length > maxWaiting) {
      this.fail(
        new VirtError('rpc', `more than ${maxWaiting} descriptors came that nothing asks for`, {
          domain: 'rpc',
        }),
      )
      return false
    }
    if (data.length > 0) {
      this.#parts.sink.data(data)
      return true
    }
    this.detach()
    this.#parts.sink.end()
    return false
  }

  get #stopped(): boolean {
    return this.#paused || this.#detached || this.#closed
  }

  // Between the end of the handle and the event of it, the number may already be another's.
  get #closed(): boolean {
    return descriptorOf(this.#parts.socket) !== this.#parts.fd
  }

  #wait(): void {
    const { thread, fd, id } = this.#parts
    if (this.#added) thread.arm(fd, id)
    else thread.add(fd, id)
    this.#added = true
  }
}
