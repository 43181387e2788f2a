import type { ConventionDef, MibDefinition } from '../smi/definition.ts'
import { convention, integer, labelList } from '../smi/syntax.ts'

const made = 'This text is made by virtgate; names, numbers and types are those of the standard.'

const frameworkConventions: readonly ConventionDef[] = [
  {
    name: 'SnmpEngineID',
    syntax: 'OCTET STRING (SIZE (5..32))',
    doc: 'Identity of an engine, unique among all that talk to each other.',
  },
  {
    name: 'SnmpSecurityModel',
    syntax: 'Integer32 (0..2147483647)',
    imports: [['SNMPv2-SMI', 'Integer32']],
    doc: 'Number of a security model: 1 for SNMPv1, 2 for SNMPv2c, 3 for users (USM); 0 for any.',
  },
  {
    name: 'SnmpMessageProcessingModel',
    syntax: 'Integer32 (0..2147483647)',
    imports: [['SNMPv2-SMI', 'Integer32']],
    doc: 'Number of a form of messages: 0 for SNMPv1, 1 for SNMPv2c, 3 for SNMPv3.',
  },
  {
    name: 'SnmpSecurityLevel',
    syntax: `INTEGER ${labelList({ noAuthNoPriv: 1, authNoPriv: 2, authPriv: 3 })}`,
    doc: 'How well a message is protected.',
  },
  {
    name: 'SnmpAdminString',
    hint: '255t',
    syntax: 'OCTET STRING (SIZE (0..255))',
    doc: 'Text in UTF-8 of at most 255 octets.',
  },
]

/** Modules that the served ones import and that few systems ship. */
export const supportMibs: ReadonlyArray<MibDefinition<unknown>> = [
  conventionsModule({
    module: 'UUID-TC-MIB',
    name: 'uuidTCMIB',
    oid: [1, 3, 6, 1, 2, 1, 217],
    date: '201304050000Z',
    source: 'RFC 6933',
    doc: 'Types for UUIDs.',
    conventions: [
      {
        name: 'UUID',
        hint: '4x-2x-2x-1x1x-6x',
        syntax: 'OCTET STRING (SIZE (16))',
        doc: 'A UUID as its 16 octets in network order.',
      },
      {
        name: 'UUIDorZero',
        hint: '4x-2x-2x-1x1x-6x',
        syntax: 'OCTET STRING (SIZE (0 | 16))',
        doc: 'A UUID as its 16 octets in network order, or no octets where none is known.',
      },
    ],
  }),
  conventionsModule({
    module: 'IANA-STORAGE-MEDIA-TYPE-MIB',
    name: 'ianaStorageMediaTypeMIB',
    oid: [1, 3, 6, 1, 2, 1, 237],
    date: '201604150000Z',
    source: "IANA's register for RFC 7666",
    doc: 'Kinds of storage media.',
    conventions: [
      {
        name: 'IANAStorageMediaType',
        syntax: `INTEGER ${labelList({ other: 1, unknown: 2, hardDisk: 3, opticalDisk: 4, floppyDisk: 5 })}`,
        doc: 'Kind of a storage medium. other: none of those that have a number; unknown: not known.',
      },
    ],
  }),
  conventionsModule({
    module: 'HCNUM-TC',
    name: 'hcnumTC',
    oid: [1, 3, 6, 1, 2, 1, 78],
    date: '200006080000Z',
    source: 'RFC 2856',
    doc: 'Types for numbers of 64 bits.',
    conventions: [
      {
        name: 'CounterBasedGauge64',
        syntax: 'Counter64',
        imports: [['SNMPv2-SMI', 'Counter64']],
        doc: 'A quantity of 64 bits that goes up and down. SMIv2 has no such type of its own: the wire type is that of a counter.',
      },
      {
        name: 'ZeroBasedCounter64',
        syntax: 'Counter64',
        imports: [['SNMPv2-SMI', 'Counter64']],
        doc: 'A counter of 64 bits that is 0 when its object is made.',
      },
    ],
  }),
  frameworkModule(),
]

interface ConventionsModule {
  readonly module: string
  readonly name: string
  readonly oid: readonly number[]
  readonly date: string
  readonly source: string
  readonly doc: string
  readonly conventions: readonly ConventionDef[]
}

function conventionsModule(facts: ConventionsModule): MibDefinition<unknown> {
  return {
    module: facts.module,
    identity: {
      name: facts.name,
      oid: facts.oid,
      lastUpdated: facts.date,
      organization: `${facts.source}, with descriptions by virtgate`,
      contact: `${facts.source} names the authors of the standard.`,
      doc: `${facts.doc} ${made}`,
      revisions: [{ date: facts.date, doc: `The module of ${facts.source}.` }],
    },
    conventions: facts.conventions,
  }
}

function frameworkModule(): MibDefinition<unknown> {
  const module = 'SNMP-FRAMEWORK-MIB'
  const nothing = () => undefined
  const engineId = convention('OctetString', [module, 'SnmpEngineID'])
  const types = conventionsModule({
    module,
    name: 'snmpFrameworkMIB',
    oid: [1, 3, 6, 1, 6, 3, 10],
    date: '200210140000Z',
    source: 'RFC 3411',
    doc: 'What all parts of an SNMP engine share.',
    conventions: frameworkConventions,
  })
  return {
    ...types,
    arms: {
      // The standard calls its first arm by what administrators hang below it.
      notifications: { name: 'snmpFrameworkAdmin', id: 1 },
      objects: { name: 'snmpFrameworkMIBObjects', id: 2 },
      conformance: { name: 'snmpFrameworkMIBConformance', id: 3 },
      compliances: { name: 'snmpFrameworkMIBCompliances', id: 1 },
      groups: { name: 'snmpFrameworkMIBGroups', id: 2 },
    },
    scalars: [
      {
        name: 'snmpEngine',
        id: 1,
        scalars: [
          { id: 1, name: 'snmpEngineID', syntax: engineId, doc: 'Identity of the engine.', get: nothing },
          {
            id: 2,
            name: 'snmpEngineBoots',
            syntax: integer(1),
            doc: 'How often the engine has started since it has its identity.',
            get: nothing,
          },
          {
            id: 3,
            name: 'snmpEngineTime',
            syntax: integer(0),
            units: 'seconds',
            doc: 'Time since snmpEngineBoots changed last.',
            get: nothing,
          },
          {
            id: 4,
            name: 'snmpEngineMaxMessageSize',
            syntax: integer(484),
            doc: 'Octets of the longest message that the engine takes.',
            get: nothing,
          },
        ],
      },
    ],
    groups: [
      {
        id: 1,
        name: 'snmpEngineGroup',
        kind: 'objects',
        doc: 'The engine.',
        members: ['snmpEngineID', 'snmpEngineBoots', 'snmpEngineTime', 'snmpEngineMaxMessageSize'],
      },
    ],
    compliances: [
      {
        id: 1,
        name: 'snmpFrameworkMIBCompliance',
        doc: 'What an engine has.',
        mandatory: ['snmpEngineGroup'],
      },
    ],
  }
}
