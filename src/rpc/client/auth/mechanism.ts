/** The client's half of a mechanism of SASL. */
export interface Mechanism {
  readonly name: string
  /** What is sent first. */
  first(): Promise<Buffer>
  /** What is sent in answer to a message of the server. Throws `authFailed` when it cannot be trusted. */
  next(message: Buffer): Promise<Buffer>
  /** Whether the client is content with the server. */
  complete(): boolean
}

/** A mechanism that has said all with its first message. */
export function oneMessage(name: string, text: string): Mechanism {
  return {
    name,
    first: async () => Buffer.from(text),
    next: async () => Buffer.alloc(0),
    complete: () => true,
  }
}
