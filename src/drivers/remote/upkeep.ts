import type { Change } from '../../core/driver.ts'
import { toVirtError, VirtError } from '../../core/errors/index.ts'
import type { Attrs } from '../../core/model/index.ts'
import type { RemoteNonnullDomain } from '../../rpc/wire/generated/types.ts'
import type { Daemon } from './daemon.ts'
import type { Mirror } from './mirror.ts'
import { readState, withState } from './objects/domain.ts'
import { units } from './objects/index.ts'
import type { Hints, Put, UnitType, WireRef } from './units.ts'

/** What happened to an object, and what of it is to be read because of that. */
export interface Happening {
  /** How the wire names it, where it may not be known yet. */
  readonly ref?: WireRef
  /** `state`: of a domain only its state; `record`: all of it; `members`: also what belongs to it. Nothing unless given. */
  readonly read?: 'state' | 'record' | 'members' | undefined
  /** Told once the record shows what it tells of. */
  readonly event?: Change
  /** What the event itself tells of the record. */
  readonly patch?: Partial<Attrs<'domain'>>
  readonly hints?: Hints | undefined
  /** Whether it was found in a list rather than announced. */
  readonly found?: boolean
}

/** What is to be done about an object. */
interface Taken {
  read: Happening['read'] | undefined
  ref: WireRef | undefined
  hints: Hints | undefined
  found: boolean
  patch: Partial<Attrs<'domain'>> | undefined
  events: Change[]
}

interface Work extends Taken {
  running: Promise<void>
}

const depth = { state: 1, record: 2, members: 3 } as const

/** A daemon that tells more than this of one object while it is read once tells too much. */
const MAX_EVENTS = 1000

/**
 * Keeps the records true: reads an object again when something happened to it. Objects are independent of each other;
 * for one object things go in order, and whatever happens while it is read is read once more together. So a flood of
 * events costs no more calls than the daemon answers, and events are told after the record that shows them.
 */
export class Upkeep {
  readonly #daemon: Daemon
  readonly #mirror: Mirror
  readonly #work = new Map<string, Work>()

  constructor(daemon: Daemon, mirror: Mirror) {
    this.#daemon = daemon
    this.#mirror = mirror
  }

  /** Takes in what happened to an object; resolves when its record shows it. Never rejects. */
  touch(type: UnitType, key: string, what: Happening): Promise<void> {
    const id = `${type} ${key}`
    const waiting = this.#work.get(id)
    if (waiting) {
      add(waiting, what)
      return waiting.running
    }
    const work: Work = {
      read: undefined,
      ref: undefined,
      hints: undefined,
      found: false,
      patch: undefined,
      events: [],
      running: Promise.resolve(),
    }
    add(work, what)
    this.#work.set(id, work)
    work.running = this.#run(type, key, work).finally(() => this.#work.delete(id))
    return work.running
  }

  /** Whether something is being read. */
  get busy(): boolean {
    return this.#work.size > 0
  }

  async #run(type: UnitType, key: string, work: Work): Promise<void> {
    // What happens in the same turn is read together.
    await Promise.resolve()
    while (pending(work)) {
      const taken = take(work)
      const there = await this.#refresh(type, key, taken)
      // Nothing is told of an object after it is gone.
      if (!there) taken.events.push(...work.events.splice(0))
      this.#mirror.tell(...taken.events)
      if (!there) this.#forget(type, key)
    }
  }

  /** Reads what is to be read and shows it; answers whether the object is still there. */
  async #refresh(
    type: UnitType,
    key: string,
    { ref: given, read, hints, found, patch }: Taken,
  ): Promise<boolean> {
    const ref = given ?? this.#mirror.ref(type, key) ?? units[type].refOf(key)
    try {
      const put = await this.#read(type, key, { ref, read, hints, found })
      if (put) this.#mirror.set(ref, patch ? patched(put, patch) : put)
      if (put && read === 'members') await this.#readMembers(type, key, ref, put)
      return true
    } catch (thrown) {
      if (thrown instanceof VirtError && thrown.code === units[type].missing) return false
      this.#tellFailure(type, key, thrown)
      return true
    }
  }

  async #read(
    type: UnitType,
    key: string,
    { ref, read, hints, found }: Pick<Taken, 'read' | 'hints' | 'found'> & { readonly ref: WireRef },
  ): Promise<Put | undefined> {
    if (read === undefined) return this.#mirror.put(type, key)
    const before = this.#mirror.known(type, key)
    const reading = { daemon: this.#daemon, before, hints, found }
    const record = type === 'domain' ? this.#mirror.attrs('domain', key) : undefined
    if (read !== 'state' || record === undefined) return units[type].read(ref, reading)
    // A reference to a domain is one of the wire's.
    const state = await readState(this.#daemon, ref as RemoteNonnullDomain)
    return { kind: 'put', type: 'domain', key, attrs: withState(record, state, reading) }
  }

  async #readMembers(type: UnitType, key: string, ref: WireRef, owner: Put): Promise<void> {
    for (const family of units[type].families) {
      const held = (member: string) => this.#mirror.put(family.type, member)
      try {
        this.#mirror.setMembers(
          family.type,
          key,
          await family.list(ref, { daemon: this.#daemon, owner, held }),
        )
      } catch (thrown) {
        this.#tellFailure(family.type, key, thrown)
      }
    }
  }

  #forget(type: UnitType, key: string): void {
    for (const family of units[type].families) this.#mirror.setMembers(family.type, key, [])
    this.#mirror.remove(type, key)
  }

  #tellFailure(type: string, key: string, thrown: unknown): void {
    if (this.#daemon.signal.aborted) return
    const error = toVirtError(thrown)
    this.#daemon.log.warn('an object of the daemon cannot be read; its last record stays', {
      type,
      key,
      error,
    })
  }
}

function take(work: Work): Taken {
  const taken = { ...work }
  work.read = undefined
  work.hints = undefined
  work.patch = undefined
  work.events = []
  return taken
}

function pending({ read, patch, events }: Work): boolean {
  return read !== undefined || patch !== undefined || events.length > 0
}

function add(work: Work, what: Happening): void {
  const { read, event, patch } = what
  if (read && (work.read === undefined || depth[read] > depth[work.read])) work.read = read
  if (event && work.events.length < MAX_EVENTS) work.events.push(event)
  if (patch) work.patch = { ...work.patch, ...patch }
  if (what.ref) work.ref = what.ref
  // What a list said is old once something has happened.
  work.hints = work.hints === undefined && event === undefined ? what.hints : undefined
  work.found = what.found === true
}

function patched(put: Put, patch: Partial<Attrs<'domain'>>): Put {
  if (put.type !== 'domain') return put
  return { ...put, attrs: Object.freeze({ ...put.attrs, ...patch }) }
}
