import { domainStates } from '../../model/domain-words.ts'
import { type CodecValue, i64, oneOf, oneZero, string, u64, uuid, word } from '../descriptor/codec.ts'
import { element } from '../descriptor/element.ts'
import { attr, child, type DocOf, type Field, flag, leaf, list, raw } from '../descriptor/field.ts'
import { domain } from '../domain/domain.ts'
import { source, storageFormats, storageTypes } from '../domain/source.ts'

// Read by the source of every snapshot, kept for external ones: `after` takes it away.
const snapshotType = attr(storageTypes, { default: 'file' }) as Field<
  CodecValue<typeof storageTypes>
> as Field<CodecValue<typeof storageTypes>, 'maybe'>

const snapshotDisk = element(
  {
    name: attr(word, { required: true }),
    snapshot: attr(oneOf('default', 'no', 'internal', 'external', 'manual'), { omit: ['default'] }),
    type: snapshotType,
    driver: child(element({ type: attr(storageFormats) })),
    source: child(source),
    snapshotDeleteInProgress: flag(),
  },
  {
    after(draft) {
      if (draft.source !== undefined || draft.driver !== undefined) draft.snapshot ??= 'external'
      if (draft.snapshot !== 'external') delete draft.type
    },
    check(doc, site) {
      if (doc.source?.file !== undefined && !doc.source.file.startsWith('/')) {
        site.fail(`has the file '${doc.source.file}', expected an absolute path`)
      }
    },
  },
)

const parent = element({ name: leaf(word, { required: true }) })

const snapshotFields = {
  name: leaf(word),
  description: leaf(string),
  state: leaf(oneOf(...domainStates, 'disk-snapshot')),
  parent: child(parent),
  creationTime: leaf(i64),
  memory: child(element({ snapshot: attr(oneOf('no', 'internal', 'external')), file: attr(word) })),
  disks: child(element({ disks: list(snapshotDisk, { name: 'disk' }) })),
  domain: child(domain, { needs: 'type' }),
  domainRef: child(element({ uuid: leaf(uuid) }), { name: 'domain' }),
  inactiveDomain: child(domain),
  active: leaf(oneZero),
  cookie: raw(),
}

/** The description of a snapshot of a domain. */
export type SnapshotDoc = DocOf<typeof snapshotFields>

/** The description of a snapshot of a domain. */
export const snapshot = element(snapshotFields, {
  after(draft) {
    if (draft.memory?.file !== undefined && draft.memory.snapshot === undefined) {
      draft.memory = { snapshot: 'external', ...draft.memory }
    }
  },
  check(doc, site) {
    if (doc.name?.includes('/')) site.fail(`has the name '${doc.name}', expected one without '/'`)
    if (doc.memory?.snapshot === 'external' && doc.memory.file === undefined) {
      site.fail('has external memory and no file for it')
    }
    if (doc.memory?.file !== undefined && doc.memory.snapshot !== 'external') {
      site.fail(`has a file for its memory, which is '${doc.memory.snapshot}'`)
    }
  },
})

const checkpointFields = {
  name: leaf(word),
  description: leaf(string),
  parent: child(parent),
  creationTime: leaf(i64),
  disks: child(
    element({
      disks: list(
        element({
          name: attr(word, { required: true }),
          checkpoint: attr(oneOf('no', 'bitmap')),
          bitmap: attr(word),
          size: attr(u64, { live: true }),
        }),
        { name: 'disk' },
      ),
    }),
  ),
  domain: child(domain, { needs: 'type' }),
  domainRef: child(element({ uuid: leaf(uuid) }), { name: 'domain' }),
}

/** The description of a checkpoint of a domain. */
export type CheckpointDoc = DocOf<typeof checkpointFields>

/** The description of a checkpoint of a domain. */
export const checkpoint = element(checkpointFields, {
  check(doc, site) {
    if (doc.name?.includes('/')) site.fail(`has the name '${doc.name}', expected one without '/'`)
  },
})
