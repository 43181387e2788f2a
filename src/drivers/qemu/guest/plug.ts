import type { DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { Undo } from '../../../core/lib/undo.ts'
import { type AnyDevice, attachDevice, type GivenDevice } from '../../shared/domain-devices.ts'
import { blockNodes } from '../argv/block-nodes.ts'
import { diskDevice } from '../argv/disks.ts'
import { netBackend, netDevice } from '../argv/networks.ts'
import { type BusNames, busNames } from '../argv/places.ts'
import { assignAliases } from '../definition/aliases.ts'
import { completeDisk, completeInterface } from '../definition/complete.ts'
import { allDevices, type DeviceOf, devicesOf } from '../definition/devices.ts'
import { assignDriveAddresses } from '../definition/drive-addresses.ts'
import { assignPciAddresses } from '../definition/pci-addresses.ts'
import { replaceDevices } from '../definition/replace-devices.ts'
import { assignUsbAddresses } from '../definition/usb-addresses.ts'
import { findChain, prepareInterface } from './prepare-host.ts'
import { emitEvent } from './publish.ts'
import type { Scene } from './scene.ts'
import { releaseTap } from './tap-claims.ts'
import { removeNodes } from './unplug.ts'
import { withVolumePath } from './volume-disks.ts'

/** A hotplugged device never brings an order of its own into a boot that is long past. */
const noBoot = { of: () => undefined }

/** Plugs a device into a running guest. What was made for it is taken back when a step fails. */
export async function plug(scene: Scene, given: GivenDevice, signal: AbortSignal): Promise<void> {
  const undo = new Undo()
  try {
    const doc =
      given.field === 'disks'
        ? await plugDisk(scene, given, signal, undo)
        : await plugInterface(scene, given, signal, undo)
    scene.live.doc = doc
  } catch (error) {
    await undo.run()
    throw error
  }
  const device = pluggedOf(scene.live.doc, given)
  emitEvent(scene.services, scene.guest, 'deviceAdded', { device: device.alias?.name ?? '' })
}

/** Refuses kinds of devices that can only be there from the start. */
export function checkPluggable(given: GivenDevice): void {
  if (given.field === 'disks' || given.field === 'interfaces') return
  throw new VirtError(
    'operationUnsupported',
    `a device of kind '${given.element}' cannot be plugged into a running guest; disks and interfaces can`,
    { domain: 'qemu' },
  )
}

function pluggedOf(doc: DomainDoc, given: GivenDevice): AnyDevice {
  const list = given.field === 'disks' ? devicesOf(doc).disks : devicesOf(doc).interfaces
  const last = list.at(-1)
  if (last) return last
  throw new VirtError('internalError', 'the device that was plugged in is not listed')
}

/** The definition with the device in its place: the buses that there are must have room for it. */
function placed(doc: DomainDoc, given: GivenDevice): DomainDoc {
  const grown = attachDevice(doc, { ...given, doc: withoutAlias(given.doc) })
  const full = assignPciAddresses(assignUsbAddresses(assignDriveAddresses(grown)))
  if (devicesOf(full).controllers.length > devicesOf(doc).controllers.length) {
    throw new VirtError(
      'operationFailed',
      `domain '${doc.name}' has no free place for another ${given.element}: all its PCI slots are taken`,
      { domain: 'qemu' },
    )
  }
  return named(full, given)
}

function withoutAlias(device: AnyDevice): AnyDevice {
  const { alias, ...rest } = device
  return alias?.name?.startsWith('ua-') ? device : rest
}

/** Gives the new device a name that no other has; the names of the others stay. */
function named(doc: DomainDoc, given: GivenDevice): DomainDoc {
  const device = pluggedOf(doc, given)
  if (device.alias?.name) return doc
  const taken = new Set(allDevices(doc).map((other) => other.alias?.name))
  const wanted = pluggedOf(assignAliases(doc), given).alias?.name ?? ''
  let name = wanted
  for (let n = 0; taken.has(name); n++) name = wanted.replace(/\d+$/, String(n))
  return replaceDevices(doc, new Map([[device, { ...device, alias: { name } }]]))
}

async function plugDisk(
  scene: Scene,
  given: GivenDevice,
  signal: AbortSignal,
  undo: Undo,
): Promise<DomainDoc> {
  const { live } = scene
  // The field says that it is a disk.
  const disk = withVolumePath(scene.services, completeDisk(given.doc as DeviceOf<'disks'>))
  const doc = placed(live.doc, { ...given, doc: disk })
  const place = pluggedOf(doc, given) as DeviceOf<'disks'>
  const number = live.nextNode++
  undo.push(() => removeNodes(scene, number))
  for (const node of blockNodes(place, number, await findChain(place, signal))) {
    await live.monitor.request('blockdev-add', node, { signal })
  }
  const buses: BusNames = busNames(doc)
  await live.monitor.request('device_add', diskDevice(place, number, { buses, boot: noBoot }), { signal })
  live.diskNodes.set(place.target.dev ?? '', number)
  return doc
}

async function plugInterface(
  scene: Scene,
  given: GivenDevice,
  signal: AbortSignal,
  undo: Undo,
): Promise<DomainDoc> {
  const { services, live } = scene
  const made = { taps: [] as string[], ports: [] as number[] }
  undo.push(async () => {
    for (const tap of made.taps) await releaseTap(services, live.dir, tap)
  })
  const net = await prepareInterface(
    { services, resources: made, dir: live.dir, signal },
    completeInterface(given.doc as DeviceOf<'interfaces'>),
  )
  const doc = placed(live.doc, { ...given, doc: net })
  const place = pluggedOf(doc, given) as DeviceOf<'interfaces'>
  const backend = netBackend(place, place.target?.dev)
  undo.push(async () => void (await live.monitor.request('netdev_del', { id: backend.id ?? '' })))
  await live.monitor.request('netdev_add', backend, { signal })
  await live.monitor.request('device_add', netDevice(place, { buses: busNames(doc), boot: noBoot }), {
    signal,
  })
  live.resources.taps.push(...made.taps)
  return doc
}
