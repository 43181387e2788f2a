import { VirtError } from '../../core/errors/index.ts'
import type { ByteStream, StreamPiece } from '../../core/lib/byte-stream.ts'
import {
  type BodyWriter,
  decodeError,
  decodeHole,
  encodeHole,
  MessageStatus,
  MessageType,
  type Packet,
  rawBody,
} from '../wire/index.ts'

/** Data of one packet; what libvirt's own clients and servers send at most. */
const CHUNK = 262_120
/** Bytes that may wait for the reader before the connection is held, and at which it goes on. */
const HIGH_WATER = 1_048_576
const LOW_WATER = 262_144

const nothing = rawBody(new Uint8Array(0))

/** What a stream needs of its connection. */
export interface StreamPort {
  /** Sends a packet of the stream; resolves when more may be sent. */
  send(type: number, status: number, body: BodyWriter): Promise<void>
  /** Holds the connection until its reader has caught up, or lets it go on. */
  hold(held: boolean): void
  /** No packet of the stream is wanted any more. */
  leave(): void
}

/** The flow of bytes that a call opened, as the client sees it. */
export class CallStream implements ByteStream {
  readonly incoming: AsyncIterable<StreamPiece>
  readonly #port: StreamPort
  readonly #sparse: boolean
  readonly #what: string
  readonly #pieces: StreamPiece[] = []
  #waitingBytes = 0
  #held = false
  /** The server has sent all that it will send. */
  #eof = false
  /** Nothing goes on any more, well or badly. */
  #over = false
  #fault: VirtError | undefined
  #wake: (() => void) | undefined
  #confirmed: ((fault: VirtError | undefined) => void) | undefined

  constructor(port: StreamPort, options: { readonly sparse: boolean; readonly what: string }) {
    this.#port = port
    this.#sparse = options.sparse
    this.#what = options.what
    this.incoming = { [Symbol.asyncIterator]: () => this.#read() }
  }

  async write(piece: StreamPiece): Promise<void> {
    this.#check()
    if (!(piece instanceof Uint8Array)) return this.#writeHole(piece.hole)
    for (let at = 0; at < piece.length; at += CHUNK) {
      this.#check()
      await this.#port.send(
        MessageType.STREAM,
        MessageStatus.CONTINUE,
        rawBody(piece.subarray(at, at + CHUNK)),
      )
    }
  }

  async finish(): Promise<void> {
    this.#check()
    if (this.#over) return
    await this.#end(MessageStatus.OK)
    if (this.#fault) throw this.#fault
  }

  async abort(reason: Error): Promise<void> {
    if (this.#over) return
    const ended = this.#end(MessageStatus.ERROR)
    this.#fault ??= new VirtError('operationAborted', `${this.#what} was aborted: ${reason.message}`, {
      domain: 'streams',
      cause: reason,
    })
    await ended.catch(() => {})
  }

  /** Takes a packet of the server. */
  receive({ header, body }: Packet): void {
    if (this.#over) return
    if (header.type === MessageType.STREAM_HOLE) this.#add({ hole: decodeHole(body).length })
    else if (header.status === MessageStatus.ERROR) this.fail(decodeError(body))
    else if (header.status === MessageStatus.OK) this.#finished(undefined)
    else if (body.length === 0) this.#atEnd()
    else this.#add(body)
  }

  /** Ends it from outside: the connection is gone, or the server said what went wrong. */
  fail(fault: VirtError): void {
    if (this.#over) return
    this.#fault ??= fault
    this.#finished(fault)
  }

  #add(piece: StreamPiece): void {
    if (this.#confirmed) return
    this.#pieces.push(piece)
    this.#waitingBytes += piece instanceof Uint8Array ? piece.length : 1
    if (this.#waitingBytes > HIGH_WATER) this.#hold(true)
    this.#wake?.()
  }

  #atEnd(): void {
    this.#eof = true
    this.#wake?.()
  }

  #finished(fault: VirtError | undefined): void {
    this.#over = true
    this.#eof = true
    this.#hold(false)
    this.#port.leave()
    this.#wake?.()
    this.#confirmed?.(fault)
  }

  async #end(status: number): Promise<void> {
    if (this.#confirmed)
      throw new VirtError('invalidStream', `${this.#what} is being ended already`, { domain: 'streams' })
    const confirmed = new Promise<VirtError | undefined>((resolve) => {
      this.#confirmed = resolve
    })
    // Data that nobody reads any more must not keep the server's answer back.
    this.#pieces.length = 0
    this.#hold(false)
    await this.#port.send(MessageType.STREAM, status, nothing)
    const fault = await confirmed
    if (fault) throw fault
  }

  async #writeHole(length: bigint): Promise<void> {
    if (this.#sparse) {
      return this.#port.send(
        MessageType.STREAM_HOLE,
        MessageStatus.CONTINUE,
        encodeHole({ length, flags: 0 }),
      )
    }
    const zeros = new Uint8Array(Number(length < BigInt(CHUNK) ? length : BigInt(CHUNK)))
    for (let left = length; left > 0n; left -= BigInt(zeros.length)) {
      await this.write(left < BigInt(zeros.length) ? zeros.subarray(0, Number(left)) : zeros)
    }
  }

  async *#read(): AsyncGenerator<StreamPiece> {
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece !== undefined) {
        this.#waitingBytes -= piece instanceof Uint8Array ? piece.length : 1
        if (this.#waitingBytes <= LOW_WATER) this.#hold(false)
        yield piece
      } else if (this.#fault) throw this.#fault
      else if (this.#eof) return
      else await this.#arrival()
    }
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined
        resolve()
      }
    })
  }

  #hold(held: boolean): void {
    if (this.#held === held) return
    this.#held = held
    this.#port.hold(held)
  }

  #check(): void {
    if (this.#fault) throw this.#fault
  }
}
