import { mkdtemp, rm } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SnmpAgent } from '../../../src/mappings/snmp/engine/agent.ts'
import { addUser } from '../../../src/mappings/snmp/engine/users-file.ts'
import {
  type AuthName,
  authProtocols,
  type PrivName,
  privNames,
} from '../../../src/mappings/snmp/engine/usm-protocols.ts'
import { keepingLogger } from './support/in-process.ts'
import { present, runProgram } from './support/programs.ts'
import { sampleRoot as root, sampleModule } from './support/sample-module.ts'

const hasTools = present('snmpget', ['-V'], 'snmp')
const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
)
const python = '/usr/bin/python3'
const hasPysnmp = present(python, ['-c', 'import pysnmp.hlapi'], 'python3-pysnmp4')

/** Names of the protocols in the words of net-snmp's tools. */
const authWords: Record<AuthName, string> = {
  md5: 'MD5',
  sha1: 'SHA',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
}
const privWords: Record<PrivName, string> = {
  des: 'DES',
  aes128: 'AES',
  aes192: 'AES-192',
  aes256: 'AES-256',
  aes192c: 'AES-192-C',
  aes256c: 'AES-256-C',
}
const pairs = (Object.keys(authProtocols) as AuthName[]).flatMap((auth) =>
  privNames.map((priv) => [auth, priv] as const),
)
const authPhrase = 'authentication phrase'
const privPhrase = 'privacy phrase'

let folder: string
let agent: SnmpAgent
let at: string
let at6: string | undefined
const log = keepingLogger()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtgate-tools-'))
  await addUser(folder, { name: 'plain', group: 'readers' }, log)
  for (const [auth, priv] of pairs) {
    const phrases = { authPassphrase: authPhrase, privPassphrase: privPhrase }
    await addUser(
      folder,
      { name: `${auth}-${priv}`, group: 'admins', auth, priv, ...phrases, allowWeak: true },
      log,
    )
  }
  agent = new SnmpAgent({
    listen: ['127.0.0.1:0', ...(hasIpv6 ? ['[::1]:0'] : [])],
    system: {
      descr: 'a gateway under test',
      objectId: [1, 3, 6, 1, 4, 1, 32473, 1],
      contact: 'ops',
      name: 'host1',
      location: 'rack 7',
    },
    stateDir: folder,
    access: {
      communities: [
        { name: 'public' },
        { name: 'lab', context: 'lab' },
        { name: 'writer', write: 'all' },
        { name: 'far', sources: ['192.0.2.0/24'] },
      ],
    },
    log,
  })
  agent.context('').register(sampleModule())
  agent.context('lab').register(sampleModule())
  const endpoints = await agent.start()
  at = `127.0.0.1:${endpoints[0]?.port}`
  if (hasIpv6) at6 = `udp6:[::1]:${endpoints[1]?.port}`
})

afterAll(async () => {
  await agent?.close()
  await rm(folder, { recursive: true, force: true })
})

const v2c = (tool: string, name: string, ...args: string[]) =>
  runProgram(tool, ['-v2c', '-c', name, '-On', '-r1', '-t2', at, ...args])

function v3(tool: string, user: string, options: string[], ...args: string[]) {
  const [auth = 'sha256', priv = 'aes128'] = user.split('-') as [AuthName, PrivName]
  const keys = ['-a', authWords[auth], '-A', authPhrase, '-x', privWords[priv], '-X', privPhrase]
  return runProgram(tool, [
    '-v3',
    '-On',
    '-r1',
    '-t2',
    '-u',
    user,
    '-l',
    'authPriv',
    ...keys,
    ...options,
    at,
    ...args,
  ])
}

describe.skipIf(!hasTools)('net-snmp tools', () => {
  test('read the system group over v1 and v2c', async () => {
    const name = '1.3.6.1.2.1.1.5.0'
    const expected = { code: 0, out: `.${name} = STRING: "host1"\n` }
    expect(await runProgram('snmpget', ['-v1', '-c', 'public', '-On', at, name])).toEqual(expected)
    expect(await v2c('snmpget', 'public', name)).toEqual(expected)
  })

  test.skipIf(!hasIpv6)('read over IPv6', async () => {
    const { out } = await runProgram('snmpget', [
      '-v2c',
      '-c',
      'public',
      '-On',
      at6 ?? '',
      '1.3.6.1.2.1.1.5.0',
    ])
    expect(out).toBe('.1.3.6.1.2.1.1.5.0 = STRING: "host1"\n')
  })

  test('see the same objects by snmpwalk and snmpbulkwalk', async () => {
    const slow = await v2c('snmpwalk', 'public', root)
    const fast = await v2c('snmpbulkwalk', 'public', '-Cr50', root)
    expect(slow.out.split('\n')).toHaveLength(18)
    expect(fast.out).toBe(slow.out)
  })

  test('see the same objects by v1 but for Counter64', async () => {
    const all = await v2c('snmpwalk', 'public', root)
    const v1 = await runProgram('snmpwalk', ['-v1', '-c', 'public', '-On', at, root])
    const without = all.out.split('\n').filter((line) => !line.includes('Counter64'))
    expect(v1.out.split('\n').filter((line) => line.startsWith('.'))).toEqual(
      without.filter((line) => line.startsWith('.')),
    )
  })

  test('list the modules of the agent', async () => {
    const { out } = await v2c('snmpwalk', 'public', '1.3.6.1.2.1.1.9.1.3')
    expect(out).toContain('The MIB module for SNMP entities')
    expect(out).toContain('The SNMP Management Architecture MIB')
  })

  test('get counts of the snmp group that grow', async () => {
    const value = async () => Number((await v2c('snmpget', 'public', '-Oqv', '1.3.6.1.2.1.11.1.0')).out)
    const before = await value()
    expect(await value()).toBe(before + 1)
  })

  test('get noSuchObject, noSuchInstance and the end of the view', async () => {
    const { out } = await v2c('snmpget', 'public', '1.3.6.1.9', `${root}.2.1.2.99`)
    expect(out).toContain('.1.3.6.1.9 = No Such Object')
    expect(out).toContain(`.${root}.2.1.2.99 = No Such Instance`)
    expect((await v2c('snmpgetnext', 'public', '2.5')).out).toContain(
      'No more variables left in this MIB View',
    )
  })

  test('get non-repeaters and repeaters, and as many as fit when they ask for a million', async () => {
    const some = await v2c(
      'snmpbulkget',
      'public',
      '-Cn2',
      '-Cr2',
      `${root}.1.1`,
      `${root}.1.2`,
      `${root}.2.1.2`,
    )
    expect(some.out.split('\n').slice(0, 4)).toEqual([
      `.${root}.1.1.0 = STRING: "hello"`,
      `.${root}.1.2.0 = INTEGER: 5`,
      `.${root}.2.1.2.1 = STRING: "row1"`,
      `.${root}.2.1.2.2 = STRING: "row2"`,
    ])
    expect((await v2c('snmpbulkget', 'public', '-Cr1000000', '1.3')).code).toBe(0)
  })

  test('reach another context by its community and by -n', async () => {
    const name = `${root}.1.1.0`
    expect((await v2c('snmpget', 'lab', name)).out).toContain('hello')
    expect((await v3('snmpget', 'sha256-aes128', ['-n', 'lab'], name)).out).toContain('hello')
    expect((await v3('snmpget', 'sha256-aes128', ['-n', 'none'], name)).out).toContain(
      'Bad context specified',
    )
  })

  test('get no answer with an unknown community, and with one of other networks', async () => {
    for (const name of ['private', 'far']) {
      const { code, out } = await runProgram('snmpget', [
        '-v2c',
        '-c',
        name,
        '-r0',
        '-t1',
        at,
        '1.3.6.1.2.1.1.1.0',
      ])
      expect({ code, timeout: out.includes('No Response') }).toEqual({ code: 1, timeout: true })
    }
  })

  test('set what may be set, and only that', async () => {
    const level = `${root}.1.2.0`
    expect((await v2c('snmpset', 'writer', level, 'i', '17')).out).toBe(`.${level} = INTEGER: 17\n`)
    expect((await v2c('snmpget', 'public', level)).out).toBe(`.${level} = INTEGER: 17\n`)
    expect((await v2c('snmpset', 'public', level, 'i', '1')).out).toContain('Reason: noAccess')
    expect((await v2c('snmpset', 'writer', level, 'i', '101')).out).toContain('Reason: wrongValue')
    expect((await v2c('snmpset', 'writer', level, 's', 'x')).out).toContain('Reason: wrongType')
    expect((await v2c('snmpset', 'writer', `${root}.1.1.0`, 's', 'x')).out).toContain('Reason: notWritable')
    expect((await v3('snmpset', 'sha256-aes128', [], level, 'i', '5')).out).toBe(`.${level} = INTEGER: 5\n`)
  })

  test('lock by snmpSetSerialNo', async () => {
    const serial = '1.3.6.1.6.3.1.1.6.1.0'
    const value = Number((await v2c('snmpget', 'public', '-Oqv', serial)).out)
    expect((await v2c('snmpset', 'writer', serial, 'i', String(value))).code).toBe(0)
    expect((await v2c('snmpset', 'writer', serial, 'i', String(value))).out).toContain('inconsistentValue')
    expect(Number((await v2c('snmpget', 'public', '-Oqv', serial)).out)).toBe(value + 1)
  })

  test.each(pairs)('authenticate by %s and encrypt by %s', async (auth, priv) => {
    const answer = await v3('snmpbulkwalk', `${auth}-${priv}`, [], `${root}.2.1.2`)
    expect(answer.out.split('\n')[4]).toBe(`.${root}.2.1.2.4294967295 = STRING: "row4294967295"`)
  })

  test('show users, groups, rules, views and contexts to administrators, and to nobody else', async () => {
    const users = await v3('snmpbulkwalk', 'sha256-aes128', [], '1.3.6.1.6.3.15.1.2.2.1.3')
    expect(users.out.split('\n').filter((line) => line.includes('STRING'))).toHaveLength(pairs.length + 1)
    const rules = await v3('snmpbulkwalk', 'sha256-aes128', [], '1.3.6.1.6.3.16')
    expect(rules.out).toContain('= STRING: "lab"')
    expect(rules.out).toContain('= STRING: "readers"')
    expect(rules.out).toContain('= STRING: "standard"')
    expect(rules.out).not.toContain('public')
    const hidden = await v2c('snmpbulkwalk', 'public', '1.3.6.1.6.3.16')
    expect(hidden.out).not.toContain('STRING')
  })

  test('are told what is wrong with user, digest and level', async () => {
    const name = '1.3.6.1.2.1.1.1.0'
    const as = (...args: string[]) => runProgram('snmpget', ['-v3', '-r0', '-t2', ...args, at, name])
    const wrong = ['-u', 'sha256-aes128', '-l', 'authNoPriv', '-a', 'SHA-256', '-A', 'wrong phrase']
    expect((await as('-u', 'nobody', '-l', 'noAuthNoPriv')).out).toContain('Unknown user name')
    expect((await as(...wrong)).out).toContain('Authentication failure')
    const unsupported = ['-u', 'plain', '-l', 'authNoPriv', '-a', 'SHA-256', '-A', authPhrase]
    expect((await as(...unsupported)).out).toContain('Unsupported security level')
    expect((await as('-u', 'plain', '-l', 'noAuthNoPriv')).out).toContain('authorizationError')
  })
})

describe.skipIf(!hasPysnmp)('pysnmp', () => {
  // It discovers the engine by the request that it wants to send, here a GETBULK.
  const script = `
import sys
from pysnmp.hlapi import *
host, port, user, auth, priv, start = sys.argv[1:]
data = UsmUserData(user, auth, priv, authProtocol=usmHMAC192SHA256AuthProtocol, privProtocol=usmAesCfb128Protocol)
rows = bulkCmd(SnmpEngine(), data, UdpTransportTarget((host, int(port)), timeout=3, retries=1), ContextData(),
               0, 25, ObjectType(ObjectIdentity(start)), lexicographicMode=False)
for failure, status, index, variables in rows:
    if failure or status:
        sys.exit(str(failure or status))
    for name, value in variables:
        print(name, value.prettyPrint())
`

  test('discovers the engine by GETBULK and walks a column', async () => {
    const [host = '', port = ''] = at.split(':')
    const args = ['-c', script, host, port, 'sha256-aes128', authPhrase, privPhrase, `${root}.2.1.2`]
    const { code, out } = await runProgram(python, args)
    expect(out.split('\n').filter((line) => line.startsWith(root))).toEqual(
      [1, 2, 3, 7, 4_294_967_295].map((i) => `${root}.2.1.2.${i} row${i}`),
    )
    expect(code).toBe(0)
  })
})
