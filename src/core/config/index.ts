import { type WriteOptions, writeDocument } from './descriptor/format.ts'
import { type ReadOptions, readDocument } from './descriptor/parse.ts'
import { type DomainDoc, domain } from './domain/domain.ts'
import { parseXml } from './xml/reader.ts'

/** Reads the definition of a domain. */
export function parseDomain(xml: string | Uint8Array, options: ReadOptions = {}): DomainDoc {
  const root = parseXml(xml, options.file === undefined ? {} : { file: options.file })
  return readDocument(root, 'domain', domain, options)
}

/** Prints the definition of a domain. */
export function formatDomain(doc: DomainDoc, options: WriteOptions = {}): string {
  return writeDocument('domain', domain, doc, options)
}

export { formatCpuset, parseCpuset } from './descriptor/cpuset.ts'
export type { Mutable } from './descriptor/element.ts'
export type { WriteOptions } from './descriptor/format.ts'
export type { ReadOptions, Unknown } from './descriptor/parse.ts'
export { bytesOfUnit } from './descriptor/size.ts'
export type { AddressDoc } from './domain/address.ts'
export { diskIndex } from './domain/complete-disks.ts'
export { type DeviceDoc, type DeviceField, formatDevice, parseDevice } from './domain/device.ts'
export type { DomainDoc } from './domain/domain.ts'
export type * from './domain/types.ts'
