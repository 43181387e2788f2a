import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverageOf } from '../../../../src/core/config/descriptor/coverage.ts'
import {
  documentTypes,
  formatDomain,
  formatNetwork,
  formatNwfilter,
  formatPool,
  formatVolume,
  parseDomain,
  parseNetwork,
  parseNwfilter,
  parsePool,
  parseVolume,
} from '../../../../src/core/config/index.ts'
import { VirtError } from '../../../../src/core/errors/index.ts'

interface Tree {
  readonly name: string
  readonly attrs: ReadonlyArray<readonly [string, string]>
  readonly children: readonly (Tree | string)[]
}

function escaped(text: string): string {
  return text.replace(/[<>&'"]/g, (c) => `&#${c.charCodeAt(0)};`)
}

function print({ name, attrs, children }: Tree): string {
  const written = new Map(attrs)
  const head = [...written].map(([key, value]) => ` ${key}='${escaped(value)}'`).join('')
  const body = children.map((item) => (typeof item === 'string' ? escaped(item) : print(item))).join('')
  return `<${name}${head}>${body}</${name}>`
}

/** Names and values that occur in documents, so that random trees get past the first element. */
function vocabulary(root: keyof typeof documentTypes) {
  const paths = coverageOf(root, documentTypes[root])
  const steps = paths.flatMap(({ path }) => path.split('/').slice(1))
  const names = new Set(steps.filter((step) => /^[a-zA-Z_][\w.-]*$/.test(step)))
  const attrs = new Set(steps.filter((step) => /^@[a-zA-Z_][\w.-]*$/.test(step)).map((step) => step.slice(1)))
  const words = new Set(
    paths.flatMap(({ expects }) => [...(expects ?? '').matchAll(/'([^']+)'/g)].map((m) => m[1] ?? '')),
  )
  return { names: [...names], attrs: [...attrs], words: [...words] }
}

function trees(root: keyof typeof documentTypes, required: readonly Tree[]): fc.Arbitrary<Tree> {
  const { names, attrs, words } = vocabulary(root)
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...words) },
    { weight: 2, arbitrary: fc.integer({ min: -2, max: 70_000 }).map(String) },
    { weight: 1, arbitrary: fc.string({ maxLength: 12 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')) },
    { weight: 1, arbitrary: fc.constantFrom('0x1f', '1-3,^2', '52:54:00:11:22:33', 'sda', '/a/b', '-1', '') },
  )
  const attributes = fc.array(fc.tuple(fc.constantFrom(...attrs), value), { maxLength: 4 })
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.record({
      name: fc.constantFrom(...names),
      attrs: attributes,
      children: fc.oneof(
        { maxDepth: 5, depthIdentifier: 'tree' },
        fc.array(value, { maxLength: 1 }),
        fc.array(tie('tree'), { maxLength: 4, depthIdentifier: 'tree' }),
      ),
    }),
  }))
  return fc
    .record({ attrs: attributes, children: fc.array(tree, { maxLength: 6 }) })
    .map(({ attrs: own, children }) => ({ name: root, attrs: own, children: [...required, ...children] }))
}

function leaf(name: string, text: string): Tree {
  return { name, attrs: [], children: [text] }
}

interface Kind {
  readonly root: keyof typeof documentTypes
  readonly required: readonly Tree[]
  readonly attrs: string
  again(xml: string): string
}

const kinds: readonly Kind[] = [
  {
    root: 'domain',
    attrs: " type='kvm'",
    required: [
      leaf('name', 'd'),
      leaf('uuid', 'c7a5fdbd-edaf-9455-926a-d65c16db1809'),
      leaf('memory', '1'),
      { name: 'os', attrs: [], children: [leaf('type', 'hvm')] },
    ],
    again: (xml) => formatDomain(parseDomain(xml, { live: true }), { secure: true }),
  },
  {
    root: 'network',
    attrs: '',
    required: [leaf('name', 'n'), leaf('uuid', 'c7a5fdbd-edaf-9455-926a-d65c16db1809')],
    again: (xml) => formatNetwork(parseNetwork(xml, { live: true })),
  },
  {
    root: 'pool',
    attrs: " type='dir'",
    required: [
      leaf('name', 'p'),
      leaf('uuid', 'c7a5fdbd-edaf-9455-926a-d65c16db1809'),
      { name: 'target', attrs: [], children: [leaf('path', '/p')] },
    ],
    again: (xml) => formatPool(parsePool(xml, { live: true })),
  },
  {
    root: 'volume',
    attrs: '',
    required: [leaf('name', 'v'), leaf('capacity', '5')],
    again: (xml) => formatVolume(parseVolume(xml, { live: true })),
  },
  {
    root: 'filter',
    attrs: " name='f'",
    required: [leaf('uuid', 'c7a5fdbd-edaf-9455-926a-d65c16db1809')],
    again: (xml) => formatNwfilter(parseNwfilter(xml, { live: true })),
  },
]

/** The printed document, or undefined if it was refused as it may be. */
function attempt(kind: Kind, xml: string): string | undefined {
  try {
    return kind.again(xml)
  } catch (error) {
    if (error instanceof VirtError) return undefined
    throw error
  }
}

describe.each(kinds)('any $root document', (kind) => {
  it('is read or refused with a typed error, and printing it is stable', () => {
    let accepted = 0
    fc.assert(
      fc.property(trees(kind.root, kind.required), (tree) => {
        const xml = print({ ...tree, attrs: [] }).replace(`<${kind.root}`, `<${kind.root}${kind.attrs}`)
        const once = attempt(kind, xml)
        if (once === undefined) return
        accepted++
        expect(kind.again(once)).toBe(once)
      }),
      { numRuns: 300 },
    )
    expect(accepted).toBeGreaterThan(10)
  })

  it('is never broken by text that is no document', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array()), (input) => {
        try {
          parseDomain(input)
        } catch (error) {
          expect(error).toBeInstanceOf(VirtError)
        }
      }),
      { numRuns: 100 },
    )
  })
})
