import fc from 'fast-check'
import { expect, test } from 'vitest'
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
    'a name in an attribute of the root',
    `<filter name='f'><uuid>${uuid}</uuid></filter>`,
    { name: 'f', uuid },
  ],
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
    expect(documentIdentity(xml)).toEqual(expected)
  })
}

test('it reads no further than it must', () => {
  const rest = '<x>'.repeat(100_000)
  expect(documentIdentity(`<domain><name>web</name><uuid>${uuid}</uuid>${rest}`)).toEqual({
    name: 'web',
    uuid,
  })
})

test('no text makes it fail', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '/', 'name', 'uuid', '&', ';', 'a', '"', '![CDATA[') }),
      (text) => {
        documentIdentity(text)
        documentIdentity(`<domain>${text}</domain>`)
      },
    ),
  )
})
