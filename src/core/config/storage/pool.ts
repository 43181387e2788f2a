import { randomUUID } from 'node:crypto'
import {
  type Codec,
  oneOf,
  pattern,
  port,
  string,
  u64,
  uint,
  uuid,
  word,
  yesNo,
} from '../descriptor/codec.ts'
import { element, type Mutable, type Site } from '../descriptor/element.ts'
import { attr, child, type DocOf, leaf, list, on } from '../descriptor/field.ts'
import { storage } from '../descriptor/size.ts'
import { hostPciAddress } from '../domain/address.ts'
import { secretRef } from '../domain/source.ts'

/** Kinds of storage pools. */
export const poolTypes = [
  'dir',
  'fs',
  'netfs',
  'logical',
  'disk',
  'iscsi',
  'iscsi-direct',
  'scsi',
  'mpath',
  'rbd',
  'sheepdog',
  'gluster',
  'zfs',
  'vstorage',
] as const

const uidNumber: Codec<string> = {
  ...pattern(/^-?\d{1,10}$/, 'a number'),
  parse: (value) => (/^-?\d{1,10}$/.test(value) ? String(Number(value)) : undefined),
}
const owned = leaf(uidNumber, { omit: ['-1', '4294967295'] })
const mode: Codec<string> = {
  ...pattern(/^0?[0-7]{1,4}$/, 'an octal mode'),
  parse: (value) => (/^[0-7]{1,5}$/.test(value) ? `0${Number.parseInt(value, 8).toString(8)}` : undefined),
}

/** Owner and mode of a file; numbers as text, the mode octal. */
export const permissions = element({
  mode: leaf(mode),
  owner: owned,
  group: owned,
  label: leaf(string),
})

const adapter = element(
  {
    type: attr(oneOf('default', 'scsi_host', 'fc_host'), { default: 'scsi_host' }),
    name: attr(word),
    parent: attr(word, { when: on('type', 'fc_host') }),
    parent_wwnn: attr(word, { when: on('type', 'fc_host') }),
    parent_wwpn: attr(word, { when: on('type', 'fc_host') }),
    parent_fabric_wwn: attr(word, { when: on('type', 'fc_host') }),
    managed: attr(yesNo, { when: on('type', 'fc_host') }),
    wwnn: attr(word, { when: on('type', 'fc_host') }),
    wwpn: attr(word, { when: on('type', 'fc_host') }),
    parentaddr: child(
      element({
        unique_id: attr(uint, { required: true }),
        address: child(hostPciAddress, { required: true }),
      }),
      { when: on('type', 'scsi_host') },
    ),
  },
  {
    check(doc, site) {
      if (doc.type === 'scsi_host' && (doc.name === undefined) === (doc.parentaddr === undefined)) {
        site.fail("of type 'scsi_host' needs either a name or a 'parentaddr'")
      }
      if (doc.type === 'fc_host' && (doc.wwnn === undefined || doc.wwpn === undefined)) {
        site.fail("of type 'fc_host' needs 'wwnn' and 'wwpn'")
      }
    },
  },
)

const poolAuth = element({
  type: attr(oneOf('chap', 'ceph'), { required: true }),
  username: attr(word, { required: true }),
  secret: child(secretRef),
})

const poolSource = element({
  hosts: list(element({ name: attr(word, { required: true }), port: attr(port) }), { name: 'host' }),
  devices: list(
    element({
      path: attr(word, { required: true }),
      partSeparator: attr(yesNo, { name: 'part_separator' }),
      freeExtents: list(element({ start: attr(u64), end: attr(u64) }), { name: 'freeExtent', live: true }),
    }),
    { name: 'device' },
  ),
  dir: child(element({ path: attr(word) })),
  adapter: child(adapter),
  name: leaf(word),
  initiator: child(element({ iqn: child(element({ name: attr(word, { required: true }) })) })),
  format: child(element({ type: attr(word, { required: true }) })),
  auth: child(poolAuth),
  vendor: child(element({ name: attr(word) })),
  product: child(element({ name: attr(word) })),
  protocol: child(element({ ver: attr(pattern(/^[\d.]+$/, 'a version')) })),
})

const poolFields = {
  type: attr(oneOf(...poolTypes), { required: true }),
  name: leaf(word),
  uuid: leaf(uuid, { filled: true }),
  features: child(element({ cow: child(element({ state: attr(yesNo) })) })),
  capacity: leaf(storage, { live: true }),
  allocation: leaf(storage, { live: true }),
  available: leaf(storage, { live: true }),
  source: child(poolSource, { filled: true, keep: true }),
  target: child(element({ path: leaf(word), permissions: child(permissions) })),
  refresh: child(
    element({
      volume: child(element({ allocation: attr(oneOf('default', 'capacity'), { omit: ['default'] }) })),
    }),
  ),
  mountOpts: child(
    element({ options: list(element({ name: attr(word, { required: true }) }), { name: 'option' }) }),
    { name: 'mount_opts', ns: { prefix: 'fs', uri: 'http://libvirt.org/schemas/storagepool/fs/1.0' } },
  ),
  configOpts: child(
    element({
      options: list(
        element({ name: attr(word, { required: true }), value: attr(string, { required: true }) }),
        {
          name: 'option',
        },
      ),
    }),
    { name: 'config_opts', ns: { prefix: 'rbd', uri: 'http://libvirt.org/schemas/storagepool/rbd/1.0' } },
  ),
}

/** The definition of a storage pool. */
export type PoolDoc = DocOf<typeof poolFields>

/** The definition of a storage pool. */
export const pool = element(poolFields, { after: completePool, check: checkPool })

/** Formats that a pool of each type can have; the first is the one that is meant when none is named. */
export const poolFormats: Partial<Record<PoolDoc['type'], readonly string[]>> = {
  fs: [
    'auto',
    'ext2',
    'ext3',
    'ext4',
    'ufs',
    'iso9660',
    'udf',
    'gfs',
    'gfs2',
    'vfat',
    'hfs+',
    'xfs',
    'ocfs2',
    'vmfs',
  ],
  netfs: ['auto', 'nfs', 'glusterfs', 'cifs'],
  logical: ['unknown', 'lvm2'],
  disk: ['unknown', 'dos', 'dvh', 'gpt', 'mac', 'bsd', 'pc98', 'sun', 'lvm2'],
}

/** Types whose volumes are not files below a path. */
const pathless: ReadonlySet<string> = new Set(['rbd', 'sheepdog', 'gluster', 'iscsi-direct'])

function completePool(draft: Mutable<PoolDoc>): void {
  draft.uuid ??= randomUUID()
  draft.capacity ??= 0n
  draft.allocation ??= 0n
  draft.available ??= 0n
  const source = draft.source ?? {}
  const formats = poolFormats[draft.type]
  draft.source =
    formats?.[0] !== undefined && source.format === undefined
      ? { ...source, format: { type: formats[0] } }
      : source
  if (draft.type === 'logical')
    draft.source = { ...draft.source, name: draft.source.name ?? draft.name ?? '' }
  draft.name ??= draft.source.name ?? ''
  completeTarget(draft)
}

function completeTarget(draft: Mutable<PoolDoc>): void {
  if (pathless.has(draft.type)) {
    delete draft.target
    return
  }
  const path =
    draft.type === 'logical'
      ? `/dev/${draft.source?.name}`
      : draft.type === 'zfs'
        ? `/dev/zvol/${draft.source?.name}`
        : draft.type === 'mpath'
          ? '/dev/mapper'
          : draft.target?.path && cleanPath(draft.target.path)
  if (path !== undefined) draft.target = { ...draft.target, path }
}

/** A path without double and trailing slashes. */
function cleanPath(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
}

/** What a source must say, by type of pool. */
const neededOf: Partial<
  Record<PoolDoc['type'], ReadonlyArray<'hosts' | 'devices' | 'dir' | 'adapter' | 'name'>>
> = {
  fs: ['devices'],
  netfs: ['hosts', 'dir'],
  disk: ['devices'],
  iscsi: ['hosts', 'devices'],
  'iscsi-direct': ['hosts', 'devices'],
  scsi: ['adapter'],
  rbd: ['name'],
  sheepdog: ['name', 'hosts'],
  gluster: ['name', 'hosts'],
  zfs: ['name'],
  vstorage: ['name'],
}

function checkPool(doc: PoolDoc, site: Site): void {
  if (doc.name === undefined || doc.name === '') site.fail("lacks the element 'name'")
  if (/[/\n]/.test(doc.name ?? '')) site.fail(`has the name '${doc.name}', expected one without '/'`)
  for (const field of neededOf[doc.type] ?? []) {
    if (doc.source[field] === undefined) site.fail(`of type '${doc.type}' has no source with '${field}'`)
  }
  const formats = poolFormats[doc.type]
  const format = doc.source.format?.type
  if (formats !== undefined && format !== undefined && !formats.includes(format)) {
    site.fail(`of type '${doc.type}' has the format '${format}', expected one of ${formats.join(', ')}`)
  }
  if (!pathless.has(doc.type) && doc.target?.path === undefined) site.fail('has no target path')
}
