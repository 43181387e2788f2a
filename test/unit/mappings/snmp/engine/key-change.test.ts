import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedKey } from '../../../../../src/mappings/snmp/engine/key-change.ts'

/** What a manager sends to have a key changed (RFC 3414, section 5), written from the manager's side. */
function keyChange(hash: string, oldKey: Buffer, newKey: Buffer): Buffer {
  const random = randomBytes(oldKey.length)
  const masks: Buffer[] = []
  let mask = oldKey
  while (Buffer.concat(masks).length < oldKey.length) {
    mask = createHash(hash)
      .update(Buffer.concat([mask, random]))
      .digest()
    masks.push(mask)
  }
  const all = Buffer.concat(masks)
  return Buffer.concat([random, Buffer.from(newKey.map((octet, i) => octet ^ (all[i] ?? 0)))])
}

describe('a change of a key', () => {
  test('gives the new key to who knows the old one, whatever hash and length', () => {
    const keys = fc.integer({ min: 16, max: 80 }).chain((length) => {
      const key = fc.uint8Array({ minLength: length, maxLength: length })
      return fc.tuple(key, key, fc.constantFrom('md5', 'sha1', 'sha256', 'sha512'))
    })
    fc.assert(
      fc.property(keys, ([before, after, hash]) => {
        const [old, wanted] = [Buffer.from(before), Buffer.from(after)]
        expect(changedKey(hash, old, keyChange(hash, old, wanted))).toEqual(wanted)
      }),
    )
  })

  test('of another length is none', () => {
    expect(changedKey('sha1', randomBytes(20), randomBytes(39))).toBeUndefined()
    expect(changedKey('sha1', randomBytes(20), randomBytes(0))).toBeUndefined()
  })
})
