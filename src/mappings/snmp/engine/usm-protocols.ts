import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { Oid } from './oid.ts'

/** An authentication protocol of USM. */
export interface AuthProtocol {
  /** OpenSSL's name of the hash. */
  readonly hash: string
  /** Octets of the digest that a message carries. */
  readonly macLength: number
  readonly oid: Oid
}

/** A privacy protocol of USM. */
export interface PrivProtocol {
  readonly keyLength: number
  /** How a key longer than the hash is made. */
  readonly extension: 'none' | 'blumenthal' | 'reeder'
  readonly oid: Oid
  /** Breakable by anyone with some patience: used only where it is asked for by name. */
  readonly weak?: true
  /** Octets that the length of a ciphertext is a multiple of. */
  readonly block: number
  /** The salt to send: counter is unique in this run of the engine. */
  salt(boots: number, counter: bigint): Buffer
  encrypt(key: Uint8Array, boots: number, time: number, salt: Uint8Array, plain: Uint8Array): Uint8Array
  decrypt(key: Uint8Array, boots: number, time: number, salt: Uint8Array, cipher: Uint8Array): Buffer
}

const authArc = [1, 3, 6, 1, 6, 3, 10, 1, 1]
const privArc = [1, 3, 6, 1, 6, 3, 10, 1, 2]

/** Authentication protocols by the names that users.json and the command line use (RFC 3414, RFC 7860). */
export const authProtocols = {
  md5: { hash: 'md5', macLength: 12, oid: [...authArc, 2] },
  sha1: { hash: 'sha1', macLength: 12, oid: [...authArc, 3] },
  sha224: { hash: 'sha224', macLength: 16, oid: [...authArc, 4] },
  sha256: { hash: 'sha256', macLength: 24, oid: [...authArc, 5] },
  sha384: { hash: 'sha384', macLength: 32, oid: [...authArc, 6] },
  sha512: { hash: 'sha512', macLength: 48, oid: [...authArc, 7] },
} as const satisfies Record<string, AuthProtocol>

/** The name of an authentication protocol. */
export type AuthName = keyof typeof authProtocols

/** Identifier of "no authentication". */
export const noAuthOid: Oid = [...authArc, 1]
/** Identifier of "no privacy". */
export const noPrivOid: Oid = [...privArc, 1]

/**
 * Privacy protocols by the names that users.json and the command line use. AES with 192 and 256 bits has no RFC: `aes192`
 * and `aes256` extend keys as the Blumenthal draft says, `aes192c` and `aes256c` as Reeder's draft, which Cisco uses.
 */
export const privProtocols: Readonly<Record<PrivName, PrivProtocol>> = {
  des: {
    keyLength: 16,
    extension: 'none',
    oid: [...privArc, 2],
    weak: true,
    block: 8,
    salt: (boots, counter) => saltOf((BigInt(boots) << 32n) | (counter & 0xffffffffn)),
    encrypt: (key, _boots, _time, salt, plain) => desCipher(createCipheriv, key, salt, padded(plain)),
    decrypt: (key, _boots, _time, salt, cipher) => desCipher(createDecipheriv, key, salt, cipher),
  },
  aes128: aes(16, 'none', [...privArc, 4]),
  aes192: aes(24, 'blumenthal', [1, 3, 6, 1, 4, 1, 14832, 1, 3]),
  aes256: aes(32, 'blumenthal', [1, 3, 6, 1, 4, 1, 14832, 1, 4]),
  aes192c: aes(24, 'reeder', [1, 3, 6, 1, 4, 1, 9, 12, 6, 1, 1]),
  aes256c: aes(32, 'reeder', [1, 3, 6, 1, 4, 1, 9, 12, 6, 1, 2]),
}

/** Names of the privacy protocols. */
export const privNames = ['des', 'aes128', 'aes192', 'aes256', 'aes192c', 'aes256c'] as const

/** The name of a privacy protocol. */
export type PrivName = (typeof privNames)[number]

/** AES in CFB mode (RFC 3826); the initialisation vector is boots, time and salt. */
function aes(keyLength: 16 | 24 | 32, extension: PrivProtocol['extension'], oid: Oid): PrivProtocol {
  const cipherName = `aes-${keyLength * 8}-cfb`
  const vector = (boots: number, time: number, salt: Uint8Array): Buffer => {
    const iv = Buffer.allocUnsafe(16)
    iv.writeUInt32BE(boots, 0)
    iv.writeUInt32BE(time, 4)
    iv.set(salt, 8)
    return iv
  }
  return {
    keyLength,
    extension,
    oid,
    block: 1,
    salt: (_boots, counter) => saltOf(counter),
    // A stream mode: `final` would give nothing more.
    encrypt: (key, boots, time, salt, plain) =>
      createCipheriv(cipherName, key, vector(boots, time, salt)).update(plain),
    decrypt: (key, boots, time, salt, cipher) =>
      createDecipheriv(cipherName, key, vector(boots, time, salt)).update(cipher),
  }
}

/**
 * DES in CBC mode (RFC 3414): the key's second half XOR the salt is the initialisation vector. OpenSSL 3 has single
 * DES in its legacy provider only; triple DES with three equal keys is the same function.
 */
function desCipher(
  create: typeof createCipheriv | typeof createDecipheriv,
  key: Uint8Array,
  salt: Uint8Array,
  input: Uint8Array,
): Buffer {
  const single = key.subarray(0, 8)
  const iv = Uint8Array.from(salt, (octet, i) => octet ^ (key[8 + i] as number))
  const cipher = create('des-ede3-cbc', Buffer.concat([single, single, single]), iv)
  cipher.setAutoPadding(false)
  return Buffer.concat([cipher.update(input), cipher.final()])
}

function padded(plain: Uint8Array): Uint8Array {
  const rest = plain.length % 8
  return rest === 0 ? plain : Buffer.concat([plain, Buffer.alloc(8 - rest)])
}

function saltOf(counter: bigint): Buffer {
  const salt = Buffer.allocUnsafe(8)
  salt.writeBigUInt64BE(BigInt.asUintN(64, counter))
  return salt
}
