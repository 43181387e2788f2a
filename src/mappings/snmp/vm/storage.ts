import type { Disk, DomainRow } from '../domain-row.ts'
import { unitsUp } from '../values.ts'

/** Numbers of VirtualMachineStorageSourceType. */
export const sourceTypes = { unknown: 1, other: 2, block: 3, raw: 4, sparse: 5, network: 6 } as const

/** A kind of backing. */
export type SourceType = keyof typeof sourceTypes

type Rule = SourceType | ((disk: Disk) => SourceType)

const file: Rule = (disk) => {
  if (disk.source === undefined) return 'unknown'
  return disk.format === 'raw' && isFull(disk) ? 'raw' : 'sparse'
}

const bySourceType: Readonly<Record<Disk['sourceType'], Rule>> = {
  block: 'block',
  network: 'network',
  file,
  volume: file,
  dir: 'other',
  nvme: 'other',
  vhostuser: 'other',
  vhostvdpa: 'other',
  none: 'unknown',
}

/** Kind of backing of a disk. */
export function sourceTypeOf(disk: Disk): SourceType {
  const rule = bySourceType[disk.sourceType]
  return typeof rule === 'string' ? rule : rule(disk)
}

/** Numbers of IANAStorageMediaType. */
export const mediaTypes = {
  disk: 3,
  lun: 3,
  cdrom: 4,
  floppy: 5,
} as const satisfies Record<Disk['device'], number>

/** Octets in one unit of the sizes of a disk; it does not change while the disk keeps its sub-index. */
export function sizeUnitOf(row: DomainRow, sub: number): number {
  return 2 ** (row.owner.units?.[sub - 1] || 10)
}

/** Size of a disk in its unit, rounded up; -1 when it is not known or too large for the unit. */
export function definedSize(row: DomainRow, sub: number): number {
  return inUnits(row.disk(sub)?.capacity, row, sub)
}

/** Space that a disk takes; by the standard's rule the defined size for block devices and full raw images. */
export function allocatedSize(row: DomainRow, sub: number): number {
  const disk = row.disk(sub)
  if (!disk) return -1
  const type = sourceTypeOf(disk)
  return inUnits(type === 'block' || type === 'raw' ? disk.capacity : disk.allocation, row, sub)
}

function inUnits(size: bigint | undefined, row: DomainRow, sub: number): number {
  return size === undefined ? -1 : unitsUp(size, sizeUnitOf(row, sub))
}

/** A file system hands space out in blocks, so that a full image may take a little more than its size. */
function isFull(disk: Disk): boolean {
  return disk.capacity !== undefined && disk.allocation !== undefined && disk.allocation >= disk.capacity
}

const secretWords = 'password|passwd|pass|key|secret|token|auth|user|username|id'
const userInfo = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i
const secretFields = new RegExp(`([?&;:,])(?:${secretWords})=[^&;:,]*`, 'gi')

/** A path or URI without user names, passwords and keys. */
export function withoutCredentials(source: string): string {
  // A plain path may hold any of these signs in its name.
  if (!/^[a-z][a-z0-9+.-]*:/i.test(source)) return source
  return source
    .replace(userInfo, '$1')
    .replace(secretFields, (_, separator: string) => (separator === '?' ? '?' : ''))
    .replace(/\?[&;]/, '?')
    .replace(/\?$/, '')
}
