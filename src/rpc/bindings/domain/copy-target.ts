import { parseXml } from '../../../core/config/xml/reader.ts'
import { attribute, childOf } from '../../../core/config/xml/tree.ts'
import type { Call } from '../../binding.ts'
import { domainError } from './on-domain.ts'

/** Where a disk is to be copied to. */
export interface CopyTarget {
  readonly path: string
  readonly format?: string
  readonly block?: boolean
}

/** Reads the destination of a copy: a disk element with a source, but without what a guest sees. */
export function copyTarget(call: Call, xml: string): CopyTarget {
  const disk = parseXml(xml)
  const type = attribute(disk, 'type') ?? 'file'
  const source = childOf(disk, 'source')
  const path = source && attribute(source, type === 'block' ? 'dev' : 'file')
  if (disk.name !== 'disk' || path === undefined || (type !== 'file' && type !== 'block')) {
    throw domainError(call, 'xmlError', 'a disk with a file or block device as its source was expected')
  }
  const driver = childOf(disk, 'driver')
  const format = driver && attribute(driver, 'type')
  return { path, block: type === 'block', ...(format === undefined ? {} : { format }) }
}
