import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cutText,
  dateAndTimeOf,
  int32OrUnknown,
  unitsUp,
  uuidOctetsOf,
  versionText,
} from '../../../../src/mappings/snmp/values.ts'

const octets = (text: string | Uint8Array) => Buffer.from(text)

test('a text is cut at the border of a character, never in one, and never needlessly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const whole = Buffer.from(text)
      const cut = octets(cutText(text))
      expect(cut.length).toBeLessThanOrEqual(255)
      expect(whole.subarray(0, cut.length).equals(cut)).toBe(true)
      expect(cut.toString()).not.toContain('\ufffd')
      if (whole.length <= 255) expect(cut.length).toBe(whole.length)
      else expect(cut.length).toBeGreaterThan(251)
    }),
  )
})

test('units are rounded up exactly', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 64n - 1n), fc.bigInt(1n, 2n ** 40n), (size, unit) => {
      const units = unitsUp(size, unit)
      expect(units * unit >= size && (units - 1n) * unit < size).toBe(true)
    }),
  )
})

test('what does not fit into Integer32 is unknown', () => {
  expect(int32OrUnknown(2147483647n)).toBe(2147483647)
  expect(int32OrUnknown(2147483648n)).toBe(-1)
})

test('a moment is eleven octets of UTC', () => {
  const moment = Date.UTC(2026, 10, 24, 13, 5, 59, 789)
  expect([...dateAndTimeOf(moment)]).toEqual([0x07, 0xea, 11, 24, 13, 5, 59, 7, 0x2b, 0, 0])
})

test('a UUID is its 16 octets in network order', () => {
  const text = 'deadbeef-dead-4ead-beef-deaddeadbeef'
  expect(octets(uuidOctetsOf(text)).toString('hex')).toBe(text.replaceAll('-', ''))
  expect(() => uuidOctetsOf('no uuid')).toThrow(/not a UUID/)
})

test('a version is dotted', () => {
  expect(versionText(8002001n)).toBe('8.2.1')
  expect(versionText(11010000n)).toBe('11.10.0')
})
