import type { DevicesDoc, DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'

type Item<L> = L extends ReadonlyArray<infer T> ? T : never
type ListField = {
  [K in keyof DevicesDoc]-?: NonNullable<DevicesDoc[K]> extends readonly unknown[] ? K : never
}[keyof DevicesDoc]

/** One device of a list of the document. */
export type DeviceOf<K extends ListField> = Item<NonNullable<DevicesDoc[K]>>

export type ControllerDoc = DeviceOf<'controllers'>
export type InputDoc = DeviceOf<'inputs'>
export type VideoDoc = DeviceOf<'videos'>
export type SoundDoc = DeviceOf<'sounds'>
export type RngDoc = DeviceOf<'rngs'>
export type WatchdogDoc = DeviceOf<'watchdogs'>
export type PanicDoc = DeviceOf<'panics'>
export type HubDoc = DeviceOf<'hubs'>
export type GraphicsDoc = DeviceOf<'graphics'>

/** The lists of devices that the driver knows, none of them absent. */
export interface DeviceLists {
  readonly disks: ReadonlyArray<DeviceOf<'disks'>>
  readonly controllers: readonly ControllerDoc[]
  readonly interfaces: ReadonlyArray<DeviceOf<'interfaces'>>
  readonly serials: ReadonlyArray<DeviceOf<'serials'>>
  readonly parallels: ReadonlyArray<DeviceOf<'parallels'>>
  readonly consoles: ReadonlyArray<DeviceOf<'consoles'>>
  readonly channels: ReadonlyArray<DeviceOf<'channels'>>
  readonly inputs: readonly InputDoc[]
  readonly graphics: readonly GraphicsDoc[]
  readonly sounds: readonly SoundDoc[]
  readonly videos: readonly VideoDoc[]
  readonly hubs: readonly HubDoc[]
  readonly watchdogs: readonly WatchdogDoc[]
  readonly rngs: readonly RngDoc[]
  readonly panics: readonly PanicDoc[]
}

/** The devices of a definition. */
export function devicesOf(doc: DomainDoc): DeviceLists {
  const d: DevicesDoc = doc.devices ?? {}
  return {
    disks: d.disks ?? [],
    controllers: d.controllers ?? [],
    interfaces: d.interfaces ?? [],
    serials: d.serials ?? [],
    parallels: d.parallels ?? [],
    consoles: d.consoles ?? [],
    channels: d.channels ?? [],
    inputs: d.inputs ?? [],
    graphics: d.graphics ?? [],
    sounds: d.sounds ?? [],
    videos: d.videos ?? [],
    hubs: d.hubs ?? [],
    watchdogs: d.watchdogs ?? [],
    rngs: d.rngs ?? [],
    panics: d.panics ?? [],
  }
}

/** A device that can have an alias. */
export interface Aliased {
  readonly alias?: { readonly name?: string }
}

/** The name of a device in QEMU. */
export function aliasOf(device: Aliased): string {
  const name = device.alias?.name
  if (name === undefined) throw new VirtError('internalError', 'a device has no alias', { domain: 'qemu' })
  return name
}

/** All devices of a definition, in the order of its lists. */
export function allDevices(doc: DomainDoc): Aliased[] {
  const values = Object.values(doc.devices ?? {}) as unknown[]
  return values.flatMap((value): Aliased[] => {
    if (Array.isArray(value)) return value as Aliased[] // every list of the document holds devices
    return typeof value === 'object' && value !== null ? [value as Aliased] : []
  })
}

/** The device with this alias. */
export function deviceByAlias(doc: DomainDoc, alias: string): Aliased | undefined {
  return alias === '' ? undefined : allDevices(doc).find((device) => device.alias?.name === alias)
}

/** The definition with some of its devices replaced. */
export function withDevices(doc: DomainDoc, devices: Partial<DevicesDoc>): DomainDoc {
  return { ...doc, devices: { ...doc.devices, ...devices } }
}
