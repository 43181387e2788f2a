import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQmp } from '../../../src/qmp/json.ts'
import { MessageReader, QMP_RESET, type ReaderLimits } from '../../../src/qmp/message-reader.ts'
import type { QmpObject } from '../../../src/qmp/value.ts'

interface Heard {
  readonly messages: QmpObject[]
  readonly faults: string[]
  readonly reader: MessageReader
}

/** A reader that has been fed the text in the given pieces. */
function read(chunks: readonly (string | Buffer)[], limits?: ReaderLimits): Heard {
  const messages: QmpObject[] = []
  const faults: string[] = []
  const reader = new MessageReader(
    { message: (message) => messages.push(message), fault: (fault) => faults.push(fault.code) },
    limits,
  )
  for (const chunk of chunks) reader.push(Buffer.from(chunk as string))
  return { messages, faults, reader }
}

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const borders = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ]
  return borders.slice(1).map((border, i) => bytes.subarray(borders[i], border))
}

const message = fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 3 }), {
  maxKeys: 4,
  noNullPrototype: true,
})
const gap = fc.constantFrom('', '\n', '\r\n', ' ', '\n\n', ' \t')
const places = fc.array(fc.nat(), { maxLength: 12 })
const RESET = Buffer.from([QMP_RESET])

describe('reading messages from a stream', () => {
  test('the same messages are found wherever chunks end and however messages are parted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(message, gap), { maxLength: 6 }), places, (parts, where) => {
        const bytes = Buffer.from(parts.map(([value, after]) => JSON.stringify(value) + after).join(''))
        const { messages, faults } = read(cut(bytes, where))
        expect(messages).toEqual(parts.map(([value]) => parseQmp(JSON.stringify(value))))
        expect(faults).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('every single border between two chunks gives the same messages', () => {
    const bytes = Buffer.from('{"a":"}\\\\\\"{é€😀","b":[{}]}\r\n{"c":1}{"d":9007199254740993}\n')
    for (let at = 0; at <= bytes.length; at++) {
      const { messages, faults } = read([bytes.subarray(0, at), bytes.subarray(at)])
      expect(messages).toEqual([{ a: '}\\"{é€😀', b: [{}] }, { c: 1 }, { d: 9007199254740993n }])
      expect(faults).toEqual([])
    }
  })

  test('one byte at a time is as good as all at once', () => {
    const bytes = Buffer.from('{"x":{"y":"\\n"}}\n {"z":null} ')
    expect(read([...bytes].map((byte) => Buffer.from([byte]))).messages).toEqual([
      { x: { y: '\n' } },
      { z: null },
    ])
  })

  test('a message printed over several lines is one message', () => {
    const text = JSON.stringify({ return: { list: [1, { two: 2 }], text: 'a b' } }, null, 4)
    expect(read([`${text}\n${text}`]).messages).toHaveLength(2)
  })

  test('byte 0xFF drops what is incomplete before it, at any place', () => {
    fc.assert(
      fc.property(message, fc.nat(), places, (value, at, where) => {
        const whole = Buffer.from(`${JSON.stringify(value)}`)
        const half = whole.subarray(0, at % whole.length)
        const bytes = Buffer.concat([half, RESET, Buffer.from('{"after":1}\n')])
        const { messages, faults } = read(cut(bytes, where))
        expect(messages).toEqual([{ after: 1 }])
        expect(faults).toEqual([])
      }),
    )
  })

  test('garbage is one fault, and reading goes on at the next line', () => {
    expect(read(['what is this {"x":1}\n{"ok":1}\n'])).toMatchObject({
      messages: [{ ok: 1 }],
      faults: ['parseFailed'],
    })
  })

  test('an object that is no JSON is one fault, and reading goes on behind it', () => {
    expect(read(['{"a":}{"ok":1}\n{"ok":2}'])).toMatchObject({
      messages: [{ ok: 1 }, { ok: 2 }],
      faults: ['parseFailed'],
    })
  })

  test('a bare newline inside a string is a fault, and the next line is read', () => {
    expect(read(['{"a":"x\n', 'y"}\n', '{"ok":1}\n'])).toMatchObject({ messages: [{ ok: 1 }] })
    expect(read(['{"a":"x\ny"}\n{"ok":1}\n']).faults.length).toBeGreaterThan(0)
  })

  test('any bytes whatever neither throw nor stop the reader, and a reset brings it back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), places, (noise, where) => {
        const bytes = Buffer.concat([Buffer.from(noise), RESET, Buffer.from('{"ok":1}\n')])
        expect(read(cut(bytes, where)).messages.at(-1)).toEqual({ ok: 1 })
      }),
      { numRuns: 300 },
    )
  })

  test('a message as long as the bound is read; one byte more breaks the stream', () => {
    const text = JSON.stringify({ a: 'x'.repeat(92) })
    expect(text).toHaveLength(100)
    expect(read([`${text}\n`], { maxBytes: 100 }).messages).toHaveLength(1)
    const over = read([`${text.replace('x', 'xx')}\n`, '{"ok":1}\n'], { maxBytes: 100 })
    expect(over).toMatchObject({ messages: [], faults: ['overflow'] })
    expect(over.reader.broken).toBe(true)
  })

  test('a message that never ends breaks the stream as soon as it is too long', () => {
    const endless = Array.from({ length: 50 }, () => 'x'.repeat(100))
    const { faults, reader } = read(['{"a":"', ...endless], { maxBytes: 1000 })
    expect(faults).toEqual(['overflow'])
    expect(reader.broken).toBe(true)
  })

  test('a message nested too deep is a fault, and reading goes on', () => {
    const deep = `{"a":${'['.repeat(2000)}${']'.repeat(2000)}}`
    expect(read([`${deep}\n{"ok":1}\n`])).toMatchObject({ messages: [{ ok: 1 }], faults: ['parseFailed'] })
  })

  test('a long message in small chunks costs time in proportion to its length', () => {
    const text = JSON.stringify({ a: 'x'.repeat(4_000_000) })
    const chunks = Array.from({ length: text.length / 1000 + 1 }, (_, i) =>
      text.slice(i * 1000, (i + 1) * 1000),
    )
    expect(read([...chunks, '\n']).messages).toHaveLength(1)
  })

  test('a sink may stop the reader from within a message', () => {
    const messages: QmpObject[] = []
    const reader: MessageReader = new MessageReader({
      message: (found) => {
        messages.push(found)
        reader.stop()
      },
      fault: () => {},
    })
    reader.push(Buffer.from('{"a":1}\n{"b":2}\n{"c"'))
    reader.push(Buffer.from(':3}\n'))
    expect(messages).toEqual([{ a: 1 }])
  })
})
