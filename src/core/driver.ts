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

/** Local key of the one `host` object of each connection. */
export const hostKey = 'host'

/** Reference to an object inside a connection: its key without the connection. */
export interface LocalRef<T extends TypeName = TypeName> {
  readonly type: T
  readonly key: string
}

/**
 * What changed in a connection. `put` carries the whole record, `patch` the attributes that changed,
 * `gone` that the object is no longer there (its snapshots, volumes ... must be told gone too), `event` an
 * event of the model. References inside attributes are local keys; the inventory makes them global.
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
        readonly attrs: Partial<Attrs<T>>
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

/** Handler of one operation. A handler that is absent means that the hypervisor cannot do it. */
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
  /** Ends the connection; guests go on. */
  close(): Promise<void>
}
