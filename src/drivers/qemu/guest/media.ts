import { VirtError } from '../../../core/errors/index.ts'
import { isQmpError } from '../../../qmp/index.ts'
import { blockNodes, nodeNames, sourcePath } from '../argv/block-nodes.ts'
import { aliasOf, type DeviceOf } from '../definition/devices.ts'
import { replaceDevices } from '../definition/replace-devices.ts'
import { findChain } from './prepare-host.ts'
import { emitEvent } from './publish.ts'
import type { Scene } from './scene.ts'
import { removeNodes } from './unplug.ts'

/** Longest that a guest that holds a tray may take to let it open. */
const trayMs = 5_000

/** Puts another medium into a drive of a running guest, or takes the one out that is there. */
export async function changeMedium(
  scene: Scene,
  before: DeviceOf<'disks'>,
  wanted: DeviceOf<'disks'>,
  signal: AbortSignal,
): Promise<void> {
  const { services, guest, live } = scene
  if (before.device !== 'cdrom' && before.device !== 'floppy') {
    throw new VirtError(
      'operationUnsupported',
      `disk '${before.target.dev}' of domain '${guest.name}' is no removable drive; its source cannot change while it runs`,
      { domain: 'qemu' },
    )
  }
  const id = aliasOf(before)
  const target = before.target.dev ?? ''
  if (before.device === 'cdrom') await openTray(scene, id, signal)
  const old = live.diskNodes.get(target)
  if (sourcePath(before) !== undefined) {
    await live.monitor.execute('blockdev-remove-medium', { id }, { signal })
    if (old !== undefined) await removeNodes(scene, old)
  }
  live.diskNodes.delete(target)
  const medium = { ...before, type: wanted.type, driver: { ...before.driver, ...wanted.driver } }
  const { source: _, ...empty } = medium
  live.doc = replaceDevices(live.doc, new Map([[before, empty]]))
  if (sourcePath(wanted) !== undefined) {
    const loaded = wanted.source === undefined ? medium : { ...medium, source: wanted.source }
    await insert(scene, loaded, signal)
    live.doc = replaceDevices(live.doc, new Map([[empty, loaded]]))
  }
  if (before.device === 'cdrom') await live.monitor.execute('blockdev-close-tray', { id }, { signal })
  const [from, to] = [sourcePath(before), sourcePath(wanted)]
  emitEvent(services, guest, 'diskChange', {
    device: id,
    ...(from === undefined ? {} : { oldSource: from }),
    ...(to === undefined ? {} : { newSource: to }),
  })
}

async function insert(scene: Scene, disk: DeviceOf<'disks'>, signal: AbortSignal): Promise<void> {
  const { live } = scene
  const number = live.nextNode++
  try {
    for (const node of blockNodes(disk, number, await findChain(disk, signal))) {
      await live.monitor.request('blockdev-add', node, { signal })
    }
    await live.monitor.execute(
      'blockdev-insert-medium',
      { id: aliasOf(disk), 'node-name': nodeNames(number).format },
      { signal },
    )
  } catch (error) {
    await removeNodes(scene, number)
    throw error
  }
  live.diskNodes.set(disk.target.dev ?? '', number)
}

/** A guest that locked the tray is asked first and opens it itself. */
async function openTray({ live }: Scene, id: string, signal: AbortSignal): Promise<void> {
  const opened = live.monitor.waitEvent(
    (event) => event.name === 'DEVICE_TRAY_MOVED' && event.data.id === id && event.data['tray-open'] === true,
    { signal, timeoutMs: trayMs },
  )
  opened.catch(() => undefined)
  try {
    await live.monitor.execute('blockdev-open-tray', { id, force: false }, { signal })
  } catch (error) {
    if (!isQmpError(error)) throw error
    await opened.catch(() => {
      throw error
    })
  }
}
