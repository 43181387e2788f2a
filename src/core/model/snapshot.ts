import { domainStates } from './domain-words.ts'
import { defineObject, secretsNeed } from './kinds.ts'

/** A snapshot of a domain. */
export const snapshot = defineObject({
  doc: 'State of a guest at one moment, to go back to.',
  key: 'domain and name',
  attrs: {
    domain: { kind: { ref: 'domain' }, freshness: 'fixed', doc: 'Guest that it belongs to.' },
    name: { kind: 'string', freshness: 'fixed', doc: 'Name, unique for the guest.' },
    description: { kind: 'string', freshness: 'config', optional: true, doc: 'Free description.' },
    createdAt: { kind: 'time', freshness: 'fixed', doc: 'When it was made.' },
    state: {
      kind: { enum: [...domainStates, 'disk-snapshot'] },
      freshness: 'fixed',
      doc: 'State of the guest in it.',
    },
    parent: {
      kind: 'string',
      freshness: 'config',
      optional: true,
      doc: 'Name of the snapshot that it was made after.',
    },
    current: { kind: 'bool', freshness: 'state', doc: 'Whether the guest goes on from it.' },
    location: {
      kind: { enum: ['internal', 'external', 'none'] },
      freshness: 'fixed',
      doc: 'Where the state is kept.',
    },
  },
  ops: {
    create: {
      on: 'domain',
      access: 'configure',
      permission: 'snapshot',
      lock: 'async',
      job: true,
      params: {
        xml: { kind: 'xml', optional: true, doc: 'Snapshot document; an empty one unless given.' },
        redefine: { kind: 'bool', optional: true, doc: 'Only take the metadata up again.' },
        current: { kind: 'bool', optional: true, doc: 'With redefine: make it the current one.' },
        noMetadata: { kind: 'bool', optional: true, doc: 'Do not remember it.' },
        halt: { kind: 'bool', optional: true, doc: 'End the guest afterwards.' },
        diskOnly: { kind: 'bool', optional: true, doc: 'Without memory.' },
        reuseExternal: { kind: 'bool', optional: true, doc: 'Use files that exist.' },
        quiesce: { kind: 'bool', optional: true, doc: 'Freeze the file systems meanwhile.' },
        atomic: { kind: 'bool', optional: true, doc: 'All disks or none.' },
        live: { kind: 'bool', optional: true, doc: 'Let the guest run meanwhile.' },
        validate: { kind: 'bool', optional: true, doc: 'Refuse elements that the schema does not know.' },
      },
      result: { ref: 'snapshot' },
      doc: 'Make a snapshot.',
    },
    getXml: {
      access: 'read',
      permission: 'read',
      params: {
        secure: {
          kind: 'bool',
          optional: true,
          needs: secretsNeed,
          doc: 'With passwords; needs read_secure.',
        },
      },
      result: 'xml',
      doc: 'Snapshot document.',
    },
    revert: {
      access: 'configure',
      permission: 'snapshot',
      lock: 'async',
      job: true,
      params: {
        running: { kind: 'bool', optional: true, doc: 'Run afterwards.' },
        paused: { kind: 'bool', optional: true, doc: 'Be paused afterwards.' },
        force: { kind: 'bool', optional: true, doc: 'Although it is risky.' },
      },
      result: 'void',
      doc: 'Bring the guest back to it.',
    },
    delete: {
      access: 'configure',
      permission: 'snapshot',
      params: {
        children: { kind: 'bool', optional: true, doc: 'And all made after it.' },
        childrenOnly: { kind: 'bool', optional: true, doc: 'Only those made after it.' },
        metadataOnly: { kind: 'bool', optional: true, doc: 'Only forget it.' },
      },
      result: 'void',
      doc: 'Remove it.',
    },
  },
  events: {},
})

/** A checkpoint of a domain's disks. */
export const checkpoint = defineObject({
  doc: 'Moment from which changed blocks of a guest are remembered, for incremental backup.',
  key: 'domain and name',
  attrs: {
    domain: { kind: { ref: 'domain' }, freshness: 'fixed', doc: 'Guest that it belongs to.' },
    name: { kind: 'string', freshness: 'fixed', doc: 'Name, unique for the guest.' },
    description: { kind: 'string', freshness: 'config', optional: true, doc: 'Free description.' },
    createdAt: { kind: 'time', freshness: 'fixed', doc: 'When it was made.' },
    parent: { kind: 'string', freshness: 'config', optional: true, doc: 'Name of the checkpoint before it.' },
    current: { kind: 'bool', freshness: 'state', doc: 'Whether it is the newest.' },
  },
  ops: {
    create: {
      on: 'domain',
      access: 'configure',
      permission: 'checkpoint',
      params: {
        xml: { kind: 'xml', optional: true, doc: 'Checkpoint document; an empty one unless given.' },
        redefine: { kind: 'bool', optional: true, doc: 'Only take the metadata up again.' },
        quiesce: { kind: 'bool', optional: true, doc: 'Freeze the file systems meanwhile.' },
      },
      result: { ref: 'checkpoint' },
      doc: 'Make a checkpoint.',
    },
    getXml: {
      access: 'read',
      permission: 'read',
      params: {
        secure: {
          kind: 'bool',
          optional: true,
          needs: secretsNeed,
          doc: 'With passwords; needs read_secure.',
        },
        noDomain: { kind: 'bool', optional: true, doc: 'Without the domain.' },
        size: { kind: 'bool', optional: true, doc: 'With the size of the changes.' },
      },
      result: 'xml',
      doc: 'Checkpoint document.',
    },
    delete: {
      access: 'configure',
      permission: 'checkpoint',
      params: {
        children: { kind: 'bool', optional: true, doc: 'And all made after it.' },
        childrenOnly: { kind: 'bool', optional: true, doc: 'Only those made after it.' },
        metadataOnly: { kind: 'bool', optional: true, doc: 'Only forget it.' },
      },
      result: 'void',
      doc: 'Remove it.',
    },
  },
  events: {},
})
