import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { documentIdentity } from '../../../../../src/core/config/xml/document-identity.ts'
import { readPlain } from '../../../../../src/core/config/xml/plain-reader.ts'
import { parseXml, xmlDefaults } from '../../../../../src/core/config/xml/reader.ts'

/** A comment behind a document changes nothing in it, but takes the reader of all documents. */
const behind = '<!-- -->'

const plainWord = fc.constantFrom('a', 'name', 'uuid', 'b-1', '_x', 'xml')
const word = fc.oneof({ weight: 9, arbitrary: plainWord }, fc.constantFrom('x:y', 'xmlns', 'ä'))
const blank = fc.constantFrom(' ', '  ', '\t', ' \n')
const plainText = fc.constantFrom('', ' ', '\n  ', 'ä €', '\u00a0', '>', 'web', '"')
const oddText = fc.constantFrom(']]>', '&amp;', '\r\n', '\u0085', '😀', '\u0001', '\u2028')
const text = fc.oneof({ weight: 15, arbitrary: plainText }, oddText, fc.string({ maxLength: 5 }))
const attribute = fc
  .tuple(blank, word, fc.constantFrom('=', ' = ', ' =\n', '=', '=', '=', ''), fc.constantFrom('"', "'"), text)
  .map(([space, name, equals, quote, value]) => `${space}${name}${equals}${quote}${value}${quote}`)
const attributes = fc.array(attribute, { maxLength: 3 }).map((all) => all.join(''))
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      word,
      attributes,
      fc.constantFrom('', ' '),
      fc.oneof(
        { depthSize: 'small' },
        text,
        fc.array(fc.oneof(text, tie('element'))).map((all) => all.join('')),
      ),
      fc.boolean(),
    )
    .map(([name, attrs, space, inner, empty]) =>
      empty ? `<${name}${attrs}${space}/>` : `<${name}${attrs}${space}>${inner}</${name}${space}>`,
    ),
}))
const document = fc.tuple(
  fc.constantFrom('', ' ', '\n', '', '', '\ufeff', 'x'),
  element,
  fc.constantFrom('', '\n', '', ' ', 'x', '<b/>'),
)
const whole = document.map((parts) => parts.join(''))
const cut = fc
  .tuple(whole, fc.nat(60), fc.nat(3))
  .map(([xml, at, length]) => xml.slice(0, at) + xml.slice(at + length))

describe('a document that is read plainly', () => {
  test('says what the reader of all documents reads in it', () => {
    let plain = 0
    const same = (xml: string) => {
      const found = readPlain(xml, xmlDefaults)
      if (found === undefined) return
      plain++
      expect(found).toEqual(parseXml(xml + behind))
    }
    fc.assert(fc.property(fc.oneof(whole, cut), same), { numRuns: 2000 })
    expect(plain).toBeGreaterThan(100)
  })

  test('has the same identity', () => {
    fc.assert(
      fc.property(whole, fc.constantFrom('domain', 'pool', 'secret', 'nwfilter'), (xml, type) => {
        if (readPlain(xml, xmlDefaults) === undefined) return
        expect(documentIdentity(xml, type)).toEqual(documentIdentity(`<!-- -->${xml}`, type))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the plain reader', () => {
  test('reads an ordinary definition, with the places of its elements', () => {
    const xml = `<domain type='test'>\n  <name>a</name>\n  <devices>\n    <disk \n      type="file"/></devices></domain>\n`
    const root = readPlain(xml, xmlDefaults)
    expect(root).toEqual(parseXml(xml + behind))
    expect(root?.children[1]).toMatchObject({ name: 'name', line: 2, column: 3, children: ['a'] })
  })

  test('gives the place of a tag whose line ends behind its name', () => {
    const xml = '<uuid>\n ä <x\na=""/></uuid>'
    expect(readPlain(xml, xmlDefaults)).toEqual(parseXml(xml + behind))
    expect(parseXml(xml + behind).children[1]).toMatchObject({ name: 'x', line: 2, column: 4 })
  })

  for (const [what, xml] of [
    ['a prefix', '<a xmlns:q="u"><q:b/></a>'],
    ['a namespace', '<a xmlns="u"/>'],
    ['an attribute given twice', '<a b="1" b="2"/>'],
    ['a reference', '<a>&lt;</a>'],
    ['a comment', '<a><!-- --></a>'],
    ['a declaration', '<?xml version="1.0"?><a/>'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['the end of a line in an attribute', '<a b="1\n2"/>'],
    ['two roots', '<a/><b/>'],
    ['text behind the root', '<a/>b'],
    ['an end that is not its own', '<a><b></a></b>'],
    ['no end', '<a><b/>'],
    ['no element', ' '],
    ['very many attributes', `<a${Array.from({ length: 500_000 }, (_, n) => ` a${n}=""`).join('')}/>`],
  ] as const) {
    test(`leaves ${what} to the reader of all documents`, () => {
      expect(readPlain(xml, xmlDefaults)).toBeUndefined()
    })
  }

  test('leaves what goes past a limit to the reader of all documents', () => {
    const xml = '<a b="1" c="2"><d><e/></d></a>'
    expect(readPlain(xml, xmlDefaults)).toBeDefined()
    for (const limit of [{ maxSize: 29 }, { maxDepth: 2 }, { maxAttributes: 1 }, { maxElements: 2 }]) {
      expect(readPlain(xml, { ...xmlDefaults, ...limit })).toBeUndefined()
    }
  })
})
