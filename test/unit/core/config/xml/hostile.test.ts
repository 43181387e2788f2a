import { describe, expect, it } from 'vitest'
import { parseDomain } from '../../../../../src/core/config/index.ts'
import { parseXml } from '../../../../../src/core/config/xml/reader.ts'
import { VirtError } from '../../../../../src/core/errors/index.ts'

function refusal(xml: string | Uint8Array, limits = {}): VirtError {
  try {
    parseXml(xml, limits)
  } catch (error) {
    if (error instanceof VirtError) return error
    throw error
  }
  throw new Error('the document was accepted')
}

describe('a hostile document', () => {
  it.each([
    ['a document type', '<!DOCTYPE a><a/>'],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['entities that multiply', '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>'],
    ['an undeclared entity', '<a>&nbsp;</a>'],
    ['an entity named like a property of objects', '<a>&constructor;</a>'],
    ['an attribute given twice', "<a b='1' b='2'/>"],
    ['an attribute given twice by two prefixes', "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>"],
    ['a prefix that is bound to nothing', '<p:a/>'],
    ['a NUL', '<a>\u0000</a>'],
    ['a reference to NUL', '<a>&#0;</a>'],
    ['tags that do not match', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['no root', '  '],
    ['an end that is missing', '<a><b>'],
    ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>'],
  ])('is refused for %s', (_what, xml) => {
    const error = refusal(xml)
    expect(error.code).toBe('xmlError')
    expect(error.at?.line).toBeGreaterThanOrEqual(1)
  })

  it.each([
    ['a wrong start', [0x3c, 0x61, 0x3e, 0x80, 0x3c, 0x2f, 0x61, 0x3e]],
    ['an overlong form', [0x3c, 0x61, 0x3e, 0xc0, 0x80, 0x3c, 0x2f, 0x61, 0x3e]],
    ['half of a pair', [0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80, 0x3c, 0x2f, 0x61, 0x3e]],
    ['a sequence cut off', [0x3c, 0x61, 0x2f, 0x3e, 0xe2, 0x82]],
  ])('is refused for bytes that are not UTF-8: %s', (_what, bytes) => {
    expect(refusal(Uint8Array.from(bytes)).message).toMatch(/not valid UTF-8 at line 1/)
  })

  it('is refused past the bounds of size, depth, attributes and elements', () => {
    expect(refusal('<a>aaaa</a>', { maxSize: 5 }).message).toContain('larger than 5 bytes')
    expect(refusal('<a><b><c/></b></a>', { maxDepth: 2 }).message).toContain('nested deeper than 2')
    expect(refusal("<a b='1' c='2'/>", { maxAttributes: 1 }).message).toContain('more than 1 attributes')
    expect(refusal('<a><b/><b/></a>', { maxElements: 2 }).message).toContain('more than 2 elements')
  })

  it('does not overflow the stack at a great depth', () => {
    expect(refusal('<a>'.repeat(200_000)).message).toContain('nested deeper than 256')
  })

  it('is refused by default for 10,000 attributes and for 17 MiB', () => {
    const attributes = Array.from({ length: 10_000 }, (_, i) => `a${i}='x'`).join(' ')
    expect(refusal(`<a ${attributes}/>`).code).toBe('xmlError')
    expect(refusal(`<a>${' '.repeat(17 * 1024 * 1024)}</a>`).code).toBe('xmlError')
  })

  it('cannot make a domain document take long by naming great numbers', () => {
    const xml = (inner: string) =>
      `<domain type='kvm'><name>d</name><memory>1</memory><os><type>hvm</type></os>${inner}</domain>`
    expect(() => parseDomain(xml("<vcpu cpuset='0-4294967295'>1</vcpu>"))).toThrow(VirtError)
    const disk = `<devices><disk><target dev='sda'/><address type='drive' controller='4294967295'/></disk></devices>`
    expect(parseDomain(xml(disk)).devices.controllers?.length).toBeLessThanOrEqual(256)
    expect(() => parseDomain(xml(`<iothreads>4294967295</iothreads>`))).not.toThrow()
    expect(() =>
      parseDomain(
        xml(`<iothreads>4294967295</iothreads><cputune><iothreadpin iothread='1' cpuset='1'/></cputune>`),
      ),
    ).not.toThrow()
  })

  it('cannot reach properties that every object has', () => {
    const doc = parseDomain(
      `<domain type='kvm' constructor='1' __proto__='2'><name>d</name><memory>1</memory><os><type>hvm</type></os><toString/><__proto__><type/></__proto__></domain>`,
    )
    expect(Object.getPrototypeOf(doc)).toBe(Object.prototype)
    expect(Object.hasOwn(doc, 'constructor')).toBe(false)
  })
})
