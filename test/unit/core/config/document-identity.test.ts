import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDomain } from '../../../../src/core/config/index.ts'
import { documentIdentity } from '../../../../src/core/config/xml/document-identity.ts'

const uuid = '0f0e0d0c-0b0a-4908-8706-050403020100'

for (const [what, xml, expected] of [
  [
    'the first name and uuid below the root',
    `<domain><name>web</name><uuid>${uuid}</uuid></domain>`,
    { name: 'web', uuid },
  ],
  [
    'none of deeper elements',
    `<domain><m><name>x</name></m><name>web</name></domain>`,
    { name: 'web', uuid: undefined },
  ],
  ['the first of several', `<domain><name>a</name><name>b</name></domain>`, { name: 'a', uuid: undefined }],
  [
    'a uuid in another form as the usual one',
    `<network><uuid> ${uuid.toUpperCase().replaceAll('-', '')}\n</uuid></network>`,
    { name: undefined, uuid },
  ],
  [
    'no uuid that is none',
    '<network><name>n</name><uuid>zzz</uuid></network>',
    { name: 'n', uuid: undefined },
  ],
  [
    'entities and CDATA',
    '<domain><name>a&amp;<![CDATA[<b>]]></name></domain>',
    { name: 'a&<b>', uuid: undefined },
  ],
  ['nothing of a broken document', '<domain><name>web</nam', { name: undefined, uuid: undefined }],
  [
    'nothing of an entity that is not declared',
    '<domain><name>&x;</name></domain>',
    { name: undefined, uuid: undefined },
  ],
] as const) {
  test(`a document tells ${what}`, () => {
    expect(documentIdentity(xml, 'domain')).toEqual(expected)
  })
}

test('it reads no further than it must', () => {
  const rest = '<x>'.repeat(100_000)
  expect(documentIdentity(`<domain><name>web</name><uuid>${uuid}</uuid>${rest}`, 'domain')).toEqual({
    name: 'web',
    uuid,
  })
})

test('no text makes it fail', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '/', 'name', 'uuid', '&', ';', 'a', '"', '![CDATA[') }),
      (text) => {
        documentIdentity(text, 'pool')
        documentIdentity(`<domain>${text}</domain>`, 'domain')
      },
    ),
  )
})

const other = '11111111-2222-4333-8444-555555555555'

// The same name and uuid as the reader of the whole document, however it is written.
for (const [what, xml] of [
  [
    'an attribute of the root that other documents have their name in',
    `<domain name='x'><name>n</name></domain>`,
  ],
  ['a first name of another namespace', `<domain><name xmlns='urn:x'>x</name><name>n</name></domain>`],
  [
    'a name with the prefix of the root',
    `<d:domain xmlns:d='urn:x'><d:name>n</d:name><name>x</name></d:domain>`,
  ],
  ['a name of another prefix', `<domain xmlns:d='urn:x'><d:name>x</d:name><name>n</name></domain>`],
  ['a name without namespace', `<domain xmlns='urn:x'><name xmlns=''>n</name><name>x</name></domain>`],
  ['a root in a namespace', `<domain xmlns='urn:x'><name>n</name></domain>`],
  ['two marks of byte order', '\ufeff\ufeff<domain><name>n</name></domain>'],
  ['a uuid with blanks', `<domain><uuid>${other.replaceAll('-', ' ')}</uuid><name>n</name></domain>`],
  ['elements inside the name', '<domain><name>n<b>x</b></name></domain>'],
] as const) {
  test(`a document with ${what} has the name that its reader finds`, () => {
    const filled = xml
      .replace(/<(d:)?domain/, `<$1domain type='test'`)
      .replace(/<\/(d:)?domain>/, (end, prefix = '') => rest(prefix) + end)
    const doc = parseDomain(filled)
    expect(documentIdentity(xml, 'domain').name).toBe(doc.name)
    expect(doc.name).toBe('n')
  })
}

function rest(prefix: string): string {
  return `<${prefix}memory>1</${prefix}memory><${prefix}os><${prefix}type>hvm</${prefix}type></${prefix}os>`
}

for (const [what, type, xml, name] of [
  ['network filter', 'nwfilter', `<filter name='f'><name>x</name></filter>`, 'f'],
  ['interface', 'interface', `<interface name='eth0' type='ethernet'><name>x</name></interface>`, 'eth0'],
  [
    'secret',
    'secret',
    `<secret><name>x</name><usage type='volume'><volume>/v</volume></usage></secret>`,
    '/v',
  ],
  ['secret for TLS', 'secret', `<secret><usage type='tls'><name>t</name></usage></secret>`, 't'],
  ['secret for nothing', 'secret', '<secret><name>x</name></secret>', undefined],
  ['pool', 'pool', '<pool><source><name>s</name></source><name>p</name></pool>', 'p'],
  ['pool called like its source', 'pool', '<pool><source><name>s</name></source></pool>', 's'],
  ['network', 'network', '<network><name>n</name></network>', 'n'],
] as const) {
  test(`the document of a ${what} tells its name where such documents have it`, () => {
    expect(documentIdentity(xml, type).name).toBe(name)
  })
}
