import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Caller } from '../../../../src/core/access/caller.ts'
import type {
  Change,
  Connection,
  Driver,
  DriverEnv,
  DriverRegistry,
  Handlers,
} from '../../../../src/core/driver.ts'
import { createGateway, type Gateway, type GatewayOptions } from '../../../../src/core/engine/gateway.ts'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import type { LogFields, Logger, LogLevel } from '../../../../src/core/log/logger.ts'
import type { Attrs } from '../../../../src/core/model/index.ts'

/** One message that was logged. */
export interface LogLine {
  readonly level: LogLevel
  readonly module: string
  readonly message: string
  readonly fields: LogFields
}

/** A logger that keeps what it is told. */
export function recordingLogger(lines: LogLine[] = [], module = ''): Logger & { readonly lines: LogLine[] } {
  const write =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, module, message, fields })
    }
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (name) => recordingLogger(lines, module === '' ? name : `${module}.${name}`),
  }
}

/** A domain's record with all that a record needs. */
export function domainAttrs(uuid: string, changes: Partial<Attrs<'domain'>> = {}): Attrs<'domain'> {
  return {
    uuid,
    name: `name-${uuid}`,
    id: -1,
    state: 'shutoff',
    reason: 'unknown',
    stateSince: 0,
    wanted: 'shutdown',
    persistent: true,
    managedSave: false,
    hasCurrentSnapshot: false,
    updated: false,
    osType: 'hvm',
    virtType: 'test',
    memory: 1024n,
    maxMemory: 1024n,
    vcpus: 1,
    maxVcpus: 1,
    disks: [],
    interfaces: [],
    graphics: [],
    taints: [],
    messages: [],
    job: 'none',
    ...changes,
  }
}

/** A change that enters a domain. */
export function putDomain(uuid: string, changes: Partial<Attrs<'domain'>> = {}): Change {
  return { kind: 'put', type: 'domain', key: uuid, attrs: domainAttrs(uuid, changes) }
}

/** A uuid that ends in a number. */
export function uuidOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

/** What a fake driver does; a test changes its fields as it goes. */
export class FakeDriver implements Driver {
  readonly id = 'fake'
  readonly schemes = ['fake']
  handlers: Handlers = {}
  objects: Change[] = []
  /** Thrown by `open` when set. */
  refusal: Error | undefined
  opened = 0
  closed = 0
  env: DriverEnv | undefined
  sweep: Connection['sweep']
  settle: Connection['settle']
  lag: Connection['lag'] = 'none'
  #lose: (reason: Error) => void = () => {}

  async open(_uri: URL, env: DriverEnv): Promise<Connection> {
    this.opened++
    this.env = env
    if (this.refusal) throw this.refusal
    env.emit(...this.objects)
    const lost = new Promise<Error>((resolve) => {
      this.#lose = resolve
    })
    return {
      handlers: this.handlers,
      lag: this.lag,
      lost,
      ...(this.sweep ? { sweep: this.sweep } : {}),
      ...(this.settle ? { settle: this.settle } : {}),
      close: async () => {
        this.closed++
      },
    }
  }

  /** Tells the engine that the hypervisor is lost. */
  lose(reason = new Error('the host went away')): void {
    this.#lose(reason)
  }
}

/** A registry of drivers that exist already. */
export function registryOf(...drivers: readonly Driver[]): DriverRegistry {
  const find = (scheme: string) => drivers.find((driver) => driver.schemes.includes(scheme))
  return {
    ids: drivers.map((driver) => driver.id),
    schemes: () => drivers.flatMap((driver) => driver.schemes),
    forScheme: (scheme) => {
      const driver = find(scheme)
      return driver && (async () => driver)
    },
    all: () => drivers.map((driver) => ({ id: driver.id, load: async () => driver })),
  }
}

/** A caller with all access classes who comes through a local surface. */
export const admin: Caller = { id: 'local:root', surface: 'local', classes: ['read', 'operate', 'configure'] }

/** An engine over one fake driver, with a clock that the test moves. */
export interface Bench extends AsyncDisposable {
  readonly gateway: Gateway
  readonly driver: FakeDriver
  readonly clock: FakeClock
  readonly log: ReturnType<typeof recordingLogger>
  readonly root: string
}

/** Makes an engine with an open connection `one` to a fake driver that has these objects and handlers. */
export async function startBench(
  setup: Partial<Pick<FakeDriver, 'handlers' | 'objects' | 'sweep' | 'settle' | 'lag' | 'refusal'>> = {},
  options: Partial<GatewayOptions> = {},
): Promise<Bench> {
  const root = await mkdtemp(join(tmpdir(), 'virtgate-engine-'))
  const driver = Object.assign(new FakeDriver(), setup)
  const clock = new FakeClock()
  const log = recordingLogger()
  const dirs = { state: `${root}/state`, run: `${root}/run`, cache: `${root}/cache`, log: `${root}/log` }
  const gateway = createGateway({ clock, log, dirs, drivers: registryOf(driver), ...options })
  await gateway.connections.open('one', 'fake:///')
  return {
    gateway,
    driver,
    clock,
    log,
    root,
    [Symbol.asyncDispose]: async () => {
      await gateway.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** Waits until a condition holds, one turn of the event loop after the other; fails when it does not come true in time. */
export async function until(condition: () => boolean, what = 'the condition'): Promise<void> {
  const deadline = performance.now() + 30_000
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`${what} did not come true`)
    await nextTurn()
  }
}

/** One turn of the event loop: all that is ready to run has run. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
