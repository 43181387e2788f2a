/** Part of a stream: bytes, or a hole of so many bytes that are zero and not stored. */
export type StreamPiece = Uint8Array | { readonly hole: bigint }

/**
 * A flow of bytes that an operation opened. What comes from the object is iterated, what goes to it is written; one
 * that flows only one way ends at once, or refuses, the other way. It holds files or sockets until it is finished or
 * aborted.
 */
export interface ByteStream {
  /** What comes from the object, in order, to its end; for one reader. Throws what the object says went wrong. */
  readonly incoming: AsyncIterable<StreamPiece>
  /** Hands bytes on and resolves when more may come. Throws what the object says went wrong. */
  write(piece: StreamPiece): Promise<void>
  /** Says that all was written and read; resolves when the effect is kept. */
  finish(): Promise<void>
  /** Ends it half-way: what was written is taken back where the object can. Does nothing once it has ended. */
  abort(reason: Error): Promise<void>
}

/** Whether a value is a stream. */
export function isByteStream(value: unknown): value is ByteStream {
  return (
    typeof value === 'object' &&
    value !== null &&
    'incoming' in value &&
    'finish' in value &&
    'abort' in value
  )
}
