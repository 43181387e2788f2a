import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { protocolVersion, type ReloadReport, type TrapDelivery } from '../control/protocol.ts'
import { ControlServer } from '../control/server.ts'
import type { Caller } from '../core/access/caller.ts'
import type { DriverRegistry } from '../core/driver.ts'
import { createGateway, type Gateway } from '../core/engine/gateway.ts'
import { VirtError } from '../core/errors/index.ts'
import type { Clock } from '../core/lib/clock.ts'
import { Undo } from '../core/lib/undo.ts'
import type { RootLogger } from '../core/log/create-logger.ts'
import {
  type Dirs,
  ensureDirs,
  refuseMissingSurfaces,
  type Settings,
  type SurfaceName,
} from '../core/settings/index.ts'
import { StateLock } from '../core/store/state-lock.ts'
import { type SnmpSurface, startSnmp } from '../mappings/snmp/index.ts'
import type { ActivatedSockets } from '../rpc/activation.ts'
import { type RpcSurface, startRpc } from '../rpc/index.ts'
import { Autostart } from './autostart.ts'
import { controlSocket } from './control-socket.ts'
import { type ConnectionReport, Hypervisors } from './hypervisors.ts'

/** What the daemon is made of. */
export interface ComposeOptions {
  readonly settings: Settings
  readonly drivers: DriverRegistry
  readonly version: string
  readonly clock: Clock
  readonly log: RootLogger
  /** Aborted when the daemon is to stop. */
  readonly signal: AbortSignal
  /** Sockets that the process was started with. */
  readonly activated: ActivatedSockets
  /** Ends the daemon because somebody who may do so has asked for it. */
  halt(reason: string): void
  /** What the control socket does when it is asked for a reload. */
  reload(): Promise<ReloadReport>
}

/** The parts of a daemon that runs. */
export interface Composition {
  readonly gateway: Gateway
  readonly hypervisors: Hypervisors
  readonly snmp: SnmpSurface | undefined
  readonly rpc: RpcSurface
  /** What is listened on, by surface. */
  readonly endpoints: Readonly<Record<string, readonly string[]>>
  readonly connections: readonly ConnectionReport[]
  /** Stops everything, last first. Faults of single parts are answered, not thrown. */
  stop(): Promise<readonly unknown[]>
}

/** Surfaces of this build; the compiler asks for a start of each in `compose`. */
export const builtSurfaces: ReadonlySet<SurfaceName> = new Set<SurfaceName>(['snmp', 'rpc'])

/** Directories as the settings say. */
export function dirsOf(settings: Settings): Dirs {
  return {
    state: settings.state_dir,
    run: settings.run_dir,
    cache: settings.cache_dir,
    log: settings.log_dir,
  }
}

/** Starts all parts in their order; when one fails those before it are stopped. */
export async function compose(options: ComposeOptions): Promise<Composition> {
  const undo = new Undo()
  try {
    return await startAll(options, undo)
  } catch (thrown) {
    for (const error of await undo.run()) options.log.error('a part of the daemon did not stop', { error })
    throw thrown
  }
}

async function startAll(options: ComposeOptions, undo: Undo): Promise<Composition> {
  const { settings, clock, log, drivers, signal } = options
  refuseMissingSurfaces(settings, builtSurfaces)
  const dirs = dirsOf(settings)
  await ensureDirs(dirs)
  const lock = await StateLock.acquire(dirs.state, clock)
  undo.push(() => lock.release())

  const gateway = createGateway({ clock, log, dirs, drivers, rules: settings.access.rules })
  undo.push(() => gateway.close())
  const { inventory: reader, operations, connections } = gateway

  const endpoints: Record<string, readonly string[]> = {}
  let snmp: SnmpSurface | undefined
  const testTrap = async (target?: string): Promise<readonly TrapDelivery[]> => {
    if (snmp) return snmp.testTrap(target)
    throw new VirtError('operationInvalid', 'the SNMP agent does not run; see snmp.listen')
  }
  await startControl({ ...options, testTrap }, gateway, endpoints, undo)
  const hypervisors = new Hypervisors({ connections, drivers, dirs, clock, log, signal })
  await hypervisors.follow(settings.connections, settings.daemon.start_wait)
  signal.throwIfAborted()
  snmp = await startSnmpSurface(options, gateway, undo)
  if (snmp) endpoints.snmp = snmp.endpoints
  const rpc = await startRpcSurface(options, gateway, undo)
  if (rpc.endpoints.length > 0) endpoints.rpc = rpc.endpoints

  if (settings.daemon.autostart) {
    const child = log.child('autostart')
    const autostart = new Autostart({
      reader,
      operations,
      drivers,
      runDir: dirs.run,
      clock,
      log: child,
      signal,
    })
    undo.push(() => autostart.stop())
    await autostart.start()
  }
  return {
    gateway,
    hypervisors,
    snmp,
    rpc,
    endpoints,
    connections: hypervisors.report(),
    stop: () => undo.run(),
  }
}

async function startControl(
  options: ComposeOptions & { testTrap(target?: string): Promise<readonly TrapDelivery[]> },
  { inventory, operations }: Gateway,
  endpoints: Record<string, readonly string[]>,
  undo: Undo,
): Promise<void> {
  const { settings, version, clock, log, reload, testTrap } = options
  const since = clock.now()
  const control = new ControlServer({
    path: controlSocket(settings.run_dir),
    reader: inventory,
    operations,
    caller: ownerCaller(),
    clock,
    log: log.child('control'),
    limits: { maxClients: settings.control.max_clients },
    status: () => ({ protocol: protocolVersion, version, pid: process.pid, since, endpoints }),
    reload,
    testTrap,
  })
  await control.start()
  undo.push(() => control.close(AbortSignal.timeout(settings.daemon.stop_wait)))
  endpoints.control = [control.path]
}

// The mode of the socket lets only the owner (and root) in, so whoever is in is the owner.
function ownerCaller(): Caller {
  const { username, uid } = userInfo()
  return { id: `local:${username}`, surface: 'local', uid, classes: ['read', 'operate', 'configure'] }
}

async function startSnmpSurface(
  { settings, version, clock, log }: ComposeOptions,
  { inventory, operations }: Gateway,
  undo: Undo,
): Promise<SnmpSurface | undefined> {
  if (settings.snmp.listen.length === 0) return undefined
  const snmp = await startSnmp({
    reader: inventory,
    operations,
    settings: settings.snmp,
    stateDir: join(settings.state_dir, 'snmp'),
    log,
    clock,
    version,
    hostname: hostname(),
  })
  undo.push(() => snmp.close())
  return snmp
}

async function startRpcSurface(
  { settings, clock, log, activated, halt }: ComposeOptions,
  { inventory, operations }: Gateway,
  undo: Undo,
): Promise<RpcSurface> {
  const rpc = await startRpc({
    reader: inventory,
    operations,
    settings: settings.rpc,
    dirs: dirsOf(settings),
    log,
    clock,
    hostname: hostname(),
    activated,
    daemon: {
      get logRules() {
        return { modules: {}, ...log.levels }
      },
      setLogRules: (rules) => log.setLevels(rules),
      stop: halt,
    },
  })
  undo.push(() => rpc.close(AbortSignal.timeout(settings.daemon.stop_wait)))
  return rpc
}
