import type { QmpClient } from '../../../qmp/index.ts'
import { isQmpObject } from '../../../qmp/index.ts'
import type { TransitionName } from '../../shared/domain-states.ts'
import { lifecycleEvent } from '../../shared/domain-states.ts'
import { HeldStreams } from '../../shared/held-streams.ts'
import { endProcess } from '../host/kill-process.ts'
import { findByPidFile, isRunning, type ProcessIdentity } from '../host/process-table.ts'
import { finish, forget, releaseResources } from './finish.ts'
import { Guest } from './guest.ts'
import { monitorPath, pidFilePath } from './guest-paths.ts'
import { actOnPanic, actOnPowerOff } from './life-policy.ts'
import type { LiveGuest } from './live-guest.ts'
import { connectMonitor, followMonitor } from './monitor.ts'
import { enter, publish, transition } from './publish.ts'
import { dropManagedSave } from './saved-state.ts'
import type { Scene } from './scene.ts'
import type { Services } from './services.ts'
import { learn } from './set-up.ts'
import { type GuestStatus, readStatus, saveStatus } from './status-file.ts'

/** One that does not answer its monitor will hardly end by itself. */
const patience = { term: 1_000, kill: 15_000 }

/** Finds the guests again that run since before this daemon started; all at once, since each may have to be waited for. */
export async function recoverGuests(services: Services, signal: AbortSignal): Promise<void> {
  const texts = await services.stores.status.load()
  await Promise.all([...texts].map(([uuid, text]) => recoverOne(services, uuid, text, signal)))
}

async function recoverOne(
  services: Services,
  uuid: string,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const log = services.env.log
  let status: GuestStatus
  try {
    status = readStatus(text)
  } catch (error) {
    log.error('a status file cannot be read; its guest is not managed any more', {
      uuid,
      error: String(error),
    })
    return
  }
  services.nextId = Math.max(services.nextId, status.id + 1)
  const guest = adopt(services, uuid, status)
  try {
    await recover(services, guest, status, signal)
  } catch (error) {
    signal.throwIfAborted()
    log.error('a guest could not be taken over', { domain: guest.name, error: String(error) })
    await giveUp(services, guest, status)
  }
}

/** The guest of a status file: one whose definition is kept, or a transient one that only the file tells of. */
function adopt(services: Services, uuid: string, status: GuestStatus): Guest {
  const guest = services.guests.find(uuid) ?? new Guest(status.doc, uuid, status.stateSince)
  guest.state = status.state
  guest.reason = status.reason
  guest.stateSince = status.stateSince
  guest.wanted = status.wanted
  for (const mark of status.taints) guest.taints.add(mark)
  services.guests.set(guest)
  return guest
}

async function recover(
  services: Services,
  guest: Guest,
  status: GuestStatus,
  signal: AbortSignal,
): Promise<void> {
  const process: ProcessIdentity = { pid: status.pid, startTicks: status.startTicks }
  const thisBoot = status.bootId === services.bootId
  if (!thisBoot) return ended(services, guest, status, 'crash')
  // Its start was cut off before it could run: what was begun is ended, and was never told of.
  if (status.pid === 0 || status.reason === 'starting-up') {
    for (const found of await findByPidFile(pidFilePath(status.dir))) {
      await endProcess(found, services.env.clock, { patience })
    }
    return ended(services, guest, status, 'failedStart')
  }
  if (!(await isRunning(process))) return ended(services, guest, status, endOf(guest, status))
  let monitor: QmpClient
  try {
    monitor = await connectMonitor(services, {
      path: monitorPath(status.dir),
      name: guest.name,
      process,
      timeoutMs: services.reconnectTimeoutMs,
      signal,
    })
  } catch (error) {
    signal.throwIfAborted()
    services.env.log.error('a guest whose monitor is lost is ended, so that it never runs twice', {
      domain: guest.name,
      error: String(error),
    })
    await endProcess(process, services.env.clock, { patience })
    return ended(services, guest, status, 'crash')
  }
  for (const port of status.ports) services.ports.reserve(port)
  await takeOver({ services, guest, live: livingFrom(status, monitor, process) })
}

/** How a guest ended that is not there any more. */
function endOf(guest: Guest, status: GuestStatus): TransitionName {
  if (status.shutdownSeen) return 'finishShutdown'
  return guest.managedSave && status.reason === 'save' ? 'saved' : 'crash'
}

function livingFrom(status: GuestStatus, monitor: QmpClient, process: ProcessIdentity): LiveGuest {
  return {
    id: status.id,
    process,
    dir: status.dir,
    startedAt: status.startedAt,
    resources: { taps: [...status.taps], ports: [...status.ports] },
    consoleLog: status.consoleLog,
    monitor,
    agent: undefined,
    streams: new HeldStreams(),
    guestMacs: new Map(),
    doc: status.doc,
    memory: status.doc.memory.value,
    vcpuThreads: new Map(),
    diskNodes: new Map(status.diskNodes),
    nextNode: status.nextNode,
    cause: undefined,
    fakeReboot: status.fakeReboot,
    shutdownSeen: status.shutdownSeen,
    ending: undefined,
    finished: undefined,
    frozen: false,
  }
}

async function takeOver(scene: Scene): Promise<void> {
  const { services, guest, live } = scene
  guest.live = live
  await learn(scene)
  const { status } = await live.monitor.execute('query-status')
  // The memory that was saved is that of a guest which did not run on.
  if (guest.managedSave) await dropManagedSave(services, guest)
  publish(services, guest)
  followMonitor(scene)
  if (await disksAreBusy(live)) services.tasks.run('waiting for a snapshot', () => catchUpLater(scene))
  else await catchUp(scene, status)
  await saveStatus(services, guest)
}

const busyPollMs = 100

/** Whether QEMU still works on a snapshot that was asked for by a daemon which is no more. What is done is dismissed. */
async function disksAreBusy(live: LiveGuest): Promise<boolean> {
  const jobs = await live.monitor.request('query-jobs')
  let busy = false
  for (const job of Array.isArray(jobs) ? jobs : []) {
    if (!isQmpObject(job) || !String(job.type).startsWith('snapshot-')) continue
    if (job.status === 'concluded') await live.monitor.request('job-dismiss', { id: job.id ?? '' })
    else busy = true
  }
  return busy
}

async function catchUpLater(scene: Scene): Promise<void> {
  const { services, guest, live } = scene
  while (await disksAreBusy(live)) await services.env.clock.sleep(busyPollMs, services.closing)
  const { status } = await live.monitor.execute('query-status')
  if (guest.live === live && !live.ending) await catchUp(scene, status)
}

/** What became of a guest while nobody looked, by QEMU's run state. */
const missed: Readonly<Record<string, TransitionName>> = {
  paused: 'suspend',
  'io-error': 'ioError',
  watchdog: 'watchdogPause',
  suspended: 'pmSuspendToMemory',
  'internal-error': 'suspend',
  debug: 'suspend',
}

/** Reasons of a pause that a job made, which ended with the daemon that ran it. */
const jobPauses: ReadonlySet<string> = new Set(['save', 'dump', 'snapshot', 'migration'])

async function catchUp(scene: Scene, status: string): Promise<void> {
  const { services, guest, live } = scene
  const stands = status === 'paused' || status === 'postmigrate'
  if (stands && guest.state === 'paused' && jobPauses.has(guest.reason)) {
    live.cause = 'resumeAfterSave'
    if (guest.reason === 'save') await live.monitor.execute('migrate_cancel')
    await live.monitor.execute('cont')
    return
  }
  switch (status) {
    case 'running':
      if (guest.state !== 'running') transition(services, guest, 'resume')
      return
    case 'prelaunch':
      // It waits for its user to let it run; else its start was cut off at the last moment.
      if (guest.state === 'paused') return
      return finish(services, guest, live, 'failedStart')
    case 'inmigrate':
      return finish(services, guest, live, 'failedStart')
    case 'shutdown':
      live.shutdownSeen = true
      if (guest.state !== 'shutdown') transition(services, guest, 'guestShutdown')
      actOnPowerOff(scene)
      return
    case 'guest-panicked':
      if (guest.state !== 'crashed') transition(services, guest, 'guestPanicPause')
      actOnPanic(scene)
      return
    default:
      if (guest.state === 'running' && missed[status]) transition(services, guest, missed[status])
  }
}

/** A guest that is gone: what it left is cleared, and its end is told. */
async function ended(
  services: Services,
  guest: Guest,
  status: GuestStatus,
  name: TransitionName,
): Promise<void> {
  // Taps of an earlier boot are gone, and their names may be those of others now. Ports were not taken yet.
  const taps = status.bootId === services.bootId ? [...status.taps] : []
  await releaseResources(services, { taps, ports: [] }, status.dir)
  await services.stores.status.delete(guest.uuid)
  guest.live = undefined
  guest.taints.clear()
  enter(services, guest, name)
  publish(services, guest)
  services.env.emit(...lifecycleEvent(guest.uuid, name))
  if (!guest.persistent) forget(services, guest)
}

async function giveUp(services: Services, guest: Guest, status: GuestStatus): Promise<void> {
  if (guest.live) return finish(services, guest, guest.live, 'crash')
  if (status.pid > 0)
    await endProcess({ pid: status.pid, startTicks: status.startTicks }, services.env.clock, { patience })
  await ended(services, guest, status, 'crash')
}
