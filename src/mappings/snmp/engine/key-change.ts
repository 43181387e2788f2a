import { createHash } from 'node:crypto'

/**
 * The key that a manager changes another one to (KeyChange, RFC 3414): random octets, then the new key hidden by hashes
 * of the old key and those octets. Who listens learns nothing of it without the old key. Undefined when the length is
 * not that of two keys.
 */
export function changedKey(hash: string, oldKey: Uint8Array, change: Uint8Array): Buffer | undefined {
  const { length } = oldKey
  if (change.length !== 2 * length) return undefined
  const random = change.subarray(0, length)
  const key = Buffer.from(change.subarray(length))
  let mask = Buffer.from(oldKey)
  for (let at = 0; at < length; at += mask.length) {
    mask = createHash(hash).update(mask).update(random).digest()
    for (let i = 0; i < mask.length && at + i < length; i++) key[at + i] = (key[at + i] ?? 0) ^ (mask[i] ?? 0)
  }
  return key
}
