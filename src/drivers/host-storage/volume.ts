import type { VolumeDoc } from '../../core/config/index.ts'
import type { Change } from '../../core/driver.ts'

/** A file, directory or device in the directory of a pool. */
export interface HostVolume {
  readonly name: string
  readonly path: string
  readonly type: 'file' | 'dir' | 'block'
  readonly doc: VolumeDoc
  /** Device and inode: the same as long as it is the same file. */
  readonly identity: string
  /** What its header says; undefined for raw content. */
  readonly image: ImageHeader | undefined
}

/** What the first bytes of an image tell, without opening anything that they name. */
export interface ImageHeader {
  readonly format: string
  readonly capacity: bigint
  /** Text that the image names the one below it by. */
  readonly backing?: string
  readonly backingFormat?: string
  readonly compat?: string
  readonly clusterSize?: bigint
  readonly lazyRefcounts?: boolean
  readonly extendedL2?: boolean
  readonly encrypted?: boolean
  /** The data are in another file, which the image names. */
  readonly dataFile?: boolean
}

/** Local key of a volume. */
export function volumeKey(pool: string, name: string): string {
  return `${pool}/${name}`
}

/** A volume as a change. */
export function volumePut(pool: string, { name, path, type, doc }: HostVolume): Change {
  const format = doc.target.format?.type
  return {
    kind: 'put',
    type: 'volume',
    key: volumeKey(pool, name),
    attrs: {
      name,
      pool,
      volumeKey: path,
      path,
      type,
      capacity: doc.capacity,
      allocation: doc.allocation,
      ...(format === undefined ? {} : { format }),
    },
  }
}

/** That a volume is gone. */
export function volumeGone(pool: string, name: string): Change {
  return { kind: 'gone', type: 'volume', key: volumeKey(pool, name) }
}
