import { expect, test } from 'vitest'
import {
  type AttrDef,
  accessClasses,
  allLifecycleDetails,
  allOps,
  allReasons,
  domainReasons,
  domainStates,
  type FieldDef,
  findOp,
  isTypeName,
  type Kind,
  type LockKind,
  lifecycleDetails,
  lifecycleTypes,
  model,
  type ObjectDef,
  type OpDef,
  typeNames,
  units,
} from '../../../../src/core/model/index.ts'
import { holdsRefs, mapFieldRefs, mapRefs } from '../../../../src/core/model/references.ts'

/** One declaration of the model with its path. */
interface Declared<D> {
  readonly path: string
  readonly def: D
}

const objects: ReadonlyArray<Declared<ObjectDef>> = typeNames.map((path) => ({ path, def: model[path] }))
const attributes: ReadonlyArray<Declared<AttrDef>> = objects.flatMap(({ path, def }) =>
  under(path, def.attrs),
)
const operations: ReadonlyArray<Declared<OpDef>> = objects.flatMap(({ path, def }) => under(path, def.ops))
const events = objects.flatMap(({ path, def }) => under(path, def.events))
const eventFields: ReadonlyArray<Declared<FieldDef>> = events.flatMap(({ path, def }) =>
  under(path, def.fields),
)
const params: ReadonlyArray<Declared<FieldDef>> = operations.flatMap(({ path, def }) =>
  under(path, def.params),
)
const results: ReadonlyArray<Declared<FieldDef>> = operations.flatMap(({ path, def }) =>
  def.result === 'void' ? [] : [{ path: `${path}()`, def: { kind: def.result, doc: def.doc } }],
)
/** Every field anywhere, those inside of records too. */
const fields = [...attributes, ...eventFields, ...params, ...results].flatMap(unfold)

function under<D>(path: string, defs: Readonly<Record<string, D>>): Declared<D>[] {
  return Object.entries(defs).map(([name, def]) => ({ path: `${path}.${name}`, def }))
}

function unfold(field: Declared<FieldDef>): Declared<FieldDef>[] {
  return [field, ...inside(field.path, field.def.kind)]
}

function inside(path: string, kind: Kind): Declared<FieldDef>[] {
  if (typeof kind === 'string') return []
  if ('list' in kind) return inside(`${path}[]`, kind.list)
  return 'record' in kind ? under(path, kind.record).flatMap(unfold) : []
}

/** Kinds that a field is made of. */
function kindsOf(kind: Kind): Kind[] {
  return typeof kind === 'object' && 'list' in kind ? [kind, ...kindsOf(kind.list)] : [kind]
}

const paths = <D>(declared: ReadonlyArray<Declared<D>>) => declared.map(({ path }) => path)

test('the model is as large as it is known to be', () => {
  expect(typeNames).toHaveLength(13)
  expect(attributes.length).toBeGreaterThanOrEqual(140)
  expect(operations.length).toBeGreaterThanOrEqual(133)
  expect(events.length).toBeGreaterThanOrEqual(28)
  expect(fields.length).toBeGreaterThanOrEqual(450)
})

test('every declaration has a sentence of documentation', () => {
  const all: ReadonlyArray<Declared<{ readonly doc: string }>> = [
    ...objects,
    ...operations,
    ...events,
    ...fields,
  ]
  const wrong = all.filter(
    ({ def }) => !/^[A-Z0-9-].*[.]$/s.test(def.doc) && !/^libvirt|^libosinfo/.test(def.doc),
  )
  expect(paths(wrong)).toEqual([])
})

test('every quantity has a unit', () => {
  const quantity = new Set<Kind>(['u64', 'i64', 'f64'])
  /** Numbers that count nothing: versions, addresses. */
  const pure = [
    'host.hvVersion',
    'domain.memoryPeek.start',
    'host.getFreeMemoryByCell()',
    'host.getFreePages()',
  ]
  const wrong = fields.filter(
    ({ path, def }) =>
      kindsOf(def.kind).some((kind) => quantity.has(kind)) && !def.unit && !pure.includes(path),
  )
  expect(paths(wrong)).toEqual([])
  for (const path of pure) expect(paths(fields)).toContain(path)
})

test('every unit is one of the list and stands at a number', () => {
  const numbers = new Set<unknown>(['u64', 'i64', 'f64', 'u32', 'i32', 'time'])
  const withUnit = fields.filter(({ def }) => def.unit !== undefined)
  const wrong = withUnit.filter(
    ({ def }) =>
      !units.some((unit) => unit === def.unit) || !kindsOf(def.kind).some((kind) => numbers.has(kind)),
  )
  expect(paths(wrong)).toEqual([])
  expect(withUnit.length).toBeGreaterThanOrEqual(80)
})

test('every reference names a type of the model', () => {
  const refs = fields.flatMap(({ path, def }) =>
    kindsOf(def.kind).flatMap((kind) =>
      typeof kind === 'object' && 'ref' in kind ? [{ path, ref: kind.ref }] : [],
    ),
  )
  expect(refs.filter(({ ref }) => !isTypeName(ref))).toEqual([])
  expect(refs.length).toBeGreaterThanOrEqual(20)
})

test('fields of events and counters hold no references, as nobody makes those global', () => {
  const counters = attributes.filter(({ def }) => def.freshness === 'counter')
  expect(paths([...eventFields, ...counters].filter(({ def }) => holdsRefs(def.kind)))).toEqual([])
  expect(counters.length).toBeGreaterThanOrEqual(12)
})

test('every closed set has words, each once, in plain characters', () => {
  const sets = fields.flatMap(({ path, def }) =>
    kindsOf(def.kind).flatMap((kind) =>
      typeof kind === 'object' && 'enum' in kind ? [{ path, words: kind.enum }] : [],
    ),
  )
  for (const { path, words } of sets) {
    expect([path, new Set(words).size]).toEqual([path, words.length])
    expect([path, words.filter((word) => !/^[a-z0-9][a-z0-9-]*$/i.test(word))]).toEqual([path, []])
  }
  expect(sets.length).toBeGreaterThanOrEqual(40)
})

test('every name is written in one word of small and capital letters', () => {
  const names = [...objects, ...operations, ...events, ...fields].map(({ path }) =>
    path.split(/[.[]/).at(-1)?.replace('()', ''),
  )
  expect(
    names.filter((name) => name !== '' && name !== ']' && !/^[a-z][A-Za-z0-9]*$/.test(String(name))),
  ).toEqual([])
})

test('counters are optional, as a hypervisor may not count', () => {
  const wrong = attributes.filter(({ def }) => def.freshness === 'counter' && def.optional !== true)
  expect(paths(wrong)).toEqual([])
})

test('operations are called on a type of the model, and their path is found again', () => {
  for (const { path, def } of operations) {
    const found = findOp(path)
    expect([path, found?.def]).toEqual([path, def])
    expect(isTypeName(found?.on ?? '')).toBe(true)
  }
  expect(allOps()).toEqual(paths(operations))
})

test('paths that are none are not found', () => {
  for (const path of ['', '.', 'domain', 'domain.', 'domain.toString', 'toString.x', 'constructor.name']) {
    expect(findOp(path)).toBeUndefined()
  }
})

test('what only reads takes no job that others wait for, and what changes takes one', () => {
  const shared: readonly (LockKind | undefined)[] = [undefined, 'none', 'query']
  const wrong = operations.filter(
    ({ def }) => def.access === 'read' && (!shared.includes(def.lock) || def.job === true),
  )
  expect(paths(wrong)).toEqual([])
  const free = operations.filter(({ def }) => def.access !== 'read' && def.lock === 'none')
  // Consoles, channels and displays last as long as their user wants: nobody waits for them.
  const lasting = ['domain.openConsole', 'domain.openChannel', 'domain.openGraphics']
  expect(paths(free)).toEqual([...lasting, 'secret.getValue'])
})

test('long work takes the long job, and what ends an object the job that passes a stuck one', () => {
  const jobs = operations.filter(({ def }) => def.job === true)
  expect(jobs.filter(({ def }) => def.lock !== 'async').map(({ path }) => path)).toEqual([])
  expect(jobs.length).toBeGreaterThanOrEqual(6)
  const ends = operations.filter(({ path }) => path.endsWith('.destroy'))
  expect(ends.map(({ def }) => def.lock)).toEqual(ends.map(() => 'destroy'))
  expect(ends.length).toBeGreaterThanOrEqual(5)
  expect(paths(operations.filter(({ def }) => def.lock === 'abort'))).toEqual([
    'domain.abortJob',
    'job.cancel',
  ])
})

test('access classes are of the list, permissions are words', () => {
  for (const { path, def } of operations) {
    expect([path, accessClasses.includes(def.access), /^[a-z_]+$/.test(def.permission)]).toEqual([
      path,
      true,
      true,
    ])
  }
})

test('what is made on another object answers a reference to it or nothing', () => {
  const made = operations.filter(({ path, def }) => def.on !== undefined && !path.endsWith('.restore'))
  const wrong = made.filter(({ path, def }) => {
    const { result } = def
    return typeof result !== 'object' || !('ref' in result) || result.ref !== path.slice(0, path.indexOf('.'))
  })
  expect(paths(wrong)).toEqual([])
  expect(made.length).toBeGreaterThanOrEqual(12)
})

test('every type has a key of its attributes', () => {
  for (const { path, def } of objects) {
    for (const part of def.key.split(' and '))
      expect([path, Object.keys(def.attrs)]).toEqual([path, expect.arrayContaining([part])])
  }
})

test('the list of all reasons is the union of the reasons of all states', () => {
  expect(Object.keys(domainReasons)).toEqual([...domainStates])
  expect(new Set(allReasons)).toEqual(new Set(Object.values(domainReasons).flat()))
  expect(new Set(allReasons).size).toBe(allReasons.length)
})

test('the list of all life-cycle details is the union of the details of all events', () => {
  expect(Object.keys(lifecycleDetails)).toEqual([...lifecycleTypes])
  expect(new Set(allLifecycleDetails)).toEqual(new Set(Object.values(lifecycleDetails).flat()))
  expect(new Set(allLifecycleDetails).size).toBe(allLifecycleDetails.length)
})

test('references are mapped at any depth, and values without references are handed back as they are', () => {
  const map = (key: string, type: string) => `${type}!${key}`
  const kind = {
    list: { record: { pool: { kind: { ref: 'pool' }, doc: 'A.' }, size: { kind: 'u64', doc: 'B.' } } },
  } as const
  expect(mapRefs(kind, [{ pool: 'p', size: 1n }, { size: 2n }], map)).toEqual([
    { pool: 'pool!p', size: 1n },
    { size: 2n },
  ])
  const list = ['a']
  expect(mapRefs({ list: 'string' }, list, map)).toBe(list)
  expect(mapRefs('void', undefined, map)).toBeUndefined()
  expect(
    mapFieldRefs({ from: { kind: { ref: 'volume' }, doc: 'A.' } }, { from: 'v', other: 1 }, map),
  ).toEqual({ from: 'volume!v', other: 1 })
})
