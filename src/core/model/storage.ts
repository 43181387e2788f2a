import { defineObject } from './kinds.ts'
import { definitionOps, runOps } from './life.ts'

const running = runOps('pool', 'storage pool')

/** A pool can be built in the same step in which it is made active. */
const poolCreate = {
  ...running.create,
  params: {
    ...running.create.params,
    build: { kind: 'bool', optional: true, doc: 'Make the place that it needs, first.' },
    overwrite: { kind: 'bool', optional: true, doc: 'With build: although there is something.' },
    noOverwrite: { kind: 'bool', optional: true, doc: 'With build: refuse when there is something.' },
  },
} as const

/** A storage pool. */
export const pool = defineObject({
  doc: 'A place on a host that volumes are kept in.',
  key: 'uuid',
  attrs: {
    uuid: { kind: 'uuid', freshness: 'fixed', doc: 'Identity of the pool.' },
    name: { kind: 'string', freshness: 'config', doc: 'Name, unique on its host.' },
    type: { kind: 'string', freshness: 'config', doc: 'Kind (dir, logical, rbd).' },
    state: {
      kind: { enum: ['inactive', 'building', 'running', 'degraded', 'inaccessible'] },
      freshness: 'state',
      doc: 'State.',
    },
    persistent: {
      kind: 'bool',
      freshness: 'state',
      doc: 'Whether a definition is kept while it is inactive.',
    },
    autostart: { kind: 'bool', freshness: 'config', doc: 'Whether it starts with its host.' },
    path: { kind: 'string', freshness: 'config', optional: true, doc: 'Where its volumes are on the host.' },
    capacity: { kind: 'u64', unit: 'bytes', freshness: 'state', doc: 'Size.' },
    allocation: { kind: 'u64', unit: 'bytes', freshness: 'state', doc: 'Space that volumes take.' },
    available: { kind: 'u64', unit: 'bytes', freshness: 'state', doc: 'Space that is free.' },
  },
  ops: {
    ...definitionOps('pool', 'storage pool'),
    ...running,
    create: poolCreate,
    build: {
      access: 'configure',
      permission: 'format',
      lock: 'async',
      params: {
        overwrite: { kind: 'bool', optional: true, doc: 'Although there is something.' },
        noOverwrite: { kind: 'bool', optional: true, doc: 'Refuse when there is something.' },
      },
      result: 'void',
      doc: 'Make the place that the pool needs.',
    },
    delete: {
      access: 'configure',
      permission: 'format',
      lock: 'async',
      params: { zeroed: { kind: 'bool', optional: true, doc: 'Overwrite with zeroes.' } },
      result: 'void',
      doc: 'Remove what the pool is kept in.',
    },
    refresh: {
      access: 'operate',
      permission: 'refresh',
      params: {},
      result: 'void',
      doc: 'Look again which volumes there are.',
    },
  },
  events: {
    lifecycle: {
      doc: 'It was defined, forgotten, started, stopped, built or removed.',
      fields: {
        type: {
          kind: { enum: ['defined', 'undefined', 'started', 'stopped', 'created', 'deleted'] },
          doc: 'What happened.',
        },
      },
    },
    refresh: { doc: 'It was refreshed.', fields: {} },
  },
})

/** A storage volume. */
export const volume = defineObject({
  doc: 'A piece of storage in a pool, such as a disk image.',
  key: 'pool and name',
  attrs: {
    name: { kind: 'string', freshness: 'fixed', doc: 'Name, unique in its pool.' },
    pool: { kind: { ref: 'pool' }, freshness: 'fixed', doc: 'Pool that it is kept in.' },
    volumeKey: { kind: 'string', freshness: 'fixed', doc: 'Identity of the volume on its host.' },
    path: { kind: 'string', freshness: 'fixed', doc: 'Path on the host.' },
    type: {
      kind: { enum: ['file', 'block', 'dir', 'network', 'netdir', 'ploop'] },
      freshness: 'fixed',
      doc: 'Kind.',
    },
    format: { kind: 'string', freshness: 'config', optional: true, doc: 'Image format.' },
    capacity: { kind: 'u64', unit: 'bytes', freshness: 'state', doc: 'Size that a guest sees.' },
    allocation: { kind: 'u64', unit: 'bytes', freshness: 'state', doc: 'Space that it takes.' },
  },
  ops: {
    create: {
      on: 'pool',
      access: 'configure',
      permission: 'create',
      lock: 'async',
      job: true,
      params: {
        xml: { kind: 'xml', doc: 'Volume document.' },
        from: { kind: { ref: 'volume' }, optional: true, doc: 'Volume to copy.' },
        preallocMetadata: { kind: 'bool', optional: true, doc: 'Allocate metadata at once.' },
        reflink: { kind: 'bool', optional: true, doc: 'Share the blocks of the volume that is copied.' },
        validate: { kind: 'bool', optional: true, doc: 'Refuse elements that the schema does not know.' },
      },
      result: { ref: 'volume' },
      doc: 'Make a volume.',
    },
    getXml: { access: 'read', permission: 'read', params: {}, result: 'xml', doc: 'Volume document.' },
    delete: {
      access: 'configure',
      permission: 'delete',
      params: {
        zeroed: { kind: 'bool', optional: true, doc: 'Overwrite with zeroes.' },
        withSnapshots: { kind: 'bool', optional: true, doc: 'Its snapshots, too.' },
      },
      result: 'void',
      doc: 'Remove the volume.',
    },
    resize: {
      access: 'configure',
      permission: 'resize',
      params: {
        capacity: { kind: 'u64', unit: 'bytes', doc: 'New size.' },
        shrink: { kind: 'bool', optional: true, doc: 'It may become smaller.' },
        allocate: { kind: 'bool', optional: true, doc: 'Allocate at once.' },
      },
      result: 'void',
      doc: 'Change the size.',
    },
    wipe: {
      access: 'configure',
      permission: 'format',
      lock: 'async',
      job: true,
      params: { algorithm: { kind: 'string', optional: true, doc: 'How to overwrite; zero unless given.' } },
      result: 'void',
      doc: 'Overwrite what is in it.',
    },
    upload: {
      access: 'configure',
      permission: 'data_write',
      params: {
        offset: { kind: 'u64', unit: 'bytes', doc: 'Where the first byte goes.' },
        length: { kind: 'u64', unit: 'bytes', doc: 'Most bytes that come; 0 for as many as the volume has.' },
        sparse: { kind: 'bool', optional: true, doc: 'Holes may come, too.' },
      },
      result: 'stream',
      doc: 'Put bytes into the volume; it changes when the stream is finished.',
    },
    download: {
      access: 'operate',
      permission: 'data_read',
      lock: 'query',
      params: {
        offset: { kind: 'u64', unit: 'bytes', doc: 'Where to begin.' },
        length: { kind: 'u64', unit: 'bytes', doc: 'Most bytes to read; 0 for all to the end.' },
        sparse: { kind: 'bool', optional: true, doc: 'Tell holes as such, not as zeroes.' },
      },
      result: 'stream',
      doc: 'Read the bytes of the volume.',
    },
  },
  events: {},
})

/** A secret. */
export const secret = defineObject({
  doc: 'A password or key that disks, pools or devices need. Its value is never an attribute.',
  key: 'uuid',
  attrs: {
    uuid: { kind: 'uuid', freshness: 'fixed', doc: 'Identity of the secret.' },
    usageType: {
      kind: { enum: ['none', 'volume', 'ceph', 'iscsi', 'tls', 'vtpm'] },
      freshness: 'config',
      doc: 'What it is for.',
    },
    usageId: { kind: 'string', freshness: 'config', doc: 'Which object it is for.' },
    description: { kind: 'string', freshness: 'config', optional: true, doc: 'Free description.' },
    ephemeral: { kind: 'bool', freshness: 'config', doc: 'Whether it is kept in memory only.' },
    private: { kind: 'bool', freshness: 'config', doc: 'Whether nobody can read the value back.' },
  },
  ops: {
    ...definitionOps('secret', 'secret'),
    getValue: {
      access: 'configure',
      permission: 'read_secure',
      lock: 'none',
      params: {},
      result: 'bytes',
      doc: 'Value of the secret.',
    },
    setValue: {
      access: 'configure',
      permission: 'write',
      params: { value: { kind: 'bytes', doc: 'New value.' } },
      result: 'void',
      doc: 'Set the value of the secret.',
    },
  },
  events: {
    lifecycle: {
      doc: 'It was defined or forgotten.',
      fields: { type: { kind: { enum: ['defined', 'undefined'] }, doc: 'What happened.' } },
    },
    valueChanged: { doc: 'Its value was set.', fields: {} },
  },
})
