import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cutText,
  dateAndTimeOf,
  microseconds,
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
    fc.property(fc.bigInt(0n, 2n ** 64n - 1n), fc.integer({ min: 0, max: 40 }), (size, exponent) => {
      const unit = 1n << BigInt(exponent)
      const exact = (size + unit - 1n) / unit
      expect(unitsUp(size, 2 ** exponent)).toBe(exact > 2147483647n ? -1 : Number(exact))
    }),
  )
})

test('nanoseconds are cut to whole microseconds, also where a double is no longer exact', () => {
  const edge = BigInt(Number.MAX_SAFE_INTEGER)
  const near = fc.bigInt(0n, 2n ** 30n).map((below) => edge - below)
  const ends = fc.bigInt(0n, edge / 1000n - 1n).map((whole) => whole * 1000n + 999n)
  fc.assert(
    fc.property(fc.oneof(fc.bigInt(0n, 2n ** 64n - 1n), near, ends), (ns) => {
      expect(BigInt(microseconds(ns))).toBe(ns / 1000n)
    }),
  )
})

test('a moment is eleven octets of UTC', () => {
  const moment = Date.UTC(2026, 10, 24, 13, 5, 59, 789)
  expect([...dateAndTimeOf(moment)]).toEqual([0x07, 0xea, 11, 24, 13, 5, 59, 7, 0x2b, 0, 0])
})

test('a UUID is its 16 octets in network order', () => {
  const text = 'deadbeef-dead-4ead-beef-deaddeadbeef'
  expect(octets(uuidOctetsOf(text)).toString('hex')).toBe(text.replaceAll('-', ''))
  expect(octets(uuidOctetsOf(text.toUpperCase())).toString('hex')).toBe(text.replaceAll('-', ''))
  for (const wrong of [
    'no uuid',
    text.slice(1),
    `${text}0`,
    text.replace('d', 'g'),
    text.replace('d', '/'),
  ]) {
    expect(() => uuidOctetsOf(wrong)).toThrow(/not a UUID/)
  }
})

test('a version is dotted', () => {
  expect(versionText(8002001n)).toBe('8.2.1')
  expect(versionText(11010000n)).toBe('11.10.0')
})
