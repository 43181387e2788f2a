import { createHash } from 'node:crypto'
import type { AuthProtocol, PrivProtocol } from './usm-protocols.ts'

const MEBIBYTE = 1_048_576

/**
 * The key that a pass phrase stands for: the hash of the phrase repeated to 1 MiB (RFC 3414, A.2). Slow on purpose, so it
 * is done when a user is set up and never for a packet.
 */
export function passphraseToKey(hash: string, passphrase: Uint8Array): Buffer {
  return createHash(hash).update(Buffer.alloc(MEBIBYTE, passphrase)).digest()
}

/** The key as one engine uses it, which is of no use to others. */
export function localizeKey(hash: string, key: Uint8Array, engineId: Uint8Array): Buffer {
  return createHash(hash).update(key).update(engineId).update(key).digest()
}

/** The localized authentication key of a pass phrase. */
export function authKey(auth: AuthProtocol, passphrase: Uint8Array, engineId: Uint8Array): Buffer {
  return localizeKey(auth.hash, passphraseToKey(auth.hash, passphrase), engineId)
}

/** The localized privacy key of a pass phrase: made by the hash of the user's authentication protocol. */
export function privKey(
  auth: AuthProtocol,
  priv: PrivProtocol,
  passphrase: Uint8Array,
  engineId: Uint8Array,
): Buffer {
  let key = authKey(auth, passphrase, engineId)
  while (key.length < priv.keyLength) {
    // Reeder takes the key itself for the next pass phrase, Blumenthal hashes it.
    const more =
      priv.extension === 'reeder' ? authKey(auth, key, engineId) : createHash(auth.hash).update(key).digest()
    key = Buffer.concat([key, more])
  }
  return key.subarray(0, priv.keyLength)
}
