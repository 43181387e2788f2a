import type { Caller } from './access/caller.ts'
import type {
  Args,
  Attrs,
  Counters,
  EventFields,
  EventName,
  Need,
  OpPath,
  Result,
  TypeName,
} from './model/index.ts'

/** Reference to an object: its type and its key, `<connection>/<local key>`, unique in the gateway. */
export interface ObjectRef<T extends TypeName = TypeName> {
  readonly type: T
  readonly key: string
}

/** An object as the inventory holds it. Frozen; a change makes a new entry. */
export interface Entry<T extends TypeName = TypeName> {
  readonly type: T
  readonly key: string
  /** Name of the connection that it belongs to. */
  readonly connection: string
  /** Revision of the inventory at which it became so. */
  readonly revision: number
  readonly attrs: Attrs<T>
}

/** Counters of an object with the moment (monotonic clock, ms) at which they were read. */
export interface CounterEntry<T extends TypeName = TypeName> {
  readonly at: number
  readonly values: Counters<T>
}

/** One item of the change feed, in order; `revision` counts up by one. */
export type FeedItem =
  | {
      readonly kind: 'put'
      readonly revision: number
      readonly time: number
      readonly entry: Entry
      readonly before: Entry | undefined
    }
  | { readonly kind: 'gone'; readonly revision: number; readonly time: number; readonly entry: Entry }
  | EventItem
  | { readonly kind: 'resync'; readonly revision: number; readonly time: number }

/** An event of the model on the feed. The entry is the object as it was then. */
export type EventItem = {
  [T in TypeName]: {
    [E in EventName<T>]: {
      readonly kind: 'event'
      readonly revision: number
      readonly time: number
      readonly ref: ObjectRef<T>
      readonly entry: Entry<T> | undefined
      readonly event: E
      readonly fields: EventFields<T, E>
    }
  }[EventName<T>]
}[TypeName]

/** What a surface may see of the objects. Reads never wait, except for counters. */
export interface InventoryReader {
  /** Revision of the last change. */
  readonly revision: number
  get<T extends TypeName>(type: T, key: string): Entry<T> | undefined
  /** All objects of a type, of one connection if it is named, in the order in which they appeared. */
  list<T extends TypeName>(type: T, connection?: string): Iterable<Entry<T>>
  count(type: TypeName, connection?: string): number
  /** An object by its attribute `name` (indexed). */
  findByName<T extends TypeName>(type: T, connection: string, name: string): Entry<T> | undefined
  /** Names of the connections, in the order in which they were opened. */
  connections(): readonly string[]
  /** The last counters read, however old; never waits. */
  counters<T extends TypeName>(type: T, key: string): CounterEntry<T> | undefined
  /**
   * Makes the counters of all objects of a type in a connection at most `maxAgeMs` old. Answers undefined when
   * they are already, else a promise that many callers share: one sweep runs per connection and type. The
   * promise resolves also when the sweep fails (the old counters stay); it never rejects.
   */
  refresh(type: TypeName, connection: string, maxAgeMs: number): Promise<void> | undefined
  /** Counters of one object, at most `maxAgeMs` old if the hypervisor answers. */
  fresh<T extends TypeName>(entry: Entry<T>, maxAgeMs: number): Promise<CounterEntry<T> | undefined>
  /**
   * Calls `listener` for each item after revision `from` (at once for those in the ring log, or with one
   * `resync` when they are not kept any more), then for each new one, synchronously and in order.
   * A listener that throws is logged and stays. The result ends it.
   */
  subscribe(from: number, listener: (item: FeedItem) => void): () => void
  /** The same as an iteration with a bounded queue; a reader too slow for it gets one `resync`. */
  follow(from: number, signal: AbortSignal): AsyncIterable<FeedItem>
}

/** What a surface may do. */
export interface Operations {
  /**
   * Runs an operation and resolves when the inventory holds its effect. References in arguments and result are
   * global keys. Throws `VirtError`: `invalidArg`, `accessDenied`, `noSupport`, the `no...` code of the type
   * when the object is not there, `operationTimeout` when the job of the object cannot be had, and what the
   * driver says.
   */
  invoke<P extends OpPath>(
    op: P,
    ref: ObjectRef,
    args: Args<P>,
    by: Caller,
    signal?: AbortSignal,
  ): Promise<Result<P>>
  /** Whether the connection of the object offers the operation. */
  supports(op: OpPath, ref: ObjectRef): boolean
  /**
   * Whether the caller may see the object (rules of access control). One that is there no more is not seen, unless its
   * entry is given: that is judged as it was.
   */
  visible(ref: ObjectRef | Entry, by: Caller): boolean
  /**
   * Whether the caller may do something to the object that is no operation of the model, such as a read of its record.
   * On a host, `getattr` and `search_...` come with any right to an object of its connection: they only lead to lists of
   * what is visible. Objects that are there no more are judged as for `visible`.
   */
  permits(need: Need, ref: ObjectRef | Entry, by: Caller): boolean
}

/** Key of an object from its connection and its key there. */
export function globalKey(connection: string, local: string): string {
  return `${connection}/${local}`
}

/** Connection and local key of a global one. */
export function splitKey(key: string): { connection: string; local: string } {
  const slash = key.indexOf('/')
  return { connection: key.slice(0, slash), local: key.slice(slash + 1) }
}
