import type { EventFields } from '../../../core/model/index.ts'
import type { QmpEvent, QmpObject } from '../../../qmp/index.ts'
import { isQmpObject, printQmp } from '../../../qmp/index.ts'
import { nodeNames, sourcePath } from '../argv/block-nodes.ts'
import { deviceByAlias, devicesOf } from '../definition/devices.ts'
import { channelChanged } from './agent-link.ts'
import type { Guest } from './guest.ts'
import { actOnPanic, actOnPowerOff } from './life-policy.ts'
import type { LiveGuest } from './live-guest.ts'
import { receiveFilterChanged } from './nic-mac.ts'
import { emitEvent, emitLifecycle, patch, transition } from './publish.ts'
import type { Scene } from './scene.ts'
import type { Services } from './services.ts'
import { saveStatus } from './status-file.ts'
import { deviceGone, deviceRefused } from './unplug.ts'

type Reaction = (scene: Scene, data: QmpObject) => void

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What each event of QEMU means for a guest; events that are not here mean nothing. */
const reactions: Readonly<Record<string, Reaction>> = {
  STOP(scene) {
    const { guest, live, services } = scene
    const cause = live.cause
    live.cause = undefined
    if (guest.state !== 'running' || cause === 'quiet') return
    transition(services, guest, cause ?? 'suspend')
  },
  RESUME(scene) {
    const { guest, live, services } = scene
    const cause = live.cause
    live.cause = undefined
    if (guest.state === 'running' || cause === 'quiet') return
    transition(services, guest, cause ?? 'resume')
  },
  SHUTDOWN(scene, data) {
    const { guest, live, services } = scene
    if (live.shutdownSeen || live.ending) return
    live.shutdownSeen = true
    if (live.fakeReboot && data.guest === true) return actOnPowerOff(scene)
    transition(services, guest, data.guest === true ? 'guestShutdown' : 'hostShutdown')
    actOnPowerOff(scene)
  },
  RESET({ services, guest }) {
    emitEvent(services, guest, 'reboot', {})
  },
  GUEST_PANICKED(scene, data) {
    const { guest, services } = scene
    if (data.action === 'run') return emitLifecycle(services, guest, { type: 'crashed', detail: 'panicked' })
    transition(services, guest, 'guestPanicPause')
    actOnPanic(scene)
  },
  GUEST_CRASHLOADED({ services, guest }) {
    emitLifecycle(services, guest, { type: 'crashed', detail: 'crashloaded' })
  },
  SUSPEND: ({ services, guest }) => slept(services, guest, 'memory'),
  SUSPEND_DISK: ({ services, guest }) => slept(services, guest, 'disk'),
  WAKEUP({ services, guest }) {
    if (guest.state !== 'pmsuspended') return
    transition(services, guest, 'pmWakeup')
    emitEvent(services, guest, 'pmWakeup', {})
  },
  RTC_CHANGE({ services, guest }, data) {
    const offset = typeof data.offset === 'bigint' ? data.offset : BigInt(Number(data.offset ?? 0))
    emitEvent(services, guest, 'rtcChange', { offset })
  },
  WATCHDOG({ services, guest, live }, data) {
    const action = watchdogActions.find((word) => word === data.action) ?? 'none'
    if (action === 'pause') live.cause = 'watchdogPause'
    emitEvent(services, guest, 'watchdog', { action })
  },
  BLOCK_IO_ERROR({ services, guest, live }, data) {
    const disk = diskOfNode(live, text(data['node-name']), text(data.device))
    const action = ioActions[text(data.action)] ?? 'none'
    if (action === 'pause') live.cause = 'ioError'
    emitEvent(services, guest, 'ioError', {
      source: disk?.source ?? '',
      device: disk?.alias ?? text(data.device),
      action,
      reason: data.nospace === true ? 'enospc' : '',
    })
  },
  BALLOON_CHANGE({ services, guest, live }, data) {
    live.memory = BigInt(Number(data.actual ?? 0)) / 1024n
    patch(services, guest, { memory: live.memory })
    emitEvent(services, guest, 'balloonChange', { actual: live.memory })
  },
  DEVICE_TRAY_MOVED({ services, guest, live }, data) {
    const device = text(data.id) || text(data.device)
    if (!deviceByAlias(live.doc, device)) return
    emitEvent(services, guest, 'trayChange', {
      device,
      reason: data['tray-open'] === true ? 'open' : 'close',
    })
  },
  DEVICE_DELETED(scene, data) {
    const device = text(data.device)
    const vcpu = /^vcpu(\d+)$/.exec(device)?.[1]
    if (vcpu === undefined) deviceGone(scene, device)
    else emitEvent(scene.services, scene.guest, 'vcpuRemoved', { vcpu: Number(vcpu) })
  },
  NIC_RX_FILTER_CHANGED(scene, data) {
    const work = () => receiveFilterChanged(scene, text(data.name))
    scene.services.tasks.run('asking what an interface receives', work)
  },
  DEVICE_UNPLUG_GUEST_ERROR: (scene, data) => deviceRefused(scene, text(data.device)),
  ACPI_DEVICE_OST(scene, data) {
    const info = isQmpObject(data.info) ? data.info : {}
    // Source 1 and 3 are ejections; status 0 is success and 0x80 and above stand for work under way.
    const status = Number(info.status ?? 0)
    if (status !== 0 && status < 0x80) deviceRefused(scene, text(info.device))
  },
  VSERPORT_CHANGE: (scene, data) => channelChanged(scene, text(data.id), data.open === true),
  MIGRATION_PASS({ services, guest }, data) {
    emitEvent(services, guest, 'migrationIteration', { iteration: Number(data.pass ?? 0) })
  },
  MEMORY_FAILURE({ services, guest }, data) {
    const flags = isQmpObject(data.flags) ? data.flags : {}
    emitEvent(services, guest, 'memoryFailure', {
      recipient: data.recipient === 'guest' ? 'guest' : 'hypervisor',
      action: failureActions.find((word) => word === data.action) ?? 'ignore',
      actionRequired: flags['action-required'] === true,
      recursive: flags.recursive === true,
    })
  },
  MEMORY_DEVICE_SIZE_CHANGE({ services, guest }, data) {
    emitEvent(services, guest, 'memoryDeviceSizeChange', {
      device: text(data.id),
      size: bytes(data.size) / 1024n,
    })
  },
  BLOCK_WRITE_THRESHOLD({ services, guest, live }, data) {
    const disk = diskOfNode(live, text(data['node-name']), '')
    if (!disk) return
    emitEvent(services, guest, 'blockThreshold', {
      device: disk.target,
      ...(disk.source === '' ? {} : { path: disk.source }),
      threshold: bytes(data['write-threshold']),
      excess: bytes(data['amount-exceeded']),
    })
  },
  BLOCK_JOB_READY: (scene, data) => blockJob(scene, data, 'ready'),
  BLOCK_JOB_CANCELLED: (scene, data) => blockJob(scene, data, 'canceled'),
  BLOCK_JOB_COMPLETED: (scene, data) =>
    blockJob(scene, data, data.error === undefined ? 'completed' : 'failed'),
  VNC_CONNECTED: (scene, data) => viewer(scene, data, 'connect'),
  VNC_INITIALIZED: (scene, data) => viewer(scene, data, 'initialize'),
  VNC_DISCONNECTED: (scene, data) => viewer(scene, data, 'disconnect'),
}

const failureActions = ['ignore', 'inject', 'fatal', 'reset'] as const
const blockJobTypes: Readonly<Record<string, EventFields<'domain', 'blockJob'>['type']>> = {
  stream: 'pull',
  commit: 'commit',
  mirror: 'copy',
  backup: 'backup',
}
const watchdogActions = ['pause', 'reset', 'poweroff', 'shutdown', 'debug', 'inject-nmi', 'none'] as const
const ioActions: Readonly<Record<string, EventFields<'domain', 'ioError'>['action']>> = {
  ignore: 'none',
  report: 'report',
  stop: 'pause',
}

function bytes(value: unknown): bigint {
  return typeof value === 'bigint' ? value : BigInt(Number(value ?? 0))
}

/** A job is named after the disk that it works on. */
function blockJob(
  { services, guest, live }: Scene,
  data: QmpObject,
  status: EventFields<'domain', 'blockJob'>['status'],
): void {
  const job = text(data.device)
  const disk = devicesOf(live.doc).disks.find(({ alias }) => alias?.name && job.includes(alias.name))
  const target = disk?.target.dev
  if (target === undefined) return
  emitEvent(services, guest, 'blockJob', {
    disk: target,
    type: blockJobTypes[text(data.type)] ?? 'unknown',
    status,
  })
}

function slept(services: Services, guest: Guest, to: 'memory' | 'disk'): void {
  transition(services, guest, to === 'memory' ? 'pmSuspendToMemory' : 'pmSuspendToDisk')
  emitEvent(services, guest, 'pmSuspend', { to })
}

function viewer(
  { services, guest }: Scene,
  data: QmpObject,
  phase: EventFields<'domain', 'graphics'>['phase'],
): void {
  const server = isQmpObject(data.server) ? data.server : {}
  const client = isQmpObject(data.client) ? data.client : {}
  emitEvent(services, guest, 'graphics', {
    phase,
    local: `${text(server.host)}:${text(server.service)}`,
    remote: `${text(client.host)}:${text(client.service)}`,
    ...familyOf('localFamily', server),
    ...familyOf('remoteFamily', client),
    authScheme: text(server.auth),
    subject: identities.flatMap(([member, type]) => {
      const name = text(client[member])
      return name === '' ? [] : [{ type, name }]
    }),
  })
}

const identities = [
  ['x509_dname', 'x509dname'],
  ['sasl_username', 'saslUsername'],
] as const
const families = ['ipv4', 'ipv6', 'unix'] as const

function familyOf(
  field: 'localFamily' | 'remoteFamily',
  end: QmpObject,
): { [F in typeof field]?: (typeof families)[number] } {
  const family = families.find((word) => word === end.family)
  return family === undefined ? {} : { [field]: family }
}

function diskOfNode(
  live: LiveGuest,
  node: string,
  device: string,
): { source: string; alias: string; target: string } | undefined {
  for (const disk of devicesOf(live.doc).disks) {
    const number = live.diskNodes.get(disk.target.dev ?? '')
    const names = number === undefined ? undefined : nodeNames(number)
    const alias = disk.alias?.name ?? ''
    if (names?.format === node || names?.storage === node || (device !== '' && device === alias)) {
      return { source: sourcePath(disk) ?? '', alias, target: disk.target.dev ?? '' }
    }
  }
  return undefined
}

/** Tells an event of the monitor as it came, to those who want to know what the emulator itself says. */
function tellMonitorEvent({ services, guest }: Scene, { name, data, at }: QmpEvent): void {
  const time = at ?? BigInt(Math.round(services.env.clock.now())) * 1000n
  emitEvent(services, guest, 'monitorEvent', {
    name,
    seconds: time / 1_000_000n,
    micros: Number(time % 1_000_000n),
    ...(Object.keys(data).length > 0 ? { details: printQmp(data) } : {}),
  })
}

/** Takes in one event of a running guest; what it changed is written to its status file. */
export function react(scene: Scene, event: QmpEvent): void {
  if (scene.guest.live === scene.live) tellMonitorEvent(scene, event)
  const reaction = reactions[event.name]
  if (!reaction || scene.guest.live !== scene.live || scene.live.ending) return
  reaction(scene, event.data)
  scene.services.tasks.run('writing the status of a guest', () => saveStatus(scene.services, scene.guest))
}
