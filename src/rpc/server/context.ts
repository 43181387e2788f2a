import type { InventoryReader, Operations } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Logger } from '../../core/log/logger.ts'
import type { Call, SharedScope } from '../binding.ts'
import type { NativeSockets } from '../native/descriptors.ts'
import type { ServerLimits } from './limits.ts'
import type { WorkSlots } from './work-slots.ts'

/** What answers a call on an open connection; the table of handlers ties name and arguments together. */
export type CallHandler = (call: Call, args: unknown) => unknown

/** What all sessions of the server share. */
export interface ServerContext {
  readonly reader: InventoryReader
  readonly operations: Operations
  readonly clock: Clock
  readonly log: Logger
  readonly limits: ServerLimits
  readonly slots: WorkSlots
  /** Aborted when the server ends. */
  readonly ended: AbortSignal
  /** Name of this machine. */
  readonly hostname: string
  /** What passes descriptors; undefined where that cannot be. */
  readonly native: NativeSockets | undefined
  /** Whether something answers a call of the remote program. */
  bound(procedure: string): boolean
  /** What bindings keep for all clients together. */
  shared<T>(make: (scope: SharedScope) => T): T
}
