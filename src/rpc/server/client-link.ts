import type { Socket } from 'node:net'
import type { Clock } from '../../core/lib/clock.ts'
import type { DescriptorLink, NativeSockets } from '../native/descriptors.ts'
import { FrameReader, MessageType, type Packet, packet, programs } from '../wire/index.ts'
import { Keepalive } from './keepalive.ts'
import type { ServerLimits } from './limits.ts'
import { Outbox } from './outbox.ts'

/** What happens to a link. */
export interface LinkEvents {
  /** A packet came; it is not asked for the next one until this returns. */
  packet(packet: Packet): void
  /** The link broke, or was closed; called once. */
  closed(reason: string): void
  /** More or less of what came is kept here. */
  kept(): void
  /** Packets are taken again after the client has read enough. */
  resumed(): void
}

/** What a link is made with. */
export interface LinkParts {
  readonly socket: Socket
  readonly clock: Clock
  readonly limits: ServerLimits
  /** Octets of the longest packet that the client may send now. */
  longest(): number
  /** Passes descriptors; absent where that cannot be, or on sockets that carry none. */
  readonly native: NativeSockets | undefined
}

const PING = programs.keepalive.procedures.PING.number
const PONG = programs.keepalive.procedures.PONG.number
/** A packet that has begun gets its whole time again with each so many octets. */
const steadyOctets = 64 * 1024

/** The connection of one client as packets: cuts what comes, sends what goes, and watches that neither stands still. */
export class ClientLink {
  readonly outbox: Outbox
  readonly #parts: LinkParts
  readonly #events: LinkEvents
  readonly #reader: FrameReader
  #descriptors: DescriptorLink | undefined
  #keepalive: Keepalive | undefined
  #paused = false
  #pumping = false
  #held = false
  #closed = false
  #reason = 'the client left'
  #octets = 0
  #cancelLate: (() => void) | undefined

  constructor(parts: LinkParts, events: LinkEvents) {
    const { socket, clock, limits } = parts
    this.#parts = parts
    this.#events = events
    this.#reader = new FrameReader(() => parts.longest())
    this.outbox = new Outbox({
      socket,
      clock,
      stallWait: limits.stallWait,
      stalled: () => this.close('it does not read what it is sent'),
      roomy: () => this.#events.resumed(),
      failed: (error) => this.close(`a descriptor could not be sent: ${String(error)}`),
    })
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (error) => this.#because(error.message))
    socket.on('end', () => this.#parts.socket.destroy())
    socket.on('close', () => this.#end())
  }

  /** Whether nothing comes or goes any more. */
  get closed(): boolean {
    return this.#closed
  }

  /** Stops or goes on reading. */
  set paused(paused: boolean) {
    if (paused === this.#paused || this.#closed || this.#held) return
    this.#paused = paused
    const source = this.#descriptors ?? this.#parts.socket
    if (paused) {
      this.#cancelLate?.()
      this.#cancelLate = undefined
      source.pause()
      return
    }
    source.resume()
    this.#pump()
  }

  get paused(): boolean {
    return this.#paused
  }

  /** Octets that are kept of packets that are not complete, or not taken. */
  get kept(): number {
    return this.#closed ? 0 : this.#reader.kept
  }

  /** Whether nothing is read any more. */
  get held(): boolean {
    return this.#held
  }

  /** Reads nothing any more. */
  hold(): void {
    this.paused = true
    this.#held = true
  }

  /** Asks the client from now on whether it is there when it is silent. */
  startKeepalive(): void {
    const { clock, limits } = this.#parts
    this.#keepalive ??= new Keepalive({
      clock,
      interval: limits.keepaliveInterval,
      count: limits.keepaliveCount,
      ping: () => this.outbox.send(keepalivePacket(PING)),
      dead: () => this.close('it does not answer'),
    })
  }

  /** Answers a ping. */
  answerPing(procedure: number): void {
    if (procedure === PING) this.outbox.send(keepalivePacket(PONG))
  }

  /** Reads so that descriptors are received; false where that cannot be. */
  receiveDescriptors(): boolean {
    const { native, socket } = this.#parts
    if (!native) return false
    if (this.#descriptors) return true
    this.#descriptors = native.receiver.receive(socket, {
      data: (chunk) => this.#receive(chunk),
      end: () => socket.destroy(),
      failed: (error) => this.close(error.message),
    })
    if (this.#paused) this.#descriptors.pause()
    return true
  }

  /** Descriptors that came with a packet; none where they are not received. */
  takeDescriptors(count: number): readonly number[] {
    return count === 0 ? [] : (this.#descriptors?.take(count) ?? [])
  }

  /** Sends a packet and descriptors behind it, which are closed afterwards in any case. */
  sendDescriptors(bytes: Uint8Array, descriptors: readonly number[], signal: AbortSignal): void {
    const { native, socket, clock } = this.#parts
    this.outbox.sendWithFiles(bytes, async () => {
      try {
        await native?.sendDescriptors(socket, descriptors, { clock, signal })
      } finally {
        this.closeDescriptors(descriptors)
      }
    })
  }

  /** Closes descriptors that nobody wants. */
  closeDescriptors(descriptors: readonly number[]): void {
    for (const descriptor of descriptors) this.#parts.native?.closeDescriptor(descriptor)
  }

  /** Ends the connection at once. */
  close(reason: string): void {
    this.#because(reason)
    this.#parts.socket.destroy()
    this.#end()
  }

  /** Ends the connection once all that waits is sent. */
  async finish(reason: string): Promise<void> {
    this.#because(reason)
    this.hold()
    await this.outbox.emptied()
    if (this.#closed) return
    const { socket, clock, limits } = this.#parts
    socket.end()
    const cancel = clock.after(limits.stallWait, () => this.close(reason))
    socket.once('close', cancel)
    socket.once('finish', () => this.close(reason))
  }

  #because(reason: string): void {
    if (!this.#closed) this.#reason = reason
  }

  #receive(chunk: Buffer): void {
    if (this.#closed) return
    this.#octets += chunk.length
    this.#keepalive?.heard()
    this.#reader.push(chunk)
    this.#pump()
  }

  /** Takes packets as long as they are wanted. */
  #pump(): void {
    if (this.#pumping) return
    this.#pumping = true
    try {
      while (!this.#paused && !this.#closed) {
        const next = this.#reader.next()
        if (!next) break
        this.#take(next)
      }
    } catch (thrown) {
      this.close(thrown instanceof Error ? thrown.message : String(thrown))
    } finally {
      this.#pumping = false
    }
    this.#events.kept()
    this.#expectRest()
  }

  #take(next: Packet): void {
    this.#cancelLate?.()
    this.#cancelLate = undefined
    this.#events.packet(next)
  }

  /** Who begins a packet must go on with it. */
  #expectRest(): void {
    if (!this.#reader.midway || this.#paused || this.#closed || this.#cancelLate) return
    const { clock, limits } = this.#parts
    const before = this.#octets
    this.#cancelLate = clock.after(limits.stallWait, () => {
      this.#cancelLate = undefined
      if (this.#octets - before < steadyOctets) this.close('it leaves a packet unfinished')
      else this.#expectRest()
    })
  }

  #end(): void {
    if (this.#closed) return
    this.#closed = true
    this.#cancelLate?.()
    this.#keepalive?.stop()
    this.#descriptors?.detach()
    this.#events.closed(this.#reason)
  }
}

function keepalivePacket(procedure: number): Buffer {
  return packet({
    program: programs.keepalive.number,
    procedure,
    type: MessageType.MESSAGE,
    serial: 0,
    status: 0,
  })
}
