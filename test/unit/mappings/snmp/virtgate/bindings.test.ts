import { describe, expect, test } from 'vitest'
import { attrsOf, type FieldDef, model, typeNames } from '../../../../../src/core/model/index.ts'
import {
  type Binding,
  type Bindings,
  capitalised,
} from '../../../../../src/mappings/snmp/virtgate/binding.ts'
import { domainRecordBindings } from '../../../../../src/mappings/snmp/virtgate/domain-tables.ts'
import { labelOf } from '../../../../../src/mappings/snmp/virtgate/forms.ts'
import { networkRecordBindings } from '../../../../../src/mappings/snmp/virtgate/host-tables.ts'
import { plainTable } from '../../../../../src/mappings/snmp/virtgate/object-table.ts'
import { objectTables, virtgateMib } from '../../../../../src/mappings/snmp/virtgate/virtgate-mib.ts'
import { vmMib } from '../../../../../src/mappings/snmp/vm/vm-mib.ts'

const objects = new Set(
  [vmMib, virtgateMib].flatMap((mib) => [
    ...(mib.scalars ?? []).flatMap((group) => group.scalars.map((scalar) => scalar.name)),
    ...(mib.tables ?? []).flatMap((table) => [
      table.name,
      ...table.keys.map((key) => key.name),
      ...table.columns.map((column) => column.name),
    ]),
  ]),
)

/** Fields of the record that an attribute is, or is a list of. */
function recordFields(attr: FieldDef): Readonly<Record<string, FieldDef>> {
  const { kind } = attr
  const inner = typeof kind === 'object' && 'list' in kind ? kind.list : kind
  if (typeof inner !== 'object' || !('record' in inner)) throw new Error('no record')
  return inner.record
}

function check(
  where: string,
  fields: Readonly<Record<string, FieldDef>>,
  bindings: Bindings<string>,
): number {
  expect(Object.keys(bindings).sort(), where).toEqual(Object.keys(fields).sort())
  for (const [name, binding] of Object.entries(bindings)) checkOne(`${where}.${name}`, binding)
  const ids = Object.values(bindings).flatMap((one) =>
    typeof one === 'number' ? one : 'id' in one ? one.id : [],
  )
  expect(new Set(ids).size, where).toBe(ids.length)
  return Object.keys(bindings).length
}

function checkOne(path: string, binding: Binding): void {
  if (typeof binding === 'object' && 'elsewhere' in binding)
    expect(objects, path).toContain(binding.elsewhere)
  if (typeof binding === 'object' && 'declined' in binding)
    expect(binding.declined.length, path).toBeGreaterThan(10)
}

describe('bindings', () => {
  test('every attribute of the model has a column, is shown elsewhere, or is declined with a reason', () => {
    let seen = 0
    for (const type of typeNames) seen += check(type, attrsOf(type), objectTables[type].bindings)
    expect(seen).toBe(typeNames.reduce((sum, type) => sum + Object.keys(attrsOf(type)).length, 0))
    expect(seen).toBeGreaterThan(130)
  })

  test('so has every field of the records within attributes', () => {
    let seen = 0
    for (const [name, bindings] of Object.entries(domainRecordBindings)) {
      seen += check(
        `domain.${name}`,
        recordFields(attrsOf('domain')[name] ?? model.domain.attrs.disks),
        bindings,
      )
    }
    for (const [name, bindings] of Object.entries(networkRecordBindings)) {
      seen += check(
        `network.${name}`,
        recordFields(attrsOf('network')[name] ?? model.network.attrs.addresses),
        bindings,
      )
    }
    expect(seen).toBeGreaterThan(50)
  })

  test('a table that forgets an attribute does not compile', () => {
    const id = 99
    // @ts-expect-error: mac, type and active are missing
    expect(plainTable('interface', { id, host: 3, bindings: { name: 2 } }).table.columns).toHaveLength(2)
  })

  test('columns are named by the attribute and documented by the model', () => {
    const bridge = virtgateMib.tables
      ?.find(({ name }) => name === 'vgNetworkTable')
      ?.columns.find(({ name }) => name === 'vgNetworkBridge')
    expect(bridge?.doc).toBe(model.network.attrs.bridge.doc)
    expect(capitalised('bridge')).toBe('Bridge')
  })

  test('words become labels without dashes, and stay different', () => {
    expect(labelOf('from-snapshot')).toBe('fromSnapshot')
    for (const table of virtgateMib.tables ?? []) {
      for (const { syntax, name } of table.columns) {
        const numbers = Object.values(syntax.labels ?? {})
        expect(new Set(numbers).size, name).toBe(numbers.length)
      }
    }
  })

  test('columns of a table have different numbers, in order, none that of an index column', () => {
    for (const mib of [vmMib, virtgateMib]) {
      for (const table of mib.tables ?? []) {
        const ids = [...table.keys, ...table.columns].map(({ id }) => id)
        expect(new Set(ids).size, table.name).toBe(ids.length)
        const own = table.columns.map(({ id }) => id)
        expect(own, table.name).toEqual([...own].sort((a, b) => a - b))
      }
    }
  })
})
