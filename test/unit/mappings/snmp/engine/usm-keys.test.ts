import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  authKey,
  localizeKey,
  passphraseToKey,
  privKey,
} from '../../../../../src/mappings/snmp/engine/usm-keys.ts'
import {
  authProtocols,
  privNames,
  privProtocols,
} from '../../../../../src/mappings/snmp/engine/usm-protocols.ts'

// RFC 3414, appendix A.3: pass phrase and engine id of its examples.
const phrase = Buffer.from('maplesyrup')
const engineId = Buffer.from('000000000000000000000002', 'hex')

describe('the examples of RFC 3414, appendix A.3', () => {
  test.each([
    ['md5', '9faf3283884e92834ebc9847d8edd963', '526f5eed9fcce26f8964c2930787d82b'],
    ['sha1', '9fb5cc0381497b3793528939ff788d5d79145211', '6695febc9288e36282235fc7151f128497b38f3f'],
  ])('%s gives the key and the localized key', (hash, key, localized) => {
    expect(passphraseToKey(hash, phrase).toString('hex')).toBe(key)
    expect(localizeKey(hash, Buffer.from(key, 'hex'), engineId).toString('hex')).toBe(localized)
  })
})

describe.each(Object.entries(authProtocols))('%s', (_name, auth) => {
  test('makes the key in steps of 64 octets as the RFC words it', () => {
    const hash = createHash(auth.hash)
    for (let done = 0; done < 1_048_576; done += 64) {
      hash.update(Buffer.from(Array.from({ length: 64 }, (_, i) => phrase[(done + i) % phrase.length] ?? 0)))
    }
    expect(passphraseToKey(auth.hash, phrase).equals(hash.digest())).toBe(true)
  })

  test.each(privNames)('gives %s a key of the right length that begins with the localized key', (name) => {
    const priv = privProtocols[name]
    const key = privKey(auth, priv, phrase, engineId)
    const localized = authKey(auth, phrase, engineId)
    const shared = Math.min(key.length, localized.length)
    expect(key.length).toBe(priv.keyLength)
    expect(key.subarray(0, shared).equals(localized.subarray(0, shared))).toBe(true)
  })

  test.each(privNames)('%s decrypts what it encrypted', (name) => {
    const priv = privProtocols[name]
    const key = privKey(auth, priv, phrase, engineId)
    const salt = priv.salt(3, 99n)
    const plain = Buffer.from('sixteen octets, and some more')
    const cipher = priv.encrypt(key, 3, 1000, salt, plain)
    const back = priv.decrypt(key, 3, 1000, salt, cipher)
    expect(back.subarray(0, plain.length).equals(plain)).toBe(true)
    expect(cipher.length % priv.block).toBe(0)
  })
})

test('the two ways to extend a key differ where the hash is too short', () => {
  const { sha1 } = authProtocols
  const blumenthal = privKey(sha1, privProtocols.aes256, phrase, engineId)
  const reeder = privKey(sha1, privProtocols.aes256c, phrase, engineId)
  expect(blumenthal.subarray(0, 20).equals(reeder.subarray(0, 20))).toBe(true)
  expect(blumenthal.equals(reeder)).toBe(false)
})
