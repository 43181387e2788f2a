import type { DiskDoc, DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { QmpObject } from '../../../qmp/index.ts'
import { aliasOf, devicesOf } from '../definition/devices.ts'
import type { Argv } from './argv.ts'
import { blockNodes, type ChainImage, nodeNames, sourcePath, writeCache } from './block-nodes.ts'
import type { BootOrder } from './boot-order.ts'
import { type BusNames, pciProps, usbProps } from './places.ts'

/** What the disks of a command line need beside the definition. */
export interface DiskPlan {
  readonly buses: BusNames
  readonly boot: BootOrder
  /** Number of the block nodes of each disk, by target. */
  readonly nodes: ReadonlyMap<string, number>
  /** Images below each disk, by target; absent where nobody looked. */
  readonly chains: ReadonlyMap<string, readonly ChainImage[]>
}

/** Numbers for the block nodes of all disks; as libvirt does, the last disk has the lowest. */
export function numberDisks(doc: DomainDoc): Map<string, number> {
  const { disks } = devicesOf(doc)
  return new Map(disks.map((disk, i) => [disk.target.dev ?? '', disks.length - i]))
}

/** Adds the disks: their block nodes, then the devices of the guest. */
export function addDisks(argv: Argv, doc: DomainDoc, plan: DiskPlan): void {
  const { disks } = devicesOf(doc)
  addFloppyBoot(argv, disks, plan)
  for (const disk of disks) {
    const number = plan.nodes.get(disk.target.dev ?? '') ?? 0
    for (const node of blockNodes(disk, number, plan.chains.get(disk.target.dev ?? ''))) {
      argv.json('blockdev', node)
    }
    argv.json('device', diskDevice(disk, number, plan))
  }
}

/** Floppies have no boot index of their own: it is a property of their controller. */
function addFloppyBoot(argv: Argv, disks: readonly DiskDoc[], plan: DiskPlan): void {
  const floppies = disks.filter((disk) => disk.target.bus === 'fdc')
  const props = floppies
    .map((disk) => {
      const order = plan.boot.of(disk)
      const unit = disk.address?.type === 'drive' ? disk.address.unit : 0
      return order === undefined ? undefined : ([`bootindex${unit === 0 ? 'A' : 'B'}`, order] as const)
    })
    .filter((prop) => prop !== undefined)
  if (plan.buses.express) {
    if (floppies.length > 0) argv.json('device', { driver: 'isa-fdc', ...Object.fromEntries(props) })
  } else {
    for (const [name, order] of props) argv.add('global', `isa-fdc.${name}=${order}`)
  }
}

/** The device of a disk as the guest sees it. */
export function diskDevice(disk: DiskDoc, number: number, plan: Pick<DiskPlan, 'buses' | 'boot'>): QmpObject {
  const alias = aliasOf(disk)
  const empty = sourcePath(disk) === undefined
  const order = disk.target.bus === 'fdc' ? undefined : plan.boot.of(disk)
  return {
    ...placement(disk, alias, plan.buses),
    ...(disk.shareable ? { 'share-rw': true } : {}),
    ...(empty ? {} : { drive: nodeNames(number).format }),
    id: alias,
    ...(order === undefined ? {} : { bootindex: order }),
    ...geometry(disk),
    ...(disk.wwn ? { wwn: BigInt(`0x${disk.wwn.replace(/^0x/i, '')}`) } : {}),
    ...(disk.vendor ? { vendor: disk.vendor } : {}),
    ...(disk.product ? { product: disk.product } : {}),
    ...(disk.serial ? { serial: disk.serial } : {}),
    ...(disk.target.rotationRate ? { rotation_rate: disk.target.rotationRate } : {}),
    ...(disk.target.bus === 'fdc' || empty ? {} : errorPolicy(disk)),
  }
}

function geometry(disk: DiskDoc): QmpObject {
  const { geometry: g, blockio: b } = disk
  return {
    ...(b?.logicalBlockSize ? { logical_block_size: b.logicalBlockSize } : {}),
    ...(b?.physicalBlockSize ? { physical_block_size: b.physicalBlockSize } : {}),
    ...(b?.discardGranularity ? { discard_granularity: b.discardGranularity } : {}),
    ...(g ? { cyls: g.cyls, heads: g.heads, secs: g.secs } : {}),
    ...(g?.trans ? { 'bios-chs-trans': g.trans } : {}),
  }
}

function errorPolicy(disk: DiskDoc): QmpObject {
  const { error_policy: write, rerror_policy: read } = disk.driver ?? {}
  const cache = writeCache(disk)
  const reads = read ?? (write === 'enospace' ? undefined : write)
  return {
    ...(cache ? { 'write-cache': cache } : {}),
    ...(write ? { werror: write === 'enospace' ? 'enospc' : write } : {}),
    ...(reads ? { rerror: reads } : {}),
  }
}

type Placer = (disk: DiskDoc, alias: string, buses: BusNames) => QmpObject

function driveAddress(disk: DiskDoc): { controller: number; bus: number; target: number; unit: number } {
  if (disk.address?.type === 'drive') return disk.address
  throw new VirtError('internalError', `disk '${disk.target.dev}' has no drive address`, { domain: 'qemu' })
}

const placers: Readonly<Record<string, Placer>> = {
  virtio(disk, alias, buses) {
    const { driver } = disk
    return {
      driver: 'virtio-blk-pci',
      ...(driver?.iothread ? { iothread: `iothread${driver.iothread}` } : {}),
      ...(driver?.ioeventfd === undefined ? {} : { ioeventfd: driver.ioeventfd }),
      ...(driver?.event_idx === undefined ? {} : { event_idx: driver.event_idx }),
      ...(driver?.queues ? { 'num-queues': driver.queues } : {}),
      ...(driver?.queue_size ? { 'queue-size': driver.queue_size } : {}),
      ...pciProps(disk.address, buses, `disk '${alias}'`),
    }
  },
  ide(disk) {
    const { bus, unit } = driveAddress(disk)
    return { driver: disk.device === 'cdrom' ? 'ide-cd' : 'ide-hd', bus: `ide.${bus}`, unit }
  },
  sata(disk, _alias, buses) {
    const { controller, unit } = driveAddress(disk)
    const driver = disk.device === 'cdrom' ? 'ide-cd' : 'ide-hd'
    return { driver, bus: `${buses.controller('sata', controller)}.${unit}` }
  },
  scsi(disk, alias, buses) {
    const { controller, bus, target, unit } = driveAddress(disk)
    const scsiBus = `${buses.controller('scsi', controller)}.${bus}`
    const driver = disk.device === 'lun' ? 'scsi-block' : disk.device === 'cdrom' ? 'scsi-cd' : 'scsi-hd'
    const place =
      buses.scsiModel(controller) === 'lsilogic'
        ? { bus: scsiBus, 'scsi-id': unit }
        : { bus: `${buses.controller('scsi', controller)}.0`, channel: 0, 'scsi-id': target, lun: unit }
    // A page that the guest may build names of; libvirt fills it since block devices have no id any more.
    const identity = disk.device === 'lun' ? {} : { device_id: disk.serial ?? `drive-${alias}` }
    return { driver, ...place, ...identity }
  },
  usb(disk, _alias, buses) {
    return {
      driver: 'usb-storage',
      ...usbProps(disk.address, buses),
      removable: disk.target.removable ?? false,
    }
  },
  fdc(disk) {
    return { driver: 'floppy', unit: driveAddress(disk).unit }
  },
}

function placement(disk: DiskDoc, alias: string, buses: BusNames): QmpObject {
  const place = placers[disk.target.bus ?? 'ide']
  if (place) return place(disk, alias, buses)
  throw new VirtError(
    'configUnsupported',
    `disk '${disk.target.dev}' is on bus '${disk.target.bus}'; supported are ${Object.keys(placers).join(', ')}`,
    { domain: 'qemu' },
  )
}
