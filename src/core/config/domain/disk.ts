import { oneOf, onOff, positive, u64, uint, word, wwn, yesNo } from '../descriptor/codec.ts'
import { type ElementType, element, type Mutable } from '../descriptor/element.ts'
import { attr, child, type DocOf, flag, leaf, list, text } from '../descriptor/field.ts'
import { size } from '../descriptor/size.ts'
import { deviceTail, virtioDriver } from './address.ts'
import { checkDisk } from './check-disk.ts'
import {
  auth,
  type BackingStoreDoc,
  backingStore,
  encryption,
  imageFormat,
  source,
  storageFormats,
  storageTypes,
} from './source.ts'

/** Buses that a disk can hang on. */
export const diskBuses = ['ide', 'fdc', 'scsi', 'virtio', 'xen', 'usb', 'uml', 'sata', 'sd', 'nvme'] as const

const iothread = element({
  id: attr(positive, { required: true }),
  queues: list(element({ id: attr(uint, { required: true }) }), { name: 'queue' }),
})

const diskDriver = element({
  name: attr(word),
  type: attr(storageFormats),
  cache: attr(oneOf('default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe'), {
    omit: ['default'],
  }),
  error_policy: attr(oneOf('default', 'stop', 'report', 'ignore', 'enospace'), { omit: ['default'] }),
  rerror_policy: attr(oneOf('default', 'stop', 'report', 'ignore'), { omit: ['default'] }),
  io: attr(oneOf('default', 'native', 'threads', 'io_uring'), { omit: ['default'] }),
  ioeventfd: attr(onOff),
  event_idx: attr(onOff),
  copy_on_read: attr(onOff),
  discard: attr(oneOf('default', 'unmap', 'ignore'), { omit: ['default'] }),
  iothread: attr(positive),
  detect_zeroes: attr(oneOf('default', 'off', 'on', 'unmap'), { omit: ['default'] }),
  discard_no_unref: attr(onOff),
  queues: attr(positive),
  queue_size: attr(positive),
  ...virtioDriver,
  iothreads: child(element({ iothreads: list(iothread, { name: 'iothread' }) })),
  metadataCache: child(
    element({ maxSize: child(element({ value: text(size('bytes')) }), { name: 'max_size' }) }),
    { name: 'metadata_cache' },
  ),
  statistics: child(
    element({
      statistics: list(element({ interval: attr(positive, { required: true }) }), { name: 'statistic' }),
      latencyHistograms: list(
        element({
          type: attr(oneOf('read', 'write', 'zone', 'flush')),
          bins: list(element({ start: attr(u64, { required: true }) }), { name: 'bin' }),
        }),
        { name: 'latency-histogram' },
      ),
    }),
  ),
})

const target = element({
  dev: attr(word),
  bus: attr(oneOf(...diskBuses)),
  tray: attr(oneOf('closed', 'open'), { omit: ['closed'] }),
  removable: attr(onOff),
  rotationRate: attr(uint, { name: 'rotation_rate' }),
  dpofua: attr(onOff),
})

/** Limits on the throughput of a disk, in bytes and requests per second; 0 is none. */
export const iotune = element(
  {
    totalBytesSec: leaf(u64, { name: 'total_bytes_sec', omit: [0n] }),
    readBytesSec: leaf(u64, { name: 'read_bytes_sec', omit: [0n] }),
    writeBytesSec: leaf(u64, { name: 'write_bytes_sec', omit: [0n] }),
    totalIopsSec: leaf(u64, { name: 'total_iops_sec', omit: [0n] }),
    readIopsSec: leaf(u64, { name: 'read_iops_sec', omit: [0n] }),
    writeIopsSec: leaf(u64, { name: 'write_iops_sec', omit: [0n] }),
    totalBytesSecMax: leaf(u64, { name: 'total_bytes_sec_max', omit: [0n] }),
    readBytesSecMax: leaf(u64, { name: 'read_bytes_sec_max', omit: [0n] }),
    writeBytesSecMax: leaf(u64, { name: 'write_bytes_sec_max', omit: [0n] }),
    totalIopsSecMax: leaf(u64, { name: 'total_iops_sec_max', omit: [0n] }),
    readIopsSecMax: leaf(u64, { name: 'read_iops_sec_max', omit: [0n] }),
    writeIopsSecMax: leaf(u64, { name: 'write_iops_sec_max', omit: [0n] }),
    sizeIopsSec: leaf(u64, { name: 'size_iops_sec', omit: [0n] }),
    groupName: leaf(word, { name: 'group_name' }),
    totalBytesSecMaxLength: leaf(u64, { name: 'total_bytes_sec_max_length', omit: [0n] }),
    readBytesSecMaxLength: leaf(u64, { name: 'read_bytes_sec_max_length', omit: [0n] }),
    writeBytesSecMaxLength: leaf(u64, { name: 'write_bytes_sec_max_length', omit: [0n] }),
    totalIopsSecMaxLength: leaf(u64, { name: 'total_iops_sec_max_length', omit: [0n] }),
    readIopsSecMaxLength: leaf(u64, { name: 'read_iops_sec_max_length', omit: [0n] }),
    writeIopsSecMaxLength: leaf(u64, { name: 'write_iops_sec_max_length', omit: [0n] }),
  },
  {
    check(doc, site) {
      for (const [total, read, write] of exclusive) {
        if (doc[total] && (doc[read] || doc[write])) {
          site.fail(`sets '${total}' together with '${doc[read] ? read : write}'`, 'configUnsupported')
        }
      }
    },
  },
)

/** A total excludes limits per direction. */
const exclusive = [
  ['totalBytesSec', 'readBytesSec', 'writeBytesSec'],
  ['totalIopsSec', 'readIopsSec', 'writeIopsSec'],
  ['totalBytesSecMax', 'readBytesSecMax', 'writeBytesSecMax'],
  ['totalIopsSecMax', 'readIopsSecMax', 'writeIopsSecMax'],
] as const

const mirror = element({
  type: attr(storageTypes),
  file: attr(word),
  format: attr(word),
  job: attr(oneOf('copy', 'active-commit')),
  ready: attr(oneOf('yes', 'no', 'abort', 'pivot')),
  formatElement: child(imageFormat, { name: 'format' }),
  source: child(source),
  backingStore: child((): ElementType<BackingStoreDoc> => backingStore, { keep: true }),
})

const geometry = element({
  cyls: attr(uint, { required: true }),
  heads: attr(uint, { required: true }),
  secs: attr(uint, { required: true }),
  trans: attr(oneOf('default', 'none', 'auto', 'lba'), { omit: ['default'] }),
})

const blockio = element({
  logicalBlockSize: attr(uint, { name: 'logical_block_size', omit: [0] }),
  physicalBlockSize: attr(uint, { name: 'physical_block_size', omit: [0] }),
  discardGranularity: attr(uint, { name: 'discard_granularity' }),
})

const diskFields = {
  type: attr(storageTypes, { default: 'file' }),
  device: attr(oneOf('disk', 'cdrom', 'floppy', 'lun'), { default: 'disk' }),
  model: attr(oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional')),
  rawio: attr(yesNo),
  sgio: attr(oneOf('filtered', 'unfiltered', 'default'), { omit: ['default'] }),
  snapshot: attr(oneOf('no', 'internal', 'external', 'manual', 'default'), { omit: ['default'] }),
  driver: child(diskDriver),
  auth: child(auth),
  source: child(source),
  backingStore: child(backingStore, { keep: true }),
  backenddomain: child(element({ name: attr(word) })),
  geometry: child(geometry),
  blockio: child(blockio),
  mirror: child(mirror, { live: true }),
  target: child(target, { filled: true }),
  iotune: child(iotune),
  throttlefilters: child(
    element({
      filters: list(element({ group: attr(word, { required: true }) }), { name: 'throttlefilter' }),
    }),
  ),
  readonly: flag(),
  shareable: flag(),
  transient: child(element({ shareBacking: attr(yesNo) }), { keep: true }),
  serial: leaf(word),
  wwn: leaf(wwn),
  vendor: leaf(word),
  product: leaf(word),
  encryption: child(encryption),
  ...deviceTail,
}

/** A disk, CD-ROM or floppy of a domain. */
export const disk = element(diskFields, { after: completeDisk, check: checkDisk })

/** A disk, CD-ROM or floppy of a domain. */
export type DiskDoc = DocOf<typeof diskFields>

/** Bus by the first letters of the name in the guest. */
const busByPrefix: ReadonlyArray<readonly [string, (typeof diskBuses)[number]]> = [
  ['fd', 'fdc'],
  ['hd', 'ide'],
  ['sd', 'scsi'],
  ['vd', 'virtio'],
  ['xvd', 'xen'],
  ['ubd', 'uml'],
]

function completeDisk(draft: Mutable<DiskDoc>): void {
  const dev = draft.target?.dev
  if (draft.target !== undefined && draft.target.bus === undefined && dev !== undefined) {
    const bus =
      busByPrefix.find(([prefix]) => dev.startsWith(prefix))?.[1] ?? (dev === '' ? undefined : 'ide')
    if (bus !== undefined) draft.target = { ...draft.target, bus }
  }
  if (draft.device === 'cdrom' && !draft.readonly) draft.readonly = true
  if (draft.snapshot === undefined && draft.readonly && draft.device !== 'cdrom') draft.snapshot = 'no'
  if (draft.snapshot === 'no' && draft.readonly) delete draft.snapshot
}
