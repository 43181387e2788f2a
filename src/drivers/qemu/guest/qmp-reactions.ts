import type { EventFields } from '../../../core/model/index.ts'
import type { QmpEvent, QmpObject } from '../../../qmp/index.ts'
import { isQmpObject } from '../../../qmp/index.ts'
import { nodeNames, sourcePath } from '../argv/block-nodes.ts'
import { deviceByAlias, devicesOf } from '../definition/devices.ts'
import { agentChanged } from './agent-link.ts'
import type { Guest } from './guest.ts'
import { actOnPanic, actOnPowerOff } from './life-policy.ts'
import type { LiveGuest } from './live-guest.ts'
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
  DEVICE_DELETED: (scene, data) => deviceGone(scene, text(data.device)),
  DEVICE_UNPLUG_GUEST_ERROR: (scene, data) => deviceRefused(scene, text(data.device)),
  ACPI_DEVICE_OST(scene, data) {
    const info = isQmpObject(data.info) ? data.info : {}
    // Source 1 and 3 are ejections; status 0 is success and 0x80 and above stand for work under way.
    const status = Number(info.status ?? 0)
    if (status !== 0 && status < 0x80) deviceRefused(scene, text(info.device))
  },
  VSERPORT_CHANGE: (scene, data) => agentChanged(scene, text(data.id), data.open === true),
  VNC_CONNECTED: (scene, data) => viewer(scene, data, 'connect'),
  VNC_INITIALIZED: (scene, data) => viewer(scene, data, 'initialize'),
  VNC_DISCONNECTED: (scene, data) => viewer(scene, data, 'disconnect'),
}

const watchdogActions = ['pause', 'reset', 'poweroff', 'shutdown', 'debug', 'inject-nmi', 'none'] as const
const ioActions: Readonly<Record<string, EventFields<'domain', 'ioError'>['action']>> = {
  ignore: 'none',
  report: 'report',
  stop: 'pause',
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
    authScheme: text(server.auth),
  })
}

function diskOfNode(
  live: LiveGuest,
  node: string,
  device: string,
): { source: string; alias: string } | undefined {
  for (const disk of devicesOf(live.doc).disks) {
    const number = live.diskNodes.get(disk.target.dev ?? '')
    const names = number === undefined ? undefined : nodeNames(number)
    const alias = disk.alias?.name ?? ''
    if (names?.format === node || names?.storage === node || (device !== '' && device === alias)) {
      return { source: sourcePath(disk) ?? '', alias }
    }
  }
  return undefined
}

/** Takes in one event of a running guest; what it changed is written to its status file. */
export function react(scene: Scene, event: QmpEvent): void {
  const reaction = reactions[event.name]
  if (!reaction || scene.guest.live !== scene.live || scene.live.ending) return
  reaction(scene, event.data)
  scene.services.tasks.run('writing the status of a guest', () => saveStatus(scene.services, scene.guest))
}
