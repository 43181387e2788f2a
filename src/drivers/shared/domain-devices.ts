import { deviceFields } from '../../core/config/domain/devices.ts'
import {
  type DeviceField,
  type DevicesDoc,
  type DiskDoc,
  type DomainDoc,
  type NetDoc,
  parseDevice,
} from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import { randomMac } from './mac.ts'

/** What all devices have in common. */
export interface AnyDevice {
  readonly alias?: { readonly name?: string }
  readonly address?: object
}

/** One device as a caller gives it. */
export interface GivenDevice {
  readonly field: DeviceField
  /** Name of its element. */
  readonly element: string
  readonly doc: AnyDevice
}

const single: ReadonlySet<DeviceField> = new Set(['redirfilter', 'memballoon', 'nvram', 'vsock', 'pstore'])

/** Reads the document of one device; throws `xmlError` for an element that is no device. */
export function readDevice(xml: string): GivenDevice {
  const given = parseDevice(xml, { live: true })
  const doc = given.field === 'interfaces' ? withMac(given.device) : given.device
  // Where a kind of device has an alias or an address, they are of the one form that AnyDevice says.
  return {
    field: given.field,
    element: deviceFields[given.field].options.name ?? given.field,
    doc: doc as AnyDevice,
  }
}

function withMac(net: NetDoc): NetDoc {
  return net.mac === undefined ? { ...net, mac: { address: randomMac() } } : net
}

/** The document with Ethernet addresses for the interfaces that have none. */
export function withMacs(doc: DomainDoc): DomainDoc {
  const { interfaces } = doc.devices
  if (interfaces === undefined || interfaces.every(({ mac }) => mac !== undefined)) return doc
  return { ...doc, devices: { ...doc.devices, interfaces: interfaces.map(withMac) } }
}

/** The devices of one kind. */
export function devicesOf(devices: DevicesDoc, field: DeviceField): readonly AnyDevice[] {
  const value: unknown = devices[field]
  if (value === undefined) return []
  // Lists and single devices are told apart by the declaration, and both hold devices.
  return single.has(field) ? [value as AnyDevice] : (value as readonly AnyDevice[])
}

function withDevices(doc: DomainDoc, field: DeviceField, list: readonly AnyDevice[]): DomainDoc {
  const { [field]: _, ...others } = doc.devices
  const value = single.has(field) ? list[0] : list
  const devices = list.length === 0 ? others : { ...others, [field]: value }
  return { ...doc, devices: devices as DevicesDoc } // the field holds devices of its own kind, as before
}

/** The document with one more device. Throws where it clashes with one that is there. */
export function attachDevice(doc: DomainDoc, given: GivenDevice): DomainDoc {
  const present = devicesOf(doc.devices, given.field)
  if (single.has(given.field) && present.length > 0) {
    throw new VirtError('operationInvalid', `the domain '${doc.name}' has a ${given.element} already`)
  }
  const clash = given.field === 'disks' ? sameTarget(present, given.doc) : undefined
  if (clash !== undefined) {
    throw new VirtError('operationFailed', `the domain '${doc.name}' has a disk '${targetOf(clash)}' already`)
  }
  return withDevices(doc, given.field, [...present, given.doc])
}

/** The document without the device that is meant. */
export function detachDevice(
  doc: DomainDoc,
  given: GivenDevice,
): { readonly doc: DomainDoc; readonly device: AnyDevice } {
  const { list, index, device } = locate(doc, given)
  return { doc: withDevices(doc, given.field, list.toSpliced(index, 1)), device }
}

/** The document with the device that is meant replaced; alias and address stay unless others are given. */
export function updateDevice(
  doc: DomainDoc,
  given: GivenDevice,
): { readonly doc: DomainDoc; readonly before: AnyDevice; readonly device: AnyDevice } {
  const { list, index, device: before } = locate(doc, given)
  const { alias = before.alias, address = before.address } = given.doc
  const device = {
    ...given.doc,
    ...(alias === undefined ? {} : { alias }),
    ...(address === undefined ? {} : { address }),
  }
  return { doc: withDevices(doc, given.field, list.with(index, device)), before, device }
}

/** The device with an alias, with the field that it is in; throws `deviceMissing`. */
export function deviceByAlias(doc: DomainDoc, alias: string): GivenDevice {
  for (const [key, { options }] of Object.entries(deviceFields)) {
    const field = key as DeviceField // a key of the table
    const device = devicesOf(doc.devices, field).find((each) => each.alias?.name === alias)
    if (device !== undefined) return { field, element: options.name ?? key, doc: device }
  }
  throw new VirtError('deviceMissing', `the domain '${doc.name}' has no device with the alias '${alias}'`)
}

interface Located {
  readonly list: readonly AnyDevice[]
  readonly index: number
  readonly device: AnyDevice
}

function locate(doc: DomainDoc, given: GivenDevice): Located {
  const list = devicesOf(doc.devices, given.field)
  const found = list.filter((each) => isMeant(given, each))
  const [device] = found
  if (device === undefined) {
    throw new VirtError('deviceMissing', `the domain '${doc.name}' has no such ${given.element}`)
  }
  if (found.length > 1) {
    throw new VirtError(
      'operationFailed',
      `the domain '${doc.name}' has ${found.length} such ${given.element} devices`,
    )
  }
  return { list, index: list.indexOf(device), device }
}

/** Disks are found by target, interfaces by Ethernet address, what has an alias by that, all else by what is given. */
function isMeant(given: GivenDevice, present: AnyDevice): boolean {
  const alias = given.doc.alias?.name
  if (alias !== undefined && alias !== present.alias?.name) return false
  if (given.field === 'disks') return targetOf(given.doc) === targetOf(present)
  if (given.field === 'interfaces') {
    const { mac, address } = given.doc as NetDoc // the field holds interfaces
    if (mac?.address !== (present as NetDoc).mac?.address) return false
    return address === undefined || covers(present.address, address)
  }
  return alias !== undefined || single.has(given.field) || covers(present, given.doc)
}

function targetOf(device: AnyDevice): string | undefined {
  return (device as DiskDoc).target.dev // asked of disks only
}

function sameTarget(present: readonly AnyDevice[], device: AnyDevice): AnyDevice | undefined {
  return present.find((each) => targetOf(each) === targetOf(device))
}

/** Whether all that one value says is said by another too. */
function covers(whole: unknown, part: unknown): boolean {
  if (Object.is(whole, part)) return true
  if (typeof whole !== 'object' || typeof part !== 'object' || whole === null || part === null) return false
  const known = whole as Readonly<Record<string, unknown>>
  return Object.entries(part).every(([key, value]) => covers(known[key], value))
}

const aliasPrefixes: Partial<Record<DeviceField, string>> = {
  interfaces: 'net',
  videos: 'video',
  sounds: 'sound',
}

/** The device with an alias in libvirt's form, if it has none; no other device of the document has the same. */
export function withAlias(doc: DomainDoc, given: GivenDevice): GivenDevice {
  if (given.doc.alias?.name !== undefined) return given
  const prefix = aliasPrefix(given)
  const used = new Set(devicesOf(doc.devices, given.field).map((each) => each.alias?.name))
  for (let n = devicesOf(doc.devices, given.field).length; ; n++) {
    const name = `${prefix}${n}`
    if (!used.has(name)) return { ...given, doc: { ...given.doc, alias: { name } } }
  }
}

function aliasPrefix({ field, element, doc }: GivenDevice): string {
  if (field === 'disks') return `${(doc as DiskDoc).target.bus ?? 'virtio'}-disk` // the field holds disks
  return aliasPrefixes[field] ?? element
}
