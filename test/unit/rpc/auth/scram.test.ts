import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Caller } from '../../../../src/core/access/caller.ts'
import type { KnownUser } from '../../../../src/rpc/auth/mechanism.ts'
import { Scram } from '../../../../src/rpc/auth/scram.ts'
import { decoyKeys, makeKeys } from '../../../../src/rpc/auth/scram-keys.ts'

const caller: Caller = { id: 'sasl:user', surface: 'rpc', classes: ['read'] }
const text = (data: Uint8Array | undefined) => Buffer.from(data ?? []).toString()
const octets = (data: string) => Buffer.from(data)

/** The example of RFC 7677, section 3. */
const rfc = {
  salt: 'W22ZaJ0SNY7soEsUEjb6gQ==',
  nonce: '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
  clientFirst: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
  serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  clientFinal:
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
}

let user: KnownUser
const names: string[] = []

beforeAll(async () => {
  const keys = await makeKeys('pencil', { salt: Buffer.from(rfc.salt, 'base64'), iterations: 4096 })
  user = { keys, caller }
})

function exchange(known: KnownUser = user): Scram {
  const find = (name: string) => {
    names.push(name)
    return known
  }
  return new Scram({ find }, () => rfc.nonce)
}

describe('SCRAM-SHA-256', () => {
  test('goes as in the example of its document', () => {
    const scram = exchange()
    expect(text(scram.step(octets(rfc.clientFirst)).data)).toBe(rfc.serverFirst)
    const last = scram.step(octets(rfc.clientFinal))
    expect(text(last.data)).toBe(rfc.serverFinal)
    expect(last.caller).toBe(caller)
  })

  const wrong: Record<string, readonly [first: string, final?: string]> = {
    'a channel binding that is not offered': ['p=tls-unique,,n=user,r=abc'],
    'an extension that is not known': ['n,,m=x,n=user,r=abc'],
    'another user to act for': ['n,a=root,n=user,r=abc'],
    'no nonce': ['n,,n=user,r='],
    'a nonce that is too long': [`n,,n=user,r=${'x'.repeat(1025)}`],
    'no name': ['n,,n=,r=abc'],
    'a name with a broken escape': ['n,,n=us=2Der,r=abc'],
    'no text at all': [''],
    'a proof that is wrong': [rfc.clientFirst, rfc.clientFinal.replace('p=dHzb', 'p=dHzc')],
    'a proof of another length': [rfc.clientFirst, rfc.clientFinal.replace(/p=.*/, 'p=dHzb')],
    'no proof': [rfc.clientFirst, rfc.clientFinal.replace(/,p=.*/, '')],
    'another nonce': [rfc.clientFirst, rfc.clientFinal.replace('r=rO', 'r=xO')],
    'another header than at first': [rfc.clientFirst, rfc.clientFinal.replace('c=biws', 'c=eSws')],
  }
  test.each(Object.entries(wrong))('refuses %s', (_what, [first, final]) => {
    const scram = exchange()
    const act = () => {
      scram.step(octets(first))
      if (final !== undefined) scram.step(octets(final))
    }
    expect(act).toThrow('authentication failed: authentication failed')
  })

  test('takes a header that says no binding is offered', () => {
    expect(text(exchange().step(octets(rfc.clientFirst.replace('n,,', 'y,,'))).data)).toBe(rfc.serverFirst)
  })

  test('takes a client that acts for itself by name', () => {
    const first = rfc.clientFirst.replace('n,,', 'n,a=user,')
    expect(text(exchange().step(octets(first)).data)).toBe(rfc.serverFirst)
  })

  test('reads the escapes of a name', () => {
    names.length = 0
    exchange().step(octets('n,,n=a=2Cb=3Dc,r=abc'))
    expect(names).toEqual(['a,b=c'])
  })

  test('brings a name into the one form in which it is compared', () => {
    names.length = 0
    exchange().step(octets('n,,n=I\u00adX\u2168,r=abc'))
    expect(names).toEqual(['IXIX'])
  })

  test('goes through one exchange only', () => {
    const scram = exchange()
    scram.step(octets(rfc.clientFirst))
    scram.step(octets(rfc.clientFinal))
    expect(() => scram.step(octets(rfc.clientFinal))).toThrow('authentication failed')
  })

  test('answers an unknown name like a known one, the same each time', () => {
    const secret = Buffer.alloc(32, 7)
    const first = () => {
      const stranger = { keys: decoyKeys(secret, 'nobody'), caller: undefined }
      return text(exchange(stranger).step(octets('n,,n=nobody,r=abc')).data)
    }
    expect(first()).toMatch(/^r=abc.+,s=[A-Za-z0-9+/]{22}==,i=32768$/)
    expect(first()).toBe(first())
  })

  test('refuses a name that is unknown even with a proof that fits', () => {
    const scram = exchange({ keys: user.keys, caller: undefined })
    scram.step(octets(rfc.clientFirst))
    expect(() => scram.step(octets(rfc.clientFinal))).toThrow('authentication failed')
  })
})

interface Vector {
  readonly from: string
  readonly procedure: string
  readonly status: number
  readonly body?: { readonly data?: readonly number[] }
}

const vectors = resolve(import.meta.dirname, '../../../../../shared/spec/rpc/vectors.json')
const recorded = existsSync(vectors)
if (!recorded) process.emitWarning(`${join('spec', 'rpc', 'vectors.json')} is absent: no recorded exchange`)

describe("an exchange recorded between libvirt's own client and server", { skip: !recorded }, () => {
  const all = recorded ? (JSON.parse(readFileSync(vectors, 'utf8')) as Vector[]) : []
  const said = (from: string, procedure: string) =>
    all
      .filter((vector) => vector.from === from && vector.procedure === procedure)
      .map(({ body }) => Buffer.from(body?.data ?? []).toString())

  async function replay(at: number): Promise<Scram> {
    const [clientFirst = '', serverFirst = ''] = [
      said('client', 'AUTH_SASL_START')[at],
      said('server', 'AUTH_SASL_START')[at],
    ]
    const [, nonces = '', salt = '', rounds = ''] = /^r=(.*),s=(.*),i=(\d+)$/.exec(serverFirst) ?? []
    const nonce = nonces.slice(clientFirst.replace(/^.*,r=/, '').length)
    const keys = await makeKeys('pw1', { salt: Buffer.from(salt, 'base64'), iterations: Number(rounds) })
    const scram = new Scram({ find: () => ({ keys, caller }) }, () => nonce)
    expect(text(scram.step(octets(clientFirst)).data)).toBe(serverFirst)
    return scram
  }

  test('is answered with the same octets', async () => {
    const scram = await replay(0)
    const answer = scram.step(octets(said('client', 'AUTH_SASL_STEP')[0] ?? ''))
    expect(text(answer.data)).toBe(said('server', 'AUTH_SASL_STEP')[0])
  })

  test('is refused where the pass phrase was wrong', async () => {
    const scram = await replay(1)
    expect(() => scram.step(octets(said('client', 'AUTH_SASL_STEP')[1] ?? ''))).toThrow(
      'authentication failed: authentication failed',
    )
  })
})
