import type { Duplex } from 'node:stream'

/** A way to a daemon that stands: bytes go both ways. */
export interface Channel {
  readonly stream: Duplex
  /** Whether nobody can read it on its way. */
  readonly secure: boolean
  /** Whether packets are written one by one, each when the one before has left. */
  readonly paced?: true
  /** What a program in between said last, for the error when it has ended; resolves once it is gone. */
  complaint(): Promise<string | undefined>
}

/** Answers the complaint of channels that have no program in between. */
export async function noComplaint(): Promise<undefined> {}
