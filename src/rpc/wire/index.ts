export type { Codec } from './codec.ts'
export { FrameReader } from './frame-reader.ts'
export {
  type BodyWriter,
  decodeHole,
  encodeHole,
  HEADER_LENGTH,
  type Header,
  hasDescriptors,
  MAX_DESCRIPTORS,
  MAX_PACKET_LENGTH,
  MessageStatus,
  MessageType,
  type Packet,
  type PacketOptions,
  PROTOCOL_VERSION,
  packet,
  rawBody,
  type StreamHole,
} from './message.ts'
export {
  type ArgsOf,
  codecOf,
  decodeArgs,
  decodeRet,
  encodeArgs,
  encodeRet,
  type Procedure,
  procedureByName,
  procedureByNumber,
  programByNumber,
  type RetOf,
} from './procedures.ts'
export { type ProgramName, programs } from './programs.ts'
export { decodeError, encodeError } from './wire-error.ts'
export { malformed, XdrReader } from './xdr-reader.ts'
export { XdrWriter } from './xdr-writer.ts'
