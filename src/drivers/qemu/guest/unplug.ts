import { configAttrs } from '../../shared/domain-record.ts'
import { nodeNames } from '../argv/block-nodes.ts'
import { type DeviceOf, deviceByAlias, devicesOf } from '../definition/devices.ts'
import { emitEvent, patch } from './publish.ts'
import type { Scene } from './scene.ts'
import { saveStatus } from './status-file.ts'
import { releaseTap } from './tap-claims.ts'

/** The guest gave a device up: what stood behind it goes, and the definition loses it. */
export function deviceGone(scene: Scene, alias: string): void {
  const { services, guest, live } = scene
  const device = deviceByAlias(live.doc, alias)
  if (!device) return
  const { disks, interfaces } = devicesOf(live.doc)
  const disk = disks.find((candidate) => candidate === device)
  const net = interfaces.find((candidate) => candidate === device)
  live.doc = without(scene, alias)
  const { disks: left, interfaces: nets } = configAttrs(live.doc)
  patch(services, guest, { disks: left, interfaces: nets })
  emitEvent(services, guest, 'deviceRemoved', { device: alias })
  services.tasks.run('taking back what stood behind a device', async () => {
    if (disk) await dropDisk(scene, disk)
    if (net) await dropInterface(scene, net)
    await saveStatus(services, guest)
  })
}

/** The guest keeps a device that it was asked to give up. */
export function deviceRefused({ services, guest, live }: Scene, alias: string): void {
  if (deviceByAlias(live.doc, alias)) emitEvent(services, guest, 'deviceRemovalFailed', { device: alias })
}

function without({ live }: Scene, alias: string): Scene['live']['doc'] {
  const entries = Object.entries(live.doc.devices).map(([name, value]): [string, unknown] => [
    name,
    Array.isArray(value) ? value.filter((item) => item?.alias?.name !== alias) : value,
  ])
  // Items are only taken out, so the lists keep their types.
  return { ...live.doc, devices: Object.fromEntries(entries) as Scene['live']['doc']['devices'] }
}

/** Removes the block nodes of a disk, highest first. */
export async function dropDisk({ live }: Scene, disk: DeviceOf<'disks'>): Promise<void> {
  const target = disk.target.dev ?? ''
  const number = live.diskNodes.get(target)
  if (number === undefined) return
  live.diskNodes.delete(target)
  await removeNodes({ live }, number)
}

/** Removes the block nodes with a number, those of backing images too. */
export async function removeNodes({ live }: Pick<Scene, 'live'>, number: number): Promise<void> {
  const { format, storage } = nodeNames(number)
  const nodes = await live.monitor.execute('query-named-block-nodes', { flat: true })
  const there = new Set(nodes.map((node) => node['node-name']))
  const backing = [...there].filter((name) => name?.startsWith(`libvirt-${number}-backing`)).sort()
  for (const name of [format, storage, ...backing]) {
    if (name && there.has(name)) await live.monitor.execute('blockdev-del', { 'node-name': name })
  }
}

async function dropInterface({ services, live }: Scene, net: DeviceOf<'interfaces'>): Promise<void> {
  await live.monitor.execute('netdev_del', { id: `host${net.alias?.name ?? ''}` }).catch(() => undefined)
  const tap = net.target?.dev
  const place = tap === undefined ? -1 : live.resources.taps.indexOf(tap)
  if (tap === undefined || place < 0) return
  live.resources.taps.splice(place, 1)
  await releaseTap(services, live.dir, tap)
}
