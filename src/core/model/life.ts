import type { OpDef, ParamDef } from './kinds.ts'

/** The operations that every kind of object with a definition has in common. */
export function definitionOps<const N extends string>(type: N, what: string) {
  return {
    define: {
      on: 'host',
      access: 'configure',
      permission: 'save',
      params: {
        xml: { kind: 'xml', doc: `Document of the ${what}.` },
        validate: { kind: 'bool', optional: true, doc: 'Refuse elements that the schema does not know.' },
      },
      result: { ref: type },
      doc: `Keep the definition of a ${what}.`,
    },
    undefine: {
      access: 'configure',
      permission: 'delete',
      params: {},
      result: 'void',
      doc: `Forget the definition of the ${what}.`,
    },
    getXml: {
      access: 'read',
      permission: 'read',
      params: {
        inactive: {
          kind: 'bool',
          optional: true,
          doc: 'The kept definition instead of the running one.',
        } as const satisfies ParamDef,
      },
      result: 'xml',
      doc: `Document of the ${what}.`,
    },
  } as const satisfies Record<string, OpDef>
}

/** The operations that start and stop something, and let it start with the host. */
export function runOps<const N extends string>(type: N, what: string) {
  return {
    create: {
      on: 'host',
      access: 'configure',
      permission: 'start',
      params: {
        xml: { kind: 'xml', doc: `Document of the ${what}.` },
        validate: { kind: 'bool', optional: true, doc: 'Refuse elements that the schema does not know.' },
      },
      result: { ref: type },
      doc: `Start a ${what} that is forgotten when it stops.`,
    },
    start: { access: 'operate', permission: 'start', params: {}, result: 'void', doc: `Start the ${what}.` },
    destroy: {
      access: 'operate',
      permission: 'stop',
      lock: 'destroy',
      params: {},
      result: 'void',
      doc: `Stop the ${what}.`,
    },
    setAutostart: {
      access: 'configure',
      permission: 'write',
      params: { autostart: { kind: 'bool', doc: 'Whether it starts with its host.' } },
      result: 'void',
      doc: `Set whether the ${what} starts with its host.`,
    },
  } as const satisfies Record<string, OpDef>
}
