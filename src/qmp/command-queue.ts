import type { ErrorCode, VirtError } from '../core/errors/index.ts'
import type { QmpValue } from './value.ts'

/** A command between the call that made it and QEMU's reply. */
export interface QueuedCommand {
  readonly id: number
  readonly name: string
  readonly line: string
  readonly outOfBand: boolean
  /** Code for a refusal whose class says nothing. */
  readonly failAs: ErrorCode | undefined
  /** Ends the caller's wait; undefined once it gave up, and the reply will be dropped. */
  settle: ((fault: VirtError | undefined, value: QmpValue) => void) | undefined
}

/**
 * In-band commands that may be under way while out-of-band ones must be able to overtake: QEMU keeps eight and
 * stops reading the socket with the last of them.
 */
export const OOB_WINDOW = 7

/** Commands of one monitor: those that wait to be sent, in order, and those that wait for a reply. */
export class CommandQueue {
  readonly #urgent = new Set<QueuedCommand>()
  readonly #waiting = new Set<QueuedCommand>()
  readonly #sent = new Map<number, QueuedCommand>()
  #inBandSent = 0
  /** How many in-band commands may be under way at once. */
  window = Number.POSITIVE_INFINITY

  /** Commands not replied to yet, sent or not. */
  get size(): number {
    return this.#urgent.size + this.#waiting.size + this.#sent.size
  }

  /** Puts a command at the end of its line. */
  add(command: QueuedCommand): void {
    if (command.outOfBand) this.#urgent.add(command)
    else this.#waiting.add(command)
  }

  /** Text of all commands that may be sent now; they count as sent. */
  take(): string {
    let text = ''
    for (const command of this.#urgent) text += this.#send(command, this.#urgent)
    for (const command of this.#waiting) {
      if (this.#inBandSent >= this.window) break
      this.#inBandSent++
      text += this.#send(command, this.#waiting)
    }
    return text
  }

  /** The caller gave up: an unsent command is never sent, the reply to a sent one will be dropped. */
  abandon(command: QueuedCommand): void {
    command.settle = undefined
    this.#urgent.delete(command)
    this.#waiting.delete(command)
  }

  /** The command that a reply's id belongs to, which is over with it. */
  answer(id: QmpValue | undefined): QueuedCommand | undefined {
    const command = typeof id === 'number' ? this.#sent.get(id) : undefined
    if (command) this.#forget(command)
    return command
  }

  /** The oldest in-band command under way, which is over with it: whom an error without id belongs to. */
  answerOldest(): QueuedCommand | undefined {
    for (const command of this.#sent.values()) {
      if (command.outOfBand) continue
      this.#forget(command)
      return command
    }
    return undefined
  }

  /** Empties the queue and returns what was in it, in order of sending. */
  drain(): QueuedCommand[] {
    const all = [...this.#sent.values(), ...this.#urgent, ...this.#waiting]
    this.#sent.clear()
    this.#urgent.clear()
    this.#waiting.clear()
    this.#inBandSent = 0
    return all
  }

  #send(command: QueuedCommand, from: Set<QueuedCommand>): string {
    from.delete(command)
    this.#sent.set(command.id, command)
    return command.line
  }

  #forget(command: QueuedCommand): void {
    this.#sent.delete(command.id)
    if (!command.outOfBand) this.#inBandSent--
  }
}
