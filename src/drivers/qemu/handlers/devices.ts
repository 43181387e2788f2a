import type { DomainDoc } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import {
  attachDevice,
  detachDevice,
  deviceByAlias,
  type GivenDevice,
  readDevice,
  updateDevice,
} from '../../shared/domain-devices.ts'
import { sourcePath } from '../argv/block-nodes.ts'
import { completeDefinition } from '../definition/complete.ts'
import type { DeviceOf } from '../definition/devices.ts'
import { replaceDevices } from '../definition/replace-devices.ts'
import type { Guest } from '../guest/guest.ts'
import type { LiveGuest } from '../guest/live-guest.ts'
import { changeMedium } from '../guest/media.ts'
import { checkPluggable, plug } from '../guest/plug.ts'
import type { Scene } from '../guest/scene.ts'
import type { Services } from '../guest/services.ts'
import { withVolumePath } from '../guest/volume-disks.ts'
import { guestOf, keepConfig, liveChanged, targetOf } from './context.ts'

/** Longest wait for a guest to give a device up; later it is told by an event. */
const unplugMs = 5_000

interface Flags {
  readonly live?: boolean
  readonly config?: boolean
}

/** Devices that come, go and change. */
export function deviceHandlers(services: Services): Handlers {
  return {
    'domain.attachDevice': (ctx, ref, { xml, ...flags }) =>
      attach(services, guestOf(services, ref), { given: readDevice(xml), flags, signal: ctx.signal }),
    'domain.detachDevice': (ctx, ref, { xml, ...flags }) => {
      const given = readDevice(xml)
      return detach(services, guestOf(services, ref), { find: () => given, flags, signal: ctx.signal })
    },
    'domain.detachDeviceAlias': (ctx, ref, { alias, ...flags }) =>
      detach(services, guestOf(services, ref), {
        find: (doc) => deviceByAlias(doc, alias),
        flags,
        signal: ctx.signal,
      }),
    'domain.updateDevice': (ctx, ref, { xml, ...flags }) =>
      update(services, guestOf(services, ref), { given: readDevice(xml), flags, signal: ctx.signal }),
  }
}

/** The kept definition after a change, checked and filled in as a new one would be. */
async function settled(services: Services, doc: DomainDoc, signal: AbortSignal): Promise<DomainDoc> {
  return (await completeDefinition(doc, services.emulators, signal)).doc
}

async function attach(
  services: Services,
  guest: Guest,
  call: { given: GivenDevice; flags: Flags; signal: AbortSignal },
): Promise<void> {
  const { given, signal } = call
  const { live, config } = targetOf(guest, call.flags)
  if (live) checkPluggable(given)
  const kept = config && (await settled(services, attachDevice(config, given), signal))
  if (live) {
    await plug({ services, guest, live }, given, signal)
    await liveChanged(services, guest)
  }
  if (kept) await keepConfig(services, guest, kept)
}

async function detach(
  services: Services,
  guest: Guest,
  call: { find: (doc: DomainDoc) => GivenDevice; flags: Flags; signal: AbortSignal },
): Promise<void> {
  const { live, config } = targetOf(guest, call.flags)
  const kept = config && detachDevice(config, call.find(config)).doc
  if (live) {
    const given = call.find(live.doc)
    checkPluggable(given)
    const { device } = detachDevice(live.doc, given)
    await unplug(live, device.alias?.name ?? '', call.signal)
  }
  if (kept) await keepConfig(services, guest, kept)
}

/** Asks a guest to give a device up. It may take its time or never do it: the event of its going tells. */
async function unplug(live: LiveGuest, id: string, signal: AbortSignal): Promise<void> {
  const gone = live.monitor.waitEvent(
    (event) => event.name === 'DEVICE_DELETED' && event.data.device === id,
    {
      signal,
      timeoutMs: unplugMs,
    },
  )
  const outcome = gone.then(
    () => true,
    () => false,
  )
  await live.monitor.execute('device_del', { id }, { signal, failAs: 'operationFailed' })
  await outcome
}

async function update(
  services: Services,
  guest: Guest,
  call: { given: GivenDevice; flags: Flags; signal: AbortSignal },
): Promise<void> {
  const { given, signal } = call
  const { live, config } = targetOf(guest, call.flags)
  const kept = config && (await settled(services, updateDevice(config, given).doc, signal))
  if (live) {
    await updateLive({ services, guest, live }, given, signal)
    await liveChanged(services, guest)
  }
  if (kept) await keepConfig(services, guest, kept)
}

async function updateLive(scene: Scene, given: GivenDevice, signal: AbortSignal): Promise<void> {
  const { before, device } = updateDevice(scene.live.doc, given)
  // The field tells the kind of both.
  if (given.field === 'disks') {
    const old = before as DeviceOf<'disks'>
    const wanted = withVolumePath(scene.services, device as DeviceOf<'disks'>)
    if (sourcePath(old) !== sourcePath(wanted)) return changeMedium(scene, old, wanted, signal)
    return
  }
  if (given.field === 'interfaces') return setLink(scene, before as DeviceOf<'interfaces'>, device, signal)
  if (given.field === 'graphics') return setPassword(scene, before, device, signal)
  throw new VirtError(
    'operationUnsupported',
    `a device of kind '${given.element}' cannot change while the guest runs`,
    { domain: 'qemu' },
  )
}

async function setLink(
  { live }: Scene,
  before: DeviceOf<'interfaces'>,
  device: object,
  signal: AbortSignal,
): Promise<void> {
  const { link } = device as DeviceOf<'interfaces'>
  await live.monitor.execute(
    'set_link',
    { name: before.alias?.name ?? '', up: link?.state !== 'down' },
    { signal },
  )
  const { link: _, ...rest } = before
  live.doc = replaceDevices(live.doc, new Map([[before, link === undefined ? rest : { ...rest, link }]]))
}

async function setPassword(
  { live }: Scene,
  display: object,
  wanted: object,
  signal: AbortSignal,
): Promise<void> {
  const before = display as DeviceOf<'graphics'>
  const { passwd } = wanted as DeviceOf<'graphics'>
  if (before.passwd === undefined || passwd === undefined) {
    throw new VirtError(
      'operationUnsupported',
      'only the password of a display can change while the guest runs',
      {
        domain: 'qemu',
      },
    )
  }
  await live.monitor.execute('set_password', { protocol: 'vnc', password: passwd }, { signal })
  live.doc = replaceDevices(live.doc, new Map([[before, { ...before, passwd }]]))
}
