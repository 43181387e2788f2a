import { type AddressDoc, type DomainDoc, diskIndex } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { devicesOf } from './devices.ts'
import { withAddresses } from './replace-devices.ts'

interface Drive {
  readonly controller: number
  readonly bus: number
  readonly target: number
  readonly unit: number
}

/** Where the disk with a number goes on each kind of bus. */
const drivePlaces: Readonly<Record<string, (n: number) => Drive>> = {
  ide: (n) => ({ controller: Math.floor(n / 4), bus: Math.floor(n / 2) % 2, target: 0, unit: n % 2 }),
  sata: (n) => ({ controller: Math.floor(n / 6), bus: 0, target: 0, unit: n % 6 }),
  scsi: (n) => ({ controller: Math.floor(n / 7), bus: 0, target: 0, unit: n % 7 }),
  fdc: (n) => ({ controller: Math.floor(n / 2), bus: 0, target: 0, unit: n % 2 }),
}

const show = (bus: string, d: Drive) => `${bus} ${d.controller}:${d.bus}:${d.target}:${d.unit}`

/** Gives each disk on a drive bus its place, from its name; two disks in one place are an error. */
export function assignDriveAddresses(doc: DomainDoc): DomainDoc {
  const taken = new Map<string, string>()
  const addresses = new Map<object, AddressDoc>()
  for (const disk of devicesOf(doc).disks) {
    const { bus = '', dev = '' } = disk.target
    const place = drivePlaces[bus]
    if (!place) continue
    const address = disk.address?.type === 'drive' ? disk.address : chosen(dev, place)
    const where = show(bus, address)
    const other = taken.get(where)
    if (other !== undefined) {
      throw new VirtError('xmlError', `disks '${other}' and '${dev}' have the same address ${where}`, {
        domain: 'qemu',
      })
    }
    taken.set(where, dev)
    if (disk.address?.type !== 'drive') addresses.set(disk, { type: 'drive', ...address })
  }
  return withAddresses(doc, addresses)
}

function chosen(dev: string, place: (n: number) => Drive): Drive {
  const index = diskIndex(dev)
  if (index !== undefined) return place(index)
  throw new VirtError(
    'configUnsupported',
    `the disk name '${dev}' has no letters that tell its place on the bus`,
    {
      domain: 'qemu',
    },
  )
}
