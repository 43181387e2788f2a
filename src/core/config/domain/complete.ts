import { randomUUID } from 'node:crypto'
import type { Mutable, Site } from '../descriptor/element.ts'
import { completeConsoles, numberPorts } from './complete-consoles.ts'
import { completeDisks, numberControllers } from './complete-disks.ts'
import { completeVideos, implyVideo } from './complete-videos.ts'
import type { DevicesDoc } from './devices.ts'
import type { DomainDoc } from './domain.ts'
import { cleanMetadata } from './metadata.ts'

/** Brings a definition into the form that is printed: what every driver would fill in alike. */
export function completeDomain(draft: Mutable<DomainDoc>, site: Site): void {
  draft.uuid ??= randomUUID()
  if (draft.metadata !== undefined) draft.metadata = cleanMetadata(draft.metadata)
  draft.vcpu ??= { placement: 'static', value: 1 }
  draft.clock ??= { offset: 'utc' }
  completeMemory(draft, site)
  completeOs(draft, site)
  completeThreads(draft)
  const devices: Mutable<DevicesDoc> = { ...draft.devices }
  numberPorts(devices)
  if (draft.os.type?.value === 'hvm') completeConsoles(devices)
  numberControllers(devices)
  completeDisks(devices)
  implyVideo(devices, draft)
  completeVideos(devices)
  draft.devices = devices
}

function completeMemory(draft: Mutable<DomainDoc>, site: Site): void {
  const cells = draft.cpu?.numa?.cells
  const modules = draft.devices?.memories ?? []
  if (cells !== undefined && cells.length > 0 && (site.abiUpdate || draft.memory === undefined)) {
    let total = 0n
    for (const cell of cells) total += cell.memory
    for (const module of modules) total += module.target.size
    draft.memory = { ...draft.memory, value: total }
  }
  if (draft.memory === undefined) {
    site.fail("lacks the element 'memory'", 'xmlError')
  }
  const { value } = draft.memory
  if (draft.currentMemory === undefined || draft.currentMemory === 0n || draft.currentMemory > value) {
    draft.currentMemory = value
  }
}

function completeOs(draft: Mutable<DomainDoc>, site: Site): void {
  if (draft.os?.type === undefined) {
    if (draft.bootloader === undefined) site.fail("lacks the element 'os' with a type", 'osType')
    draft.os = { ...draft.os, type: { value: 'xen' } }
  }
  const { os } = draft
  if (
    os.type?.value === 'hvm' &&
    os.boots === undefined &&
    draft.bootloader === undefined &&
    !hasDeviceBoot(draft.devices)
  ) {
    draft.os = { ...os, boots: [{ dev: 'hd' }] }
  }
}

function hasDeviceBoot(devices: DevicesDoc | undefined): boolean {
  const bootable = [devices?.disks, devices?.interfaces, devices?.hostdevs, devices?.redirdevs]
  return bootable.some((items) => items?.some((item) => item.boot !== undefined))
}

/** `<iothreads>` and the list of their numbers say the same. */
function completeThreads(draft: Mutable<DomainDoc>): void {
  const listed = draft.iothreadids?.iothreads?.length ?? 0
  if (listed > (draft.iothreads ?? 0)) draft.iothreads = listed
}
