import { VirtError } from '../../core/errors/index.ts'
import type { ClientSession } from '../binding.ts'

/** More than any program has, and few enough that no client can fill the memory with them, nor hold others up with one event. */
const mostRegistrations = 16_384

/** Kinds of objects whose events are registered for apart. */
export type EventKind = 'domain' | 'network' | 'pool' | 'nodedev' | 'secret' | 'monitor'

interface Held {
  readonly kind: EventKind
  readonly end: () => void
}

/** What one client has registered for. Numbers count up from 0 for all kinds together and are never used again. */
export class ClientEvents {
  readonly #held = new Map<number, Held>()
  readonly #old = new Map<number, () => void>()
  #closeCallback: (() => void) | undefined
  #next = 0

  constructor(session: ClientSession) {
    session.ended.addEventListener('abort', () => this.#end(), { once: true })
  }

  /** Keeps a registration under the next number. */
  add(kind: EventKind, register: (id: number) => () => void): number {
    if (this.#held.size >= mostRegistrations) {
      throw new VirtError('resourceBusy', `internal error: more than ${mostRegistrations} event callbacks`, {
        domain: 'rpc',
      })
    }
    const id = this.#next++
    this.#held.set(id, { kind, end: register(id) })
    return id
  }

  /** Ends a registration; false if there is none of this number and kind. */
  remove(kind: EventKind, id: number): boolean {
    const held = this.#held.get(id)
    if (held?.kind !== kind) return false
    this.#held.delete(id)
    held.end()
    return true
  }

  /** Keeps a registration of the old kind, of which there is one for each event; false if there is one already. */
  addOld(eventId: number, register: () => () => void): boolean {
    if (this.#old.has(eventId)) return false
    this.#old.set(eventId, register())
    return true
  }

  /** Ends a registration of the old kind; false if there is none. */
  removeOld(eventId: number): boolean {
    const end = this.#old.get(eventId)
    this.#old.delete(eventId)
    end?.()
    return end !== undefined
  }

  /** Keeps the wish to be told of the end of the connection; asked for twice it is told once. */
  watchClose(register: () => () => void): void {
    this.#closeCallback ??= register()
  }

  /** Ends that wish. */
  forgetClose(): void {
    this.#closeCallback?.()
    this.#closeCallback = undefined
  }

  #end(): void {
    for (const { end } of this.#held.values()) end()
    for (const end of this.#old.values()) end()
    this.#held.clear()
    this.#old.clear()
    this.forgetClose()
  }
}

/** The registrations of a client, as its `state` wants it. */
export function makeClientEvents(session: ClientSession): ClientEvents {
  return new ClientEvents(session)
}
