import type { Caller } from '../access/caller.ts'
import type { ObjectRef } from '../contracts.ts'
import { toVirtError } from '../errors/index.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../log/logger.ts'
import { findOp } from '../model/index.ts'

/** One call that is written down when it ends. */
export interface AuditNote {
  done(): void
  failed(error: unknown): void
}

const unwritten: AuditNote = { done: () => {}, failed: () => {} }

/** Writes one line for each call that could change something: who, what, on which object, how it ended; no arguments. */
export class Audit {
  readonly #clock: Clock
  readonly #log: Logger

  constructor(options: { readonly clock: Clock; readonly log: Logger }) {
    this.#clock = options.clock
    this.#log = options.log.child('audit')
  }

  /** Begins the note of a call; calls that only read are not written. */
  begin(op: string, ref: ObjectRef, by: Caller): AuditNote {
    const found = findOp(op)
    if (!found || found.def.access === 'read') return unwritten
    const began = this.#clock.monotonic()
    const write = (level: 'info' | 'warn', outcome: string, reason?: string) => {
      const ms = Math.round(this.#clock.monotonic() - began)
      const facts = { operation: op, caller: by.id, object: `${ref.type} ${ref.key}`, outcome, ms }
      this.#log[level]('operation', reason === undefined ? facts : { ...facts, reason })
    }
    return {
      done: () => write('info', 'ok'),
      failed: (thrown) => {
        const error = toVirtError(thrown)
        write('warn', error.code, error.message)
      },
    }
  }
}
