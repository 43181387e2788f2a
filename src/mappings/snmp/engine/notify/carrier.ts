import type { Clock } from '../../../../core/lib/clock.ts'
import type { BerWriter } from '../ber-writer.ts'
import type { Counters } from '../counters.ts'
import type { NotifySecurity } from './security.ts'
import type { TargetQueue } from './target-queue.ts'

/** What carriers work with. */
export interface CarrierOptions {
  readonly queue: TargetQueue
  readonly clock: Clock
  readonly security: NotifySecurity
  readonly counters: Counters
  /** Where messages are built; it is free again when a call returns. */
  readonly writer: BerWriter
  /** A number for a message that no other one that is under way has. */
  nextId(): number
}

/** Takes notifications from the queue of a target to the target. */
export interface Carrier {
  /** Whether the target has answered, or need not. */
  readonly reachable: boolean
  /** Notifications that wait for an answer. */
  readonly underWay: number
  /** Looks at the queue: something was put there. */
  pump(): void
  /** Ends it; what is under way is dropped. */
  close(why: string): void
}

/** The message that a writer holds. */
export function messageOf(writer: BerWriter): Buffer {
  return Buffer.from(writer.buffer.subarray(writer.start, writer.pos))
}
