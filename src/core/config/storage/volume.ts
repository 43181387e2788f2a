import { oneOf, pattern, u64, word } from '../descriptor/codec.ts'
import { element, type Mutable } from '../descriptor/element.ts'
import { attr, child, type DocOf, flag, leaf, list } from '../descriptor/field.ts'
import { size, storage } from '../descriptor/size.ts'
import { encryption } from '../domain/source.ts'
import { permissions } from './pool.ts'

const time = leaf(pattern(/^\d+(\.\d{1,9})?$/, 'seconds since 1970'))

const timestamps = element({ atime: time, mtime: time, ctime: time, btime: time })

const volumeTarget = {
  path: leaf(word),
  format: child(element({ type: attr(word, { required: true }) })),
  permissions: child(permissions),
  timestamps: child(timestamps, { live: true }),
}

const volumeFields = {
  type: attr(oneOf('file', 'block', 'dir', 'network', 'netdir', 'ploop')),
  name: leaf(word, { required: true }),
  key: leaf(word),
  source: child(
    element({
      devices: list(
        element({
          path: attr(word, { required: true }),
          extents: list(element({ start: attr(u64), end: attr(u64) }), { name: 'extent' }),
        }),
        { name: 'device', live: true },
      ),
    }),
    { keep: true },
  ),
  capacity: leaf(storage, { filled: true }),
  allocation: leaf(storage, { filled: true }),
  physical: leaf(storage, { live: true }),
  target: child(
    element({
      ...volumeTarget,
      encryption: child(encryption),
      compat: leaf(pattern(/^[\d.]+$/, 'a version')),
      clusterSize: leaf(size('bytes')),
      nocow: flag(),
      features: child(
        element({
          lazyRefcounts: flag({ name: 'lazy_refcounts' }),
          extendedL2: flag({ name: 'extended_l2' }),
        }),
      ),
    }),
    { filled: true, keep: true },
  ),
  backingStore: child(element({ ...volumeTarget, compat: leaf(word) })),
}

/** The description of a storage volume. */
export type VolumeDoc = DocOf<typeof volumeFields>

/** The description of a storage volume. */
export const volume = element(volumeFields, {
  after: completeVolume,
  check(doc, site) {
    if (/[/\n]/.test(doc.name) && doc.type === 'file') {
      site.fail(`has the name '${doc.name}', expected one without '/'`)
    }
  },
})

function completeVolume(draft: Mutable<VolumeDoc>): void {
  draft.type ??= 'file'
  draft.target ??= {}
  if (draft.capacity === undefined && draft.backingStore !== undefined) draft.capacity = 0n
  draft.allocation ??= draft.capacity
  if (draft.backingStore?.path === undefined) delete draft.backingStore
  if (draft.type === 'file' && draft.target.format === undefined) {
    draft.target = { ...draft.target, format: { type: 'raw' } }
  }
  const { features, compat } = draft.target
  if (features !== undefined && compat === undefined) draft.target = { ...draft.target, compat: '1.1' }
}
