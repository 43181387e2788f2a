import { VirtError } from '../../core/errors/index.ts'
import { XdrReader } from './xdr-reader.ts'
import { XdrWriter } from './xdr-writer.ts'

/** What a packet is. */
export const MessageType = {
  CALL: 0,
  REPLY: 1,
  MESSAGE: 2,
  STREAM: 3,
  CALL_WITH_FDS: 4,
  REPLY_WITH_FDS: 5,
  STREAM_HOLE: 6,
} as const

/** How a call ended, or that a stream goes on. */
export const MessageStatus = { OK: 0, ERROR: 1, CONTINUE: 2 } as const

/** The version of every program of the protocol. */
export const PROTOCOL_VERSION = 1
/** Octets of the length word and the header, which every packet has. */
export const HEADER_LENGTH = 28
/** The longest packet with its length word: libvirt's limit of a payload and the word. */
export const MAX_PACKET_LENGTH = 33_554_436
/** Descriptors that one packet may bring. */
export const MAX_DESCRIPTORS = 32

/** What stands in front of every body. Numbers are as they came: nothing says that they are known. */
export interface Header {
  readonly program: number
  readonly version: number
  readonly procedure: number
  readonly type: number
  readonly serial: number
  readonly status: number
}

/** One packet. */
export interface Packet {
  readonly header: Header
  /** What follows the header, without the count of descriptors. */
  readonly body: Buffer
  /** Descriptors that came with it. */
  readonly descriptors: number
}

/** Writes the body of a packet. */
export type BodyWriter = (writer: XdrWriter) => void

/** What is said of a packet that is made; descriptors are sent behind it by whoever has them. */
export interface PacketOptions extends Omit<Header, 'version'> {
  readonly version?: number
  readonly descriptors?: number
}

/**
 * Makes a packet.
 *
 *     length, program, version, procedure, type, serial, status (4 octets each)
 *     | number of descriptors (4, only in CALL_WITH_FDS and REPLY_WITH_FDS) | body
 */
export function packet(options: PacketOptions, body?: BodyWriter): Buffer {
  const writer = new XdrWriter()
  writer.int(0)
  writer.int(options.program)
  writer.int(options.version ?? PROTOCOL_VERSION)
  writer.int(options.procedure)
  writer.int(options.type)
  writer.int(options.serial)
  writer.int(options.status)
  if (hasDescriptors(options.type)) writer.count(options.descriptors ?? 0, MAX_DESCRIPTORS)
  body?.(writer)
  if (writer.length > MAX_PACKET_LENGTH) throw tooBig(writer.length)
  writer.patch(0, writer.length)
  return writer.bytes()
}

/** Whether packets of a type say how many descriptors follow them. */
export function hasDescriptors(type: number): boolean {
  return type === MessageType.CALL_WITH_FDS || type === MessageType.REPLY_WITH_FDS
}

/** Reads the header of a packet whose first octets are there, the length word included. */
export function readHeader(frame: Buffer): Header {
  const reader = new XdrReader(frame, 4)
  return {
    program: reader.uint(),
    version: reader.uint(),
    procedure: reader.int(),
    type: reader.int(),
    serial: reader.uint(),
    status: reader.int(),
  }
}

/** A body of octets as they are, for data of streams. */
export function rawBody(bytes: Uint8Array): BodyWriter {
  return (writer) => writer.raw(bytes)
}

/** The body of a STREAM_HOLE packet. */
export interface StreamHole {
  readonly length: bigint
  readonly flags: number
}

/** Writes a hole of a stream. */
export function encodeHole(hole: StreamHole): BodyWriter {
  return (writer) => {
    writer.hyper(hole.length)
    writer.int(hole.flags)
  }
}

/** Reads a hole of a stream. */
export function decodeHole(body: Buffer): StreamHole {
  const reader = new XdrReader(body)
  return { length: reader.hyper(), flags: reader.uint() }
}

function tooBig(length: number): VirtError {
  const message = `a packet of ${length} octets cannot be sent, at most ${MAX_PACKET_LENGTH} are allowed`
  return new VirtError('internalError', message, { domain: 'rpc' })
}
