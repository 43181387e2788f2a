import type { DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { linkAbort } from '../../../core/lib/abort.ts'
import { Undo } from '../../../core/lib/undo.ts'
import { lifecycleEvent, startEvents, type TransitionName } from '../../shared/domain-states.ts'
import { HeldStreams } from '../../shared/held-streams.ts'
import { commandLine } from '../argv/command-line.ts'
import { numberDisks } from '../argv/disks.ts'
import { assignAliases } from '../definition/aliases.ts'
import { defaultCpuModel } from '../definition/complete.ts'
import { devicesOf } from '../definition/devices.ts'
import { acceleratorOf, checkAccelerator } from '../definition/emulators.ts'
import { endProcess } from '../host/kill-process.ts'
import { appendNote, fileSize, rotate, tailLines } from '../host/log-file.ts'
import { type Emulator, spawnEmulator } from '../host/spawn-emulator.ts'
import { forget, releaseResources } from './finish.ts'
import type { Guest } from './guest.ts'
import { consoleLogPath, guestDir, guestLogPath, monitorPath, pidFilePath } from './guest-paths.ts'
import type { HostResources, LiveGuest } from './live-guest.ts'
import { connectMonitor, followMonitor } from './monitor.ts'
import { findChains, makeGuestDir, masterKeyPath, type Preparation, prepareHost } from './prepare-host.ts'
import { emitEvent, enter, publish } from './publish.ts'
import type { Scene } from './scene.ts'
import type { Services } from './services.ts'
import { learn, setUp } from './set-up.ts'
import { type GuestStatus, printStatus, saveStatus } from './status-file.ts'
import { plugVcpus } from './vcpu-hotplug.ts'
import { withVolumePaths } from './volume-disks.ts'

/** How a guest is started. */
export interface LaunchOptions {
  readonly signal: AbortSignal
  readonly paused?: boolean
  /** What it runs, where that is not the kept definition. */
  readonly doc?: DomainDoc
  /** The way in: a boot unless given. */
  readonly transition?: TransitionName
  /** How it stands if it is left paused; a user's pause unless given. */
  readonly pausedAs?: TransitionName
  /** Brings a saved state into the machine before it runs. */
  readonly load?: (live: LiveGuest) => Promise<void>
  /** Does away with what must not be used again once the guest runs. */
  readonly commit?: (undo: Undo) => Promise<void>
  /** Whether QEMU waits for the state to come in as a migration. */
  readonly incoming?: boolean
  /** A descriptor that QEMU inherits as number 3. */
  readonly inherit?: number
}

const connectTimeoutMs = 30_000
const logLimit = 2 * 1024 * 1024

/** Starts a guest. Whatever was made is taken back when a step fails, and the end of QEMU's words is in the error. */
export async function launch(services: Services, guest: Guest, options: LaunchOptions): Promise<void> {
  guest.stopped()
  const abort = linkAbort(options.signal)
  const calledOff = new AbortController()
  const work = launchOnce(services, guest, { ...options, signal: abort.signal }, calledOff.signal)
  guest.starting = {
    callOff: async (reason) => {
      calledOff.abort(reason)
      abort.abort(reason)
      await work.catch(() => undefined)
    },
  }
  try {
    await work
  } finally {
    abort.release()
  }
}

async function launchOnce(
  services: Services,
  guest: Guest,
  options: LaunchOptions,
  calledOff: AbortSignal,
): Promise<void> {
  const undo = new Undo()
  const logPath = guestLogPath(services, guest.name)
  const logStart = { size: 0 }
  guest.job = 'start'
  try {
    await rotate(logPath, logLimit)
    logStart.size = await fileSize(logPath)
    await startGuest(services, guest, options, undo)
    undo.clear()
    settled(guest)
    tellStart(services, guest, options)
  } catch (error) {
    for (const fault of await undo.run())
      services.env.log.warn('a failed start is not wholly undone', { error: String(fault) })
    settled(guest)
    guest.live = undefined
    guest.taints.clear()
    enter(services, guest, calledOff.aborted ? 'destroy' : 'failedStart')
    if (!guest.persistent) forget(services, guest)
    else if (services.guests.find(guest.uuid) === guest) publish(services, guest)
    throw calledOff.aborted ? calledOff.reason : await explain(error, guest.name, logPath, logStart.size)
  }
}

/** The start is over, well or badly: others may have the guest. */
function settled(guest: Guest): void {
  guest.starting = undefined
  guest.job = 'none'
}

function tellStart(services: Services, guest: Guest, options: LaunchOptions): void {
  const { uuid, live } = guest
  const way = options.transition ?? 'boot'
  publish(services, guest)
  if (live?.agent) {
    const { connected } = live.agent
    emitEvent(services, guest, 'agentLifecycle', { connected, reason: 'domain-started' })
  }
  if (!options.paused) services.env.emit(...startEvents(uuid, way))
  else services.env.emit(...lifecycleEvent(uuid, way), ...lifecycleEvent(uuid, options.pausedAs ?? 'suspend'))
}

/** What QEMU wrote says more than that it is gone. */
async function explain(error: unknown, name: string, logPath: string, from: number): Promise<unknown> {
  const words = await tailLines(logPath, from).catch(() => [] as string[])
  const told = error instanceof VirtError ? error.message : String(error)
  if (words.length === 0 || (error instanceof VirtError && error.code === 'configUnsupported')) return error
  return new VirtError('operationFailed', `domain '${name}' did not start: ${told}: ${words.join('; ')}`, {
    domain: 'qemu',
    cause: error,
    detail: words.join('\n'),
  })
}

async function startGuest(
  services: Services,
  guest: Guest,
  options: LaunchOptions,
  undo: Undo,
): Promise<void> {
  const { signal } = options
  const id = services.nextId++
  const given = withVolumePaths(services, assignAliases({ ...(options.doc ?? guest.nextDoc), id }))
  const caps = await services.emulators.get(given.devices.emulator ?? '', signal)
  checkAccelerator(given, caps)
  const dir = guestDir(services, id, guest.name)
  const resources: HostResources = { taps: [], ports: [] }
  const preparation: Preparation = { services, dir, resources, undo, signal }
  undo.push(() => releaseResources(services, resources, dir))
  await makeGuestDir(preparation)
  const doc = await prepareHost(preparation, given)
  const diskNodes = numberDisks(doc)
  const console = devicesOf(doc).serials[0]?.log ? undefined : consoleLogPath(services, guest.name)
  const consoleLog =
    devicesOf(doc).serials.length > 0 ? (console ?? devicesOf(doc).serials[0]?.log?.file) : undefined
  const startedAt = services.env.clock.now()
  const machine = caps.machine(doc.os.type?.machine ?? '', acceleratorOf(doc))
  const host = caps.accelerator(acceleratorOf(doc))?.host
  const args = commandLine(doc, {
    monitorPath: monitorPath(dir),
    masterKeyPath: masterKeyPath(dir),
    pidFile: pidFilePath(dir),
    ...(console === undefined ? {} : { consoleLog: console }),
    taps: tapsOf(doc),
    diskNodes,
    chains: await findChains(doc, signal),
    cpuModels: {
      fallback: defaultCpuModel(machine, doc.os.type?.arch ?? ''),
      ...(host === undefined ? {} : { hostModel: host }),
    },
    now: startedAt,
    incoming: options.incoming ?? false,
  })
  const intent: GuestStatus = {
    id,
    pid: 0,
    startTicks: 0n,
    bootId: services.bootId,
    dir,
    startedAt,
    state: 'paused',
    reason: 'starting-up',
    stateSince: startedAt,
    wanted: 'running',
    taints: [],
    ...resources,
    consoleLog,
    nextNode: diskNodes.size + 1,
    diskNodes,
    shutdownSeen: false,
    fakeReboot: false,
    doc,
  }
  // Before there is a process: a daemon that dies in between finds it by its directory.
  undo.push(() => services.stores.status.delete(guest.uuid))
  await services.stores.status.put(guest.uuid, printStatus(intent))
  signal.throwIfAborted()
  const emulator = await spawn(services, { guest, doc, args, dir, inherit: options.inherit })
  undo.push(async () => void (await endProcess(emulator, services.env.clock)))
  const live = await connect(services, guest, { intent, emulator, signal })
  undo.push(async () => {
    live.agent?.close()
    await live.monitor.close()
  })
  // A monitor that is closed ends the wait for answers of an emulator that has got stuck.
  const cut = () => void live.monitor.close()
  signal.addEventListener('abort', cut, { once: true })
  try {
    await bringUp({ services, guest, live }, options, undo)
  } finally {
    signal.removeEventListener('abort', cut)
  }
}

function tapsOf(doc: DomainDoc): Map<string, string> {
  const taps = new Map<string, string>()
  for (const net of devicesOf(doc).interfaces) {
    if (net.alias?.name && net.target?.dev) taps.set(net.alias.name, net.target.dev)
  }
  return taps
}

async function spawn(
  services: Services,
  call: { guest: Guest; doc: DomainDoc; args: readonly string[]; dir: string; inherit: number | undefined },
): Promise<Emulator> {
  const path = call.doc.devices.emulator ?? ''
  const logPath = guestLogPath(services, call.guest.name)
  await appendNote(logPath, `starting: ${[path, ...call.args].join(' ')}`, services.env.clock.now())
  const own = Object.fromEntries(
    (call.doc.qemuCommandline?.envs ?? []).map(({ name, value }) => [name, value ?? '']),
  )
  return spawnEmulator({
    path,
    args: call.args,
    env: {
      LC_ALL: 'C',
      PATH: process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: call.dir,
      XDG_DATA_HOME: `${call.dir}/.local/share`,
      XDG_CACHE_HOME: `${call.dir}/.cache`,
      XDG_CONFIG_HOME: `${call.dir}/.config`,
      ...(call.doc.clock.offset === 'timezone' ? { TZ: call.doc.clock.timezone ?? 'UTC' } : {}),
      ...own,
    },
    logPath,
    inherit: call.inherit,
  })
}

async function connect(
  services: Services,
  guest: Guest,
  start: { intent: GuestStatus; emulator: Emulator; signal: AbortSignal },
): Promise<LiveGuest> {
  const { intent, emulator, signal } = start
  const gone = new AbortController()
  // Settles when the emulator ends, and never rejects.
  void emulator.ended.then((how) =>
    gone.abort(new VirtError('operationFailed', `QEMU ${how}`, { domain: 'qemu' })),
  )
  const monitor = await connectMonitor(services, {
    path: monitorPath(intent.dir),
    name: guest.name,
    process: emulator,
    timeoutMs: connectTimeoutMs,
    signal: AbortSignal.any([signal, gone.signal]),
  })
  return {
    id: intent.id,
    process: { pid: emulator.pid, startTicks: emulator.startTicks },
    dir: intent.dir,
    startedAt: intent.startedAt,
    resources: { taps: [...intent.taps], ports: [...intent.ports] },
    consoleLog: intent.consoleLog,
    monitor,
    agent: undefined,
    streams: new HeldStreams(),
    guestMacs: new Map(),
    doc: intent.doc,
    memory: intent.doc.memory.value,
    vcpuThreads: new Map(),
    diskNodes: new Map(intent.diskNodes),
    nextNode: intent.nextNode,
    cause: undefined,
    fakeReboot: false,
    shutdownSeen: false,
    // Until it runs, nobody but the one who starts it may take its end for news.
    ending: 'failedStart',
    finished: undefined,
    frozen: false,
  }
}

/**
 * Takes a connected emulator to where its guest runs. What is to be is written down before: a daemon that finds it
 * later tells by that whether the guest may have run.
 */
async function bringUp(scene: Scene, options: LaunchOptions, undo: Undo): Promise<void> {
  const { services, guest, live } = scene
  guest.live = live
  guest.configChanged = false
  await plugVcpus(scene, options.signal)
  await learn(scene)
  await setUp(scene)
  await options.load?.(live)
  options.signal.throwIfAborted()
  for (const mark of taintsOf(live.doc)) guest.taints.add(mark)
  enter(services, guest, options.transition ?? 'boot')
  if (options.paused) enter(services, guest, options.pausedAs ?? 'suspend')
  await saveStatus(services, guest)
  await options.commit?.(undo)
  options.signal.throwIfAborted()
  live.cause = 'quiet'
  followMonitor(scene)
  if (!options.paused) await live.monitor.execute('cont')
  if (live.monitor.ended) throw new VirtError('operationFailed', 'QEMU ended at once', { domain: 'qemu' })
  live.cause = undefined
  live.ending = undefined
}

function taintsOf(doc: DomainDoc): string[] {
  return [
    ...((doc.qemuCommandline?.args?.length ?? 0) > 0 ? ['custom-argv'] : []),
    ...(doc.cpu?.mode === 'host-passthrough' ? ['host-cpu'] : []),
  ]
}
