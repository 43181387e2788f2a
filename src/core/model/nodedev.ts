import { defineObject } from './kinds.ts'
import { definitionOps } from './life.ts'

/** A device of a host. */
export const nodedev = defineObject({
  doc: 'A device of the host machine.',
  key: 'name',
  attrs: {
    name: { kind: 'string', freshness: 'fixed', doc: 'Name of the device.' },
    parent: {
      kind: 'string',
      freshness: 'fixed',
      optional: true,
      doc: 'Name of the device that it hangs on.',
    },
    path: { kind: 'string', freshness: 'fixed', optional: true, doc: 'Path in the system tree of the host.' },
    capabilities: {
      kind: { list: 'string' },
      freshness: 'state',
      doc: 'What it can do (pci, net, scsi_host, fc_host).',
    },
    active: { kind: 'bool', freshness: 'state', doc: 'Whether it is there now.' },
    persistent: { kind: 'bool', freshness: 'state', doc: 'Whether a definition is kept.' },
    autostart: { kind: 'bool', freshness: 'config', doc: 'Whether it is made when its host starts.' },
  },
  ops: {
    ...definitionOps('nodedev', 'node device'),
    create: {
      on: 'host',
      access: 'configure',
      permission: 'write',
      params: {
        xml: { kind: 'xml', doc: 'Device document.' },
        validate: { kind: 'bool', optional: true, doc: 'Refuse elements that the schema does not know.' },
      },
      result: { ref: 'nodedev' },
      doc: 'Make a virtual device.',
    },
    start: {
      access: 'operate',
      permission: 'start',
      params: {},
      result: 'void',
      doc: 'Make a defined device.',
    },
    destroy: {
      access: 'operate',
      permission: 'stop',
      lock: 'destroy',
      params: {},
      result: 'void',
      doc: 'Remove a virtual device.',
    },
    setAutostart: {
      access: 'configure',
      permission: 'write',
      params: { autostart: { kind: 'bool', doc: 'Whether it is made when its host starts.' } },
      result: 'void',
      doc: 'Set whether it is made when its host starts.',
    },
    update: {
      access: 'configure',
      permission: 'write',
      params: {
        xml: { kind: 'xml', doc: 'Device document.' },
        live: { kind: 'bool', optional: true, doc: 'Change the device.' },
        config: { kind: 'bool', optional: true, doc: 'Change the kept definition.' },
      },
      result: 'void',
      doc: 'Change a mediated device.',
    },
    dettach: {
      access: 'configure',
      permission: 'detach',
      params: { driver: { kind: 'string', optional: true, doc: 'Driver to bind it to.' } },
      result: 'void',
      doc: 'Take the device from the host, for a guest.',
    },
    reattach: {
      access: 'configure',
      permission: 'detach',
      params: {},
      result: 'void',
      doc: 'Give the device back to the host.',
    },
    reset: {
      access: 'configure',
      permission: 'detach',
      params: {},
      result: 'void',
      doc: 'Reset the device.',
    },
  },
  events: {
    lifecycle: {
      doc: 'It appeared, vanished, was defined or forgotten.',
      fields: {
        type: { kind: { enum: ['created', 'deleted', 'defined', 'undefined'] }, doc: 'What happened.' },
      },
    },
    update: { doc: 'It changed.', fields: {} },
  },
})

/** A network filter. */
export const nwfilter = defineObject({
  doc: 'A set of rules for the traffic of guests.',
  key: 'uuid',
  attrs: {
    uuid: { kind: 'uuid', freshness: 'fixed', doc: 'Identity of the filter.' },
    name: { kind: 'string', freshness: 'config', doc: 'Name, unique on its host.' },
    chain: { kind: 'string', freshness: 'config', doc: 'Chain that its rules are in.' },
    priority: { kind: 'i32', freshness: 'config', doc: 'Place among other filters of the chain.' },
    rules: { kind: 'u32', unit: 'count', freshness: 'config', doc: 'Number of rules and references.' },
  },
  ops: { ...definitionOps('nwfilter', 'network filter') },
  events: {},
})
