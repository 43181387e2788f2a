import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { internalCaller } from '../../../../src/core/access/caller.ts'
import type { Change, Connection, Driver, Handler, OpContext } from '../../../../src/core/driver.ts'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { Undo } from '../../../../src/core/lib/undo.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import type { Args, Attrs, OpPath, Result, TypeName } from '../../../../src/core/model/index.ts'
import { createTestDriver } from '../../../../src/drivers/test/driver.ts'

/** UUID of the domain of the default node. */
export const testUuid = '6695eb01-f6a4-8304-79aa-97f2502e193f'

/** A connection to the test driver without an engine: what it emits is kept as it comes. */
export class Bench {
  readonly clock: FakeClock
  /** What was told since the last `forget`. */
  readonly changes: Change[] = []
  readonly #all: Change[] = []
  readonly dir: string
  #connection: Connection | undefined

  constructor(clock: FakeClock, dir: string) {
    this.clock = clock
    this.dir = dir
  }

  get connection(): Connection {
    if (this.#connection === undefined) throw new Error('the bench is not open')
    return this.#connection
  }

  async open(driver: Driver, uri: string, name = 'here'): Promise<this> {
    const env = {
      connection: name,
      log: silentLogger,
      clock: this.clock,
      stateDir: this.dir,
      runDir: this.dir,
      cacheDir: this.dir,
      logDir: this.dir,
      store: () => ({ load: async () => new Map(), put: async () => {}, delete: async () => {} }),
      emit: (...changes: readonly Change[]) => {
        this.changes.push(...changes)
        this.#all.push(...changes)
      },
    }
    this.#connection = await driver.open(new URL(uri), env, new AbortController().signal)
    return this
  }

  /** Calls an operation as the engine would. */
  async call<P extends OpPath>(
    path: P,
    key: string,
    args: Args<P>,
    signal?: AbortSignal,
  ): Promise<Result<P>> {
    // The handler stands under the path of its own operation.
    const handler = this.connection.handlers[path] as Handler<P> | undefined
    if (handler === undefined) throw new Error(`no handler of ${path}`)
    const ctx: OpContext = {
      caller: internalCaller,
      signal: signal ?? new AbortController().signal,
      log: silentLogger,
      undo: new Undo(),
      progress: () => {},
    }
    const type = path.slice(0, path.indexOf('.')) as TypeName
    return await handler(ctx, { type, key }, args)
  }

  /** The last record of an object that was told; undefined when it is gone. */
  record<T extends TypeName>(type: T, key: string): Attrs<T> | undefined {
    const last = this.#all.findLast(
      (change) => change.kind !== 'event' && change.type === type && change.key === key,
    )
    return last?.kind === 'put' ? (last.attrs as Attrs<T>) : undefined // a put of the type asked for
  }

  /** All objects of a type that were told and are not gone. */
  keys(type: TypeName): string[] {
    const keys = new Set<string>()
    for (const change of this.#all) {
      if (change.type !== type) continue
      if (change.kind === 'put') keys.add(change.key)
      else if (change.kind === 'gone') keys.delete(change.key)
    }
    return [...keys]
  }

  /** Forgets what was told so far. */
  forget(): void {
    this.changes.length = 0
  }

  /** Events told since the last `forget`, in words: `type/detail`, or the name of the event. */
  events(type: TypeName = 'domain'): string[] {
    return this.changes.flatMap((change) => {
      if (change.kind !== 'event' || change.type !== type) return []
      const fields = change.fields as { type?: string; detail?: string }
      if (change.event !== 'lifecycle') return [change.event]
      return [fields.detail === undefined ? `${fields.type}` : `${fields.type}/${fields.detail}`]
    })
  }
}

/** Opens a connection, and gives what closes it and removes its directory. */
export async function openBench(
  uri = 'test:///default',
  driver: Driver = createTestDriver(),
): Promise<{ readonly bench: Bench; readonly close: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'vg-test-driver-'))
  const bench = new Bench(new FakeClock(), dir)
  await bench.open(driver, uri)
  return {
    bench,
    close: async () => {
      await bench.connection.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
