import type { DomainDoc } from '../../../core/config/index.ts'
import { resolveVolume } from '../../host-storage/storage.ts'
import { type DeviceOf, devicesOf, withDevices } from '../definition/devices.ts'
import type { Services } from './services.ts'

/** A disk whose source is a volume, with the path that the volume has now; its pool must be active. */
export function withVolumePath(
  { storage }: Pick<Services, 'storage'>,
  disk: DeviceOf<'disks'>,
): DeviceOf<'disks'> {
  const { pool, volume: name, mode: _, ...rest } = disk.source ?? {}
  if (disk.type !== 'volume' || pool === undefined || name === undefined) return disk
  const { path, type } = resolveVolume(storage, pool, name).volume
  if (type === 'block') return { ...disk, type, source: { ...rest, dev: path } }
  return { ...disk, type: 'file', source: { ...rest, file: path } }
}

/** The definition with the paths of all volumes that are its disks. */
export function withVolumePaths(services: Pick<Services, 'storage'>, doc: DomainDoc): DomainDoc {
  const { disks } = devicesOf(doc)
  if (!disks.some((disk) => disk.type === 'volume')) return doc
  return withDevices(doc, { disks: disks.map((disk) => withVolumePath(services, disk)) })
}
