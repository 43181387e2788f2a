import type { InventoryReader, Operations } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'
import { Undo } from '../../core/lib/undo.ts'
import type { Logger } from '../../core/log/logger.ts'
import type { Dirs, Settings } from '../../core/settings/index.ts'
import type { ActivatedSockets } from '../activation.ts'
import { adminDoor } from '../admin/admin-door.ts'
import type { DaemonControl } from '../admin/admin-parts.ts'
import { AuthService } from '../auth/service.ts'
import { lxcHandlers, qemuHandlers, remoteHandlers } from '../bindings/index.ts'
import { loadNative, type NativeSockets } from '../native/descriptors.ts'
import { TlsGate } from '../tls/tls-gate.ts'
import { programs } from '../wire/index.ts'
import type { CallHandler, ServerContext } from './context.ts'
import type { Door, ServedProgram } from './door.ts'
import { type Entrances, listenEverywhere } from './entrances.ts'
import { limitsOf } from './limits.ts'
import { Listeners } from './listeners.ts'
import { ownRemoteCalls } from './own-calls.ts'
import { routesOf } from './routes.ts'
import { RpcServer } from './rpc-server.ts'
import { SharedState } from './shared-state.ts'
import { WorkSlots } from './work-slots.ts'

/** Settings of the surface. */
export type RpcSettings = Settings['rpc']

/** What the surface is started with. */
export interface RpcOptions {
  readonly reader: InventoryReader
  readonly operations: Operations
  readonly settings: RpcSettings
  readonly dirs: Dirs
  readonly log: Logger
  readonly clock: Clock
  /** Name of this machine. */
  readonly hostname: string
  /** Sockets that the process was started with. */
  readonly activated: ActivatedSockets
  /** What its administrator may do to the process. */
  readonly daemon: DaemonControl
}

/** The surface while it runs. */
export interface RpcSurface {
  /** Paths and addresses on which clients are awaited. */
  readonly endpoints: readonly string[]
  /** Takes new settings for what needs no restart, and reads users and certificates again. */
  reload(settings: RpcSettings): Promise<void>
  /** Awaits nobody any more, lets calls that run end while the signal allows, and ends all sessions. */
  close(signal: AbortSignal): Promise<void>
}

/** Starts the server of libvirt's RPC. */
export async function startRpc(options: RpcOptions): Promise<RpcSurface> {
  const undo = new Undo()
  try {
    return await start(options, undo)
  } catch (thrown) {
    await undo.run()
    throw thrown
  }
}

async function start(options: RpcOptions, undo: Undo): Promise<RpcSurface> {
  const { settings, clock, dirs } = options
  const log = options.log.child('rpc')
  const native = nativeSockets(log)
  undo.push(() => native?.close())
  const authentication = await AuthService.open({ settings, stateDir: dirs.state, clock })
  const gate = await openGate(options, log)
  const ended = new AbortController()
  undo.push(() => ended.abort())
  const made = { log, native, ended: ended.signal }
  const server = serverOf('libvirtd', options, made)
  const admins = serverOf('admin', options, made)
  const { accounts } = authentication
  const door: Door = {
    context: contextOf(options, made, server),
    authentication,
    programs: hypervisorPrograms(),
  }
  const adminParts = { servers: [server, admins], tls: gate, daemon: options.daemon, accounts, clock }
  const entrances: Entrances = {
    full: { server, door, readOnly: false },
    readOnly: { server, door, readOnly: true },
    admin: {
      server: admins,
      door: adminDoor(contextOf(options, made, admins), adminParts),
      readOnly: false,
    },
    gate,
  }
  const listeners = new Listeners({ log, native, accounts, backlog: settings.max_queued_clients })
  undo.push(() => listeners.close())
  const endpoints = await listenEverywhere({ ...options, listeners, entrances, undo })
  if (endpoints.length > 0) log.info("libvirt's RPC is served", { endpoints })
  return {
    endpoints,
    async reload(next) {
      await authentication.reload(next)
      await gate?.reload(next)
      for (const each of [server, admins]) {
        Object.assign(each.limits, limitsOf(next))
        each.refill()
      }
    },
    async close(signal) {
      await listeners.close()
      await Promise.all([server.close(signal), admins.close(signal)])
      await undo.run()
    },
  }
}

function nativeSockets(log: Logger): NativeSockets | undefined {
  const load = loadNative()
  if ('sockets' in load) return load.sockets
  log.warn('descriptors are not passed and local users are not told apart', { reason: load.reason })
  return undefined
}

async function openGate(
  { settings, clock, activated }: RpcOptions,
  log: Logger,
): Promise<TlsGate | undefined> {
  if (settings.tls_listen.length === 0 && activated.tls.length === 0) return undefined
  return TlsGate.open({ settings, clock, log })
}

/** What all servers of the surface have in common. */
type Common = Pick<ServerContext, 'log' | 'native' | 'ended'>

function serverOf(name: string, { settings, clock }: RpcOptions, { log, native }: Common): RpcServer {
  const limits = limitsOf(settings)
  return new RpcServer({ name, clock, log, limits, slots: new WorkSlots(limits), native })
}

function contextOf(options: RpcOptions, common: Common, { limits, slots }: RpcServer): ServerContext {
  const { reader, operations, clock, hostname } = options
  const { log, ended } = common
  const shared = new SharedState({ reader, operations, clock, log, ended })
  return {
    ...common,
    reader,
    operations,
    clock,
    limits,
    slots,
    hostname,
    bound: (procedure) => Object.hasOwn(remoteHandlers, procedure),
    shared: (make) => shared.get(make),
  }
}

/** The programs that clients of hypervisors find. */
function hypervisorPrograms(): ReadonlyMap<number, ServedProgram> {
  return new Map([
    [programs.remote.number, { routes: routesOf('remote', asTable(remoteHandlers)), own: ownRemoteCalls }],
    [programs.qemu.number, { routes: routesOf('qemu', asTable(qemuHandlers)), own: {} }],
    [programs.lxc.number, { routes: routesOf('lxc', asTable(lxcHandlers)), own: {} }],
  ])
}

/** Handlers by name: what decodes the arguments of a name is made from the same table as their type. */
function asTable(handlers: object): Readonly<Record<string, CallHandler | undefined>> {
  return handlers as Readonly<Record<string, CallHandler | undefined>>
}
