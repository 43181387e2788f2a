import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import saslprep from '@mongodb-js/saslprep'
import { VirtError } from '../../core/errors/index.ts'

/** What is kept of a pass phrase: with it one can check it, but not say it (RFC 5802, section 3). */
export interface ScramKeys {
  readonly iterations: number
  readonly salt: Buffer
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

/** How often a pass phrase is hashed, unless something else is asked for; more costs an attacker, and each login, more. */
export const defaultIterations = 32_768
/** Fewest rounds that RFC 7677 allows, and most that a client is made to do. */
export const iterationBounds = { least: 4096, most: 10_000_000 } as const

/** Octets of a key and of a proof. */
export const keySize = 32
const saltSize = 16
const deriveKey = promisify(pbkdf2)

/** Makes the keys of a pass phrase, with a salt of its own unless one is given. */
export async function makeKeys(
  passphrase: string,
  {
    iterations = defaultIterations,
    salt = randomBytes(saltSize),
  }: Partial<Pick<ScramKeys, 'iterations' | 'salt'>> = {},
): Promise<ScramKeys> {
  const salted = await deriveKey(prepared(passphrase), salt, iterations, keySize, 'sha256')
  return {
    iterations,
    salt,
    storedKey: sha256(hmac(salted, 'Client Key')),
    serverKey: hmac(salted, 'Server Key'),
  }
}

/** Keys that nothing fits, the same each time for the same name, so that a name that is unknown looks like any other. */
export function decoyKeys(secret: Buffer, name: string): ScramKeys {
  const salt = hmac(secret, `salt ${name}`).subarray(0, saltSize)
  return {
    iterations: defaultIterations,
    salt,
    storedKey: randomBytes(keySize),
    serverKey: randomBytes(keySize),
  }
}

/** Whether a pass phrase is the one of the keys; takes as long either way. */
export async function fits(keys: ScramKeys, passphrase: string): Promise<boolean> {
  const { storedKey } = await makeKeys(passphrase, keys)
  return timingSafeEqual(storedKey, keys.storedKey)
}

/** Whether a client's proof shows that it knows the pass phrase. */
export function proves(keys: ScramKeys, authMessage: string, proof: Buffer): boolean {
  const signature = hmac(keys.storedKey, authMessage)
  const clientKey = Buffer.from(signature.map((octet, at) => octet ^ (proof[at] ?? 0)))
  return timingSafeEqual(sha256(clientKey), keys.storedKey)
}

/** What shows a client that the server knows it. */
export function serverSignature(keys: ScramKeys, authMessage: string): string {
  return hmac(keys.serverKey, authMessage).toString('base64')
}

/** A name or pass phrase in the one form in which it is compared (SASLprep, RFC 4013). */
export function prepared(text: string): string {
  try {
    const form = saslprep(text)
    if (form !== '') return form
  } catch (cause) {
    throw new VirtError('invalidArg', 'a name or pass phrase has characters that are not allowed in it', {
      cause,
    })
  }
  throw new VirtError('invalidArg', 'a name or pass phrase is empty')
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sha256(octets: Buffer): Buffer {
  return createHash('sha256').update(octets).digest()
}
