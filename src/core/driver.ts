import type { Caller } from './access/caller.ts'
import type { Clock } from './lib/clock.ts'
import type { Undo } from './lib/undo.ts'
import type { Logger } from './log/logger.ts'
import type {
  Args,
  Attrs,
  Counters,
  EventFields,
  EventName,
  OpPath,
  Result,
  TypeName,
} from './model/index.ts'
import type { ObjectStore } from './store/object-store.ts'

/**
 * A driver: how to reach one kind of hypervisor. It knows the model and nothing of engine or surfaces.
 * It is listed in drivers/registry.ts and loaded when a URI of one of its schemes is opened.
 */
export interface Driver {
  /** Name, equal to its folder. */
  readonly id: string
  /** URI schemes that it serves, without transport suffix (`qemu`, `test`). */
  readonly schemes: readonly string[]
  /** Set where nothing real is managed: such a driver is opened only when it is named, never because it is found. */
  readonly simulated?: true
  /** Set where the hypervisor itself starts what is marked for it after a start of the host; else the gateway does. */
  readonly startsMarked?: true
  /**
   * Opens a connection. When it resolves, `env.emit` has been given every object that is there.
   * Throws `noConnect` where the hypervisor is not usable, naming what is missing and the next step;
   * `invalidArg` for a URI that the driver cannot read; `authFailed`, `accessDenied`.
   */
  open(uri: URL, env: DriverEnv, signal: AbortSignal): Promise<Connection>
  /** Whether this host can run it, for `virtgate doctor` and for finding hypervisors; never throws. */
  probe?(env: ProbeEnv): Promise<ProbeResult>
}

/** What a probe may use. */
export interface ProbeEnv {
  readonly cacheDir: string
  readonly runDir: string
  readonly log: Logger
  readonly signal: AbortSignal
}

/** What a driver finds out about the host that it is on. */
export interface ProbeResult {
  /** Whether a connection can be opened. */
  readonly usable: boolean
  /** URI to open. */
  readonly uri?: string
  /** What was found, a line each. */
  readonly found: readonly string[]
  /** What is missing, with the command that brings it. */
  readonly missing: ReadonlyArray<{ readonly what: string; readonly fix: string }>
}

/** What a driver is given to work with. All directories exist and belong to this connection alone. */
export interface DriverEnv {
  /** Name of the connection. */
  readonly connection: string
  readonly log: Logger
  readonly clock: Clock
  /** Kept for ever: definitions. */
  readonly stateDir: string
  /** Gone at a reboot of the host: sockets, pid files, live state. Short enough for socket paths. */
  readonly runDir: string
  /** May be removed at any time. */
  readonly cacheDir: string
  /** Logs of guests. */
  readonly logDir: string
  /** Opens the store of one kind of object below `stateDir` (or another root): one file each, atomic, synced. */
  store(kind: string, root?: 'state' | 'run'): ObjectStore
  /**
   * Tells what changed. Synchronous: when it returns, the inventory holds it and followers will see it. The host's
   * own record (local key `hostKey`) is there before `open` is called; the driver patches what it knows of it.
   */
  emit(...changes: readonly Change[]): void
}

/** The drivers of this build: drivers/registry.ts holds the table, the daemon hands it to the engine. */
export interface DriverRegistry {
  /** Names of all drivers. */
  readonly ids: readonly string[]
  /** All URI schemes that some driver serves, without transport suffix. */
  schemes(): readonly string[]
  /** Loads the driver that serves a scheme; undefined when none does. */
  forScheme(scheme: string): (() => Promise<Driver>) | undefined
  /** Loaders of all drivers with their names, for probing a host. */
  all(): Iterable<{ readonly id: string; readonly load: () => Promise<Driver> }>
}

/** Local key of the one `host` object of each connection. */
export const hostKey = 'host'

/** Reference to an object inside a connection: its key without the connection. */
export interface LocalRef<T extends TypeName = TypeName> {
  readonly type: T
  readonly key: string
}

/** Attributes that changed; `undefined` takes an optional one away. */
export type AttrPatch<T extends TypeName> = { readonly [A in keyof Attrs<T>]?: Attrs<T>[A] | undefined }

/**
 * What changed in a connection. `put` carries the whole record, `patch` the attributes that changed,
 * `gone` that the object is no longer there (its snapshots, volumes ... must be told gone too), `event` an
 * event of the model. References inside attributes are local keys; the inventory makes them global.
 * Values handed over (lists, records) are frozen: a later change needs new ones. The record of a `put` is copied, unless
 * it is frozen already: then it is shared, which saves memory. A change of the host's `status`
 * brings its `statusChanged` event by itself.
 */
export type Change =
  | {
      [T in TypeName]: {
        readonly kind: 'put'
        readonly type: T
        readonly key: string
        readonly attrs: Attrs<T>
      }
    }[TypeName]
  | {
      [T in TypeName]: {
        readonly kind: 'patch'
        readonly type: T
        readonly key: string
        readonly attrs: AttrPatch<T>
      }
    }[TypeName]
  | { readonly kind: 'gone'; readonly type: TypeName; readonly key: string }
  | {
      [T in TypeName]: {
        [E in EventName<T>]: {
          readonly kind: 'event'
          readonly type: T
          readonly key: string
          readonly event: E
          readonly fields: EventFields<T, E>
        }
      }[EventName<T>]
    }[TypeName]

/** What a handler is given beside its arguments. */
export interface OpContext {
  readonly caller: Caller
  /** Aborted when the caller cancels, the job is cancelled or the daemon stops. */
  readonly signal: AbortSignal
  readonly log: Logger
  /** Steps to take back if the handler throws; the engine runs them. */
  readonly undo: Undo
  /** Tells how far long work is. */
  progress(done: { readonly percent?: number; readonly processed?: bigint; readonly total?: bigint }): void
}

/**
 * Handler of one operation. The engine has checked arguments and access and holds the job of the object. What is
 * made on the host (define, create) runs beside others unless the document gives the same uuid or name; a driver
 * keeps its own names unique by reserving them before it waits. A handler that is absent means that the hypervisor cannot do it. */
export type Handler<P extends OpPath> = (ctx: OpContext, ref: LocalRef, args: Args<P>) => Promise<Result<P>>

/** The operations that a connection offers. Results that are references are local keys. */
export type Handlers = { readonly [P in OpPath]?: Handler<P> }

/** Counters of many objects, in portions so that nobody waits for all. */
export type SweepBatch<T extends TypeName = TypeName> = ReadonlyArray<
  readonly [key: string, counters: Counters<T>]
>

/** An open connection to a hypervisor. */
export interface Connection {
  readonly handlers: Handlers
  /** `none`: effects are emitted before a handler resolves. `eventual`: `settle` must be awaited first. */
  readonly lag: 'none' | 'eventual'
  /** Reads the state of one object again after an operation; only for `eventual`. */
  settle?(ref: LocalRef, signal: AbortSignal): Promise<void>
  /** Reads the counters of all objects of a type (or of those named) in portions of some hundred. */
  sweep?<T extends TypeName>(
    type: T,
    keys: readonly string[] | undefined,
    signal: AbortSignal,
  ): AsyncIterable<SweepBatch<T>>
  /**
   * Resolves with the reason when the hypervisor is lost for good and the connection must be opened anew; the
   * engine then closes it, marks the host unreachable and retries. Absent where that cannot happen, or where the
   * driver reconnects by itself and patches the host's `status` meanwhile.
   */
  readonly lost?: Promise<Error>
  /** Ends the connection; guests go on. */
  close(): Promise<void>
}
