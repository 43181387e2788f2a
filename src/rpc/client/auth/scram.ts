import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import saslprep from '@mongodb-js/saslprep'
import { VirtError } from '../../../core/errors/index.ts'
import type { Credentials } from './auth-file.ts'
import type { Mechanism } from './mechanism.ts'

const derive = promisify(pbkdf2)

/** More rounds than this only burn the time of who waits. */
const MAX_ROUNDS = 10_000_000
const MIN_ROUNDS = 4096

/**
 * The client's half of SCRAM (RFC 5802, RFC 7677): both sides prove that they know the password, which is not sent.
 * `nonce` is fixed only by tests.
 */
export function scramSha256(
  { authname, password }: Required<Credentials>,
  nonce = randomBytes(24).toString('base64'),
): Mechanism {
  const name = prepared('name', authname)
  const secret = prepared('password', password)
  const bare = `n=${name.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`
  let signature: Buffer | undefined
  let verified = false
  return {
    name: 'SCRAM-SHA-256',
    first: async () => Buffer.from(`n,,${bare}`),
    async next(message) {
      const fields = parse(message)
      if (fields.e !== undefined) throw failed(`the daemon says '${fields.e.slice(0, 80)}'`)
      if (signature !== undefined) {
        verified = sameBytes(Buffer.from(fields.v ?? '', 'base64'), signature)
        if (!verified) throw failed('the daemon does not know the password itself')
        return Buffer.alloc(0)
      }
      const answer = await prove(bare, { nonce, password: secret, message, fields })
      signature = answer.signature
      return answer.reply
    },
    complete: () => verified,
  }
}

interface Challenge {
  readonly nonce: string
  readonly password: string
  readonly message: Buffer
  readonly fields: Readonly<Record<string, string>>
}

/**
 *     c=biws,r=NONCE,p=PROOF
 */
async function prove(bare: string, { nonce, password, message, fields }: Challenge) {
  const { r, s, i } = fields
  const rounds = Number(i)
  if (r === undefined || s === undefined || !r.startsWith(nonce) || r.length === nonce.length) {
    throw failed('its challenge is not one')
  }
  if (!(rounds >= MIN_ROUNDS && rounds <= MAX_ROUNDS)) {
    throw failed(`it asks for ${i?.slice(0, 20)} rounds; ${MIN_ROUNDS} to ${MAX_ROUNDS} were expected`)
  }
  const salted = await derive(password, Buffer.from(s, 'base64'), rounds, 32, 'sha256')
  const clientKey = hmac(salted, 'Client Key')
  const stored = createHash('sha256').update(clientKey).digest()
  const unproved = `c=biws,r=${r}`
  const said = `${bare},${message.toString('utf8')},${unproved}`
  const mask = hmac(stored, said)
  const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (mask[at] ?? 0)))
  return {
    reply: Buffer.from(`${unproved},p=${proof.toString('base64')}`),
    signature: hmac(hmac(salted, 'Server Key'), said),
  }
}

/** The one form in which names and passwords are compared (SASLprep, RFC 4013). */
function prepared(what: string, text: string): string {
  try {
    const form = saslprep(text)
    if (form !== '') return form
  } catch {
    // What the library says has the text in it.
    throw failed(`the ${what} has characters that are not allowed in it`)
  }
  throw failed(`the ${what} is empty`)
}

function parse(message: Buffer): Readonly<Record<string, string>> {
  const pairs = message
    .toString('utf8')
    .split(',')
    .map((part) => [part.slice(0, 1), part.slice(2)] as const)
  return Object.fromEntries(pairs)
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

function failed(clause: string): VirtError {
  return new VirtError('authFailed', `authentication by SCRAM-SHA-256 failed: ${clause}`, { domain: 'rpc' })
}
