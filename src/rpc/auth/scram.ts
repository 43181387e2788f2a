import { randomBytes } from 'node:crypto'
import type { KnownUser, Mechanism, MechanismAnswer, MechanismParts } from './mechanism.ts'
import { refused } from './mechanism.ts'
import { keySize, prepared, proves, serverSignature } from './scram-keys.ts'

interface Begun {
  readonly user: KnownUser
  /** First message of the client without its header, and ours. */
  readonly bare: string
  readonly first: string
  /** What the client must repeat: its header in base64, both nonces. */
  readonly header: string
  readonly nonce: string
}

/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677):
 *   client  n,,n=<user>,r=<nonce>
 *   server  r=<nonce><more>,s=<salt>,i=<rounds>
 *   client  c=<header>,r=<nonces>,p=<proof>
 *   server  v=<signature>
 */
export class Scram implements Mechanism {
  readonly #find: MechanismParts['find']
  readonly #nonce: () => string
  #begun: Begun | undefined
  #ended = false
  #name: string | undefined

  constructor(
    { find }: Pick<MechanismParts, 'find'>,
    nonce: () => string = () => randomBytes(24).toString('base64'),
  ) {
    this.#find = find
    this.#nonce = nonce
  }

  get name(): string | undefined {
    return this.#name
  }

  step(data: Uint8Array | undefined): MechanismAnswer {
    if (this.#ended || data === undefined) throw refused()
    const text = readText(data)
    if (!this.#begun) return this.#first(text)
    this.#ended = true
    return this.#final(text, this.#begun)
  }

  #first(text: string): MechanismAnswer {
    // "p" would bind to the channel, which is not offered; "m" asks for an extension, and there is none.
    const parts = /^([ny],(?:a=([^,]*))?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]{1,1024})(?:,.*)?)$/s.exec(text)
    const [, header, authzid, bare, name, clientNonce] = parts ?? []
    if (header === undefined || bare === undefined || name === undefined || clientNonce === undefined)
      throw refused()
    if (authzid !== undefined && authzid !== '' && authzid !== name) throw refused()
    this.#name = unescaped(name)
    const user = this.#find(this.#name)
    const nonce = clientNonce + this.#nonce()
    const first = `r=${nonce},s=${user.keys.salt.toString('base64')},i=${user.keys.iterations}`
    this.#begun = { user, bare, first, header: Buffer.from(header).toString('base64'), nonce }
    return { data: Buffer.from(first) }
  }

  #final(text: string, { user, bare, first, header, nonce }: Begun): MechanismAnswer {
    const parts = /^(c=([^,]*),r=([^,]*)(?:,.*)?),p=([A-Za-z0-9+/]+={0,2})$/s.exec(text)
    const [, withoutProof, binding, nonces, encoded] = parts ?? []
    if (withoutProof === undefined || encoded === undefined) throw refused()
    const proof = Buffer.from(encoded, 'base64')
    if (binding !== header || nonces !== nonce || proof.length !== keySize) throw refused()
    const authMessage = `${bare},${first},${withoutProof}`
    if (!proves(user.keys, authMessage, proof) || !user.caller) throw refused()
    return { data: Buffer.from(`v=${serverSignature(user.keys, authMessage)}`), caller: user.caller }
  }
}

function readText(data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
  } catch (cause) {
    throw refused(cause)
  }
}

/** A name as it is compared: "=2C" stands for a comma and "=3D" for "=", which cannot stand for itself. */
function unescaped(name: string): string {
  if (/=(?!2C|3D)/.test(name)) throw refused()
  try {
    return prepared(name.replaceAll('=2C', ',').replaceAll('=3D', '='))
  } catch (cause) {
    throw refused(cause)
  }
}
