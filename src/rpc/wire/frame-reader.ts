import { VirtError } from '../../core/errors/index.ts'
import {
  HEADER_LENGTH,
  hasDescriptors,
  MAX_DESCRIPTORS,
  MAX_PACKET_LENGTH,
  type Packet,
  readHeader,
} from './message.ts'

const LENGTH_WORD = 4

/**
 * Cuts what arrives into packets. A packet that lies within one chunk is not copied; of one that does not, no more is
 * kept than arrived, and it is copied a constant number of times however small the chunks are. Once it has thrown, the
 * connection is out of step and must be closed.
 */
export class FrameReader {
  readonly #chunks: Buffer[] = []
  /** Octets of the first chunk that are used up. */
  #used = 0
  /** The beginning of a packet that spans chunks; empty when there is none. */
  #partial: Buffer = Buffer.alloc(0)
  #filled = 0
  /** A packet that waits for the octet that comes with each of its descriptors. */
  #waiting: Packet | undefined
  #missing = 0
  readonly #longest: () => number

  /** `longest` says how long a packet may be, length word included; what the protocol allows unless given. */
  constructor(longest: () => number = () => MAX_PACKET_LENGTH) {
    this.#longest = longest
  }

  /** Takes what has arrived. */
  push(chunk: Buffer): void {
    if (chunk.length > 0) this.#chunks.push(chunk)
  }

  /** The next packet, once it is complete. Throws `rpc` when its length or its number of descriptors is impossible. */
  next(): Packet | undefined {
    while (this.#chunks.length > 0) {
      const packet = this.#waiting ? this.#passDescriptors() : this.#advance()
      if (packet) return packet
    }
    return undefined
  }

  /** Octets that are kept of what has arrived. */
  get kept(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.length, this.#partial.length)
  }

  /** Whether a packet has begun and is not complete. */
  get midway(): boolean {
    return this.#filled > 0 || this.#waiting !== undefined || this.#chunks.length > 0
  }

  #advance(): Packet | undefined {
    const frame = this.#filled === 0 ? (this.#whole() ?? this.#collect()) : this.#collect()
    return frame && this.#open(frame)
  }

  /** The packet at the start of the first chunk, if it is complete in there. */
  #whole(): Buffer | undefined {
    const chunk = this.#chunks[0] as Buffer
    const at = this.#used
    if (chunk.length - at < LENGTH_WORD) return undefined
    const length = checkedLength(chunk.readUInt32BE(at), this.#longest())
    if (chunk.length - at < length) return undefined
    this.#use(length)
    return chunk.subarray(at, at + length)
  }

  /** Adds what there is to the packet that spans chunks, and answers it when it is complete. */
  #collect(): Buffer | undefined {
    this.#fill(LENGTH_WORD)
    if (this.#filled < LENGTH_WORD) return undefined
    const length = checkedLength(this.#partial.readUInt32BE(0), this.#longest())
    this.#fill(length)
    if (this.#filled < length) return undefined
    const frame = this.#partial.subarray(0, length)
    this.#partial = Buffer.alloc(0)
    this.#filled = 0
    return frame
  }

  #fill(length: number): void {
    const chunk = this.#chunks[0]
    if (!chunk || this.#filled >= length) return
    const octets = Math.min(length - this.#filled, chunk.length - this.#used)
    this.#makeRoom(this.#filled + octets, length)
    chunk.copy(this.#partial, this.#filled, this.#used, this.#used + octets)
    this.#filled += octets
    this.#use(octets)
  }

  #makeRoom(needed: number, length: number): void {
    if (needed <= this.#partial.length) return
    const room = Math.max(needed, Math.min(length, this.#partial.length * 2))
    const wider = Buffer.allocUnsafe(room)
    this.#partial.copy(wider, 0, 0, this.#filled)
    this.#partial = wider
  }

  #use(octets: number): void {
    this.#used += octets
    if (this.#used < (this.#chunks[0] as Buffer).length) return
    this.#chunks.shift()
    this.#used = 0
  }

  #open(frame: Buffer): Packet | undefined {
    const header = readHeader(frame)
    if (!hasDescriptors(header.type)) {
      return { header, body: frame.subarray(HEADER_LENGTH), descriptors: 0 }
    }
    const descriptors = descriptorCount(frame)
    const packet = { header, body: frame.subarray(HEADER_LENGTH + 4), descriptors }
    if (descriptors === 0) return packet
    this.#waiting = packet
    this.#missing = descriptors
    return undefined
  }

  /** Each descriptor comes with one octet of data, which is not counted in the packet's length. */
  #passDescriptors(): Packet | undefined {
    const octets = Math.min(this.#missing, (this.#chunks[0] as Buffer).length - this.#used)
    this.#missing -= octets
    this.#use(octets)
    if (this.#missing > 0) return undefined
    const packet = this.#waiting
    this.#waiting = undefined
    return packet
  }
}

function checkedLength(length: number, longest: number): number {
  if (length >= HEADER_LENGTH && length <= longest) return length
  const message = `a packet of ${length} octets came, ${HEADER_LENGTH} to ${longest} are allowed`
  throw new VirtError('rpc', message, { domain: 'rpc' })
}

function descriptorCount(frame: Buffer): number {
  const count = frame.length < HEADER_LENGTH + 4 ? Number.NaN : frame.readUInt32BE(HEADER_LENGTH)
  if (count <= MAX_DESCRIPTORS) return count
  const message = `a packet with ${count} descriptors came, at most ${MAX_DESCRIPTORS} are allowed`
  throw new VirtError('rpc', message, { domain: 'rpc' })
}
