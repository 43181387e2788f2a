import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseQmp } from '../../../src/qmp/json.ts'
import { generatedPath, generateQmpTypes } from '../../../src/qmp/schema/generate.ts'
import { QmpSchema } from '../../../src/qmp/schema/qmp-schema.ts'
import { projectRoot, readJson, schemaOfReplies, shared } from './fixtures.ts'

const schemaPath = shared('qmp/qemu-7.2-x86_64.schema.json')
const answer = schemaPath ? readJson(schemaPath) : []
const lookups = shared('libvirt/qapischema/manifest.json')

describe.skipIf(!schemaPath)('the schema of QEMU 7.2', () => {
  const schema = new QmpSchema(answer)

  test('all its entries are known', () => {
    expect(schema.size).toBe(1051)
    expect(schema.commands()).toHaveLength(216)
    expect(schema.events()).toHaveLength(52)
  })

  test.each([
    'query-status',
    'query-status/ret-type/status/^running',
    'blockdev-add/arg-type/node-name',
    'blockdev-add/arg-type/*node-name',
    'blockdev-add/arg-type/+nbd/tls-hostname',
    'blockdev-add/arg-type/+qcow2/file/+file/filename',
    'blockdev-add/arg-type/+qcow2/backing/!null',
    'blockdev-add/arg-type/driver/^qcow2',
    'blockdev-add/arg-type/+file/$dynamic-auto-read-only',
    'migrate-set-capabilities/arg-type/capabilities/capability/^dirty-bitmaps',
    'query-named-block-nodes/arg-type/*flat',
    'query-blockstats/ret-type/stats/rd_bytes/!int',
    'device_add/$json-cli-hotplug',
    'drive-backup/$deprecated',
    'object-add/arg-type/qom-type/^memory-backend-memfd',
    'SHUTDOWN/arg-type/reason/^guest-panic',
    'block-commit/arg-type/*top/$deprecated',
  ])('%s is there', (path) => {
    expect(schema.has(path)).toBe(true)
  })

  test.each([
    'query-nothing',
    'str',
    'query-status/ret-type/nothing',
    'query-status/ret-type/*status',
    'blockdev-add/arg-type/*driver',
    'blockdev-add/arg-type/+nothing',
    'blockdev-add/arg-type/+nbd/filename',
    'blockdev-add/arg-type/driver/^nothing',
    'blockdev-add/arg-type/driver/qcow2',
    'query-status/$deprecated',
    'query-status/ret-type/running/!int',
    '',
    '/',
  ])('%s is not there', (path) => {
    expect(schema.has(path)).toBe(false)
  })

  test('commands that may overtake others are known', () => {
    const all = schema.commands().filter((name) => schema.allowsOob(name))
    expect(all).toEqual(['migrate-pause', 'migrate-recover', 'query-yank', 'yank'])
  })

  test.each([
    ['migrate/arg-type', { uri: 'tcp:x', detach: true }, undefined],
    ['migrate/arg-type', { uri: 5 }, "'uri' is no str"],
    ['migrate/arg-type', {}, "'uri' is missing"],
    ['migrate/arg-type', { uri: 'x', url: 'y' }, "'url' is no member here"],
    ['balloon/arg-type', { value: 1.5 }, "'value' is no int"],
    ['set-action/arg-type', { reboot: 'sometimes' }, "'reboot' is none of the words allowed"],
    ['blockdev-add/arg-type', { driver: 'raw', file: { driver: 'file', filename: 'x' } }, undefined],
    ['blockdev-add/arg-type', { driver: 'raw', file: { driver: 'file' } }, "'file.filename' is missing"],
    ['blockdev-add/arg-type', { driver: 'qcow2', file: 'node', backing: null }, undefined],
    ['send-key/arg-type', { keys: [{ type: 'number', data: 5 }] }, undefined],
    ['send-key/arg-type', { keys: [{ type: 'number', data: 'a' }] }, "'keys[0].data' is no int"],
    ['nothing/arg-type', {}, "the schema has no 'nothing/arg-type'"],
  ])('%s takes %j or says why not', (path, value, fault) => {
    expect(schema.check(path, value)).toBe(fault)
  })

  test('integers beyond 2^53 are integers', () => {
    expect(schema.check('balloon/arg-type', { value: 2n ** 62n })).toBeUndefined()
  })
})

interface Lookup {
  readonly name: string
  readonly query: string
  readonly success: boolean
  readonly expectedJson: string
  readonly support: readonly string[]
}

describe.skipIf(!lookups)('lookups with known answers', () => {
  const cases = lookups ? (readJson(lookups) as unknown as { cases: readonly Lookup[] }).cases : []

  test('there are some', () => {
    expect(cases.length).toBeGreaterThanOrEqual(6)
  })

  test.each(cases)('$name: $expectedJson', ({ query, success, expectedJson, support }) => {
    const replies = join(dirname(dirname(lookups ?? '')), support[0] ?? '')
    const schema = new QmpSchema(schemaOfReplies(replies) ?? [])
    expect(schema.size).toBeGreaterThan(500)
    expect(schema.check(query, parseQmp(expectedJson)) === undefined).toBe(success)
  })
})

describe.skipIf(!schemaPath)('types made from the schema', () => {
  test('the file in the project is current', () => {
    expect(readFileSync(join(projectRoot, generatedPath), 'utf8')).toBe(generateQmpTypes(answer))
  })

  test('every command and every event has a row', () => {
    const text = generateQmpTypes(answer)
    expect(text.match(/: \{ readonly args: /g)).toHaveLength(216)
    expect(text).toContain("readonly 'query-named-block-nodes': {")
    expect(text).not.toMatch(/[^\w]\[?[0-9]+\]?[;:] /)
  })

  test('names do not depend on the numbers of the schema`s types', () => {
    const shifted = JSON.stringify(answer).replace(
      /"(\[?)([0-9]{2,})(\]?)"/g,
      (_, open, number, close) => `"${open}${Number(number) + 1000}${close}"`,
    )
    expect(generateQmpTypes(parseQmp(shifted))).toBe(generateQmpTypes(answer))
  })
})

describe('a schema in the older form', () => {
  const schema = new QmpSchema([
    { name: 'x', 'meta-type': 'command', 'arg-type': 'a', 'ret-type': '[e]' },
    { name: 'a', 'meta-type': 'object', members: [] },
    { name: '[e]', 'meta-type': 'array', 'element-type': 'e' },
    { name: 'e', 'meta-type': 'enum', values: ['one', 'two'] },
    { name: 'z', 'meta-type': 'a kind of the future' },
  ])

  test('has enums without members, and lists are looked through', () => {
    expect(schema.has('x/ret-type/^one')).toBe(true)
    expect(schema.check('x/ret-type', ['one', 'three'])).toBe("'[1]' is none of the words allowed")
  })

  test('entries of kinds not known are left out', () => {
    expect(schema.entry('z')).toBeUndefined()
  })
})
