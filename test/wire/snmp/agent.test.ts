import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../src/core/lib/clock.ts'
import { type AgentOptions, SnmpAgent } from '../../../src/mappings/snmp/engine/agent.ts'
import { addUser, loadUsers, removeUser } from '../../../src/mappings/snmp/engine/users-file.ts'
import { community, decodeCommunity, pdu } from './support/ber.ts'
import { keepingLogger } from './support/in-process.ts'
import { npmSnmp } from './support/npm-client.ts'
import { sampleRoot as root, sampleModule } from './support/sample-module.ts'
import { decodeV3, type V3Keys, v3 } from './support/v3.ts'

let folder: string
let client: Socket
let log: ReturnType<typeof keepingLogger>
const agents: SnmpAgent[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtgate-agent-'))
  log = keepingLogger()
  client = createSocket('udp4')
})

afterEach(async () => {
  client.close()
  await Promise.all(agents.splice(0).map((agent) => agent.close()))
  await rm(folder, { recursive: true, force: true })
})

async function start(options: Partial<AgentOptions> = {}): Promise<{ agent: SnmpAgent; port: number }> {
  const agent = new SnmpAgent({
    listen: ['127.0.0.1:0'],
    system: { descr: 'one', objectId: [1, 3], contact: '', name: '', location: '' },
    stateDir: folder,
    access: { communities: [{ name: 'public', view: 'all' }] },
    log,
    ...options,
  })
  agents.push(agent)
  agent.context('').register(sampleModule())
  const [endpoint] = await agent.start()
  return { agent, port: endpoint?.port ?? 0 }
}

async function exchange(packet: Buffer, port: number): Promise<Buffer> {
  const answer = once(client, 'message', { signal: AbortSignal.timeout(5_000) })
  client.send(packet, port, '127.0.0.1')
  const [octets] = (await answer) as [Buffer]
  return octets
}

async function keysOf(name: string): Promise<V3Keys> {
  const user = (await loadUsers(folder)).find((stored) => stored.name === name)
  return {
    authKey: Buffer.from(user?.authKey ?? '', 'hex'),
    privKey: Buffer.from(user?.privKey ?? '', 'hex'),
  }
}

const ann = { name: 'ann', auth: 'sha256', authPassphrase: 'correct horse', priv: 'aes128' } as const
const get = (name: string) => community(1, 'public', pdu(0xa0, 1, [name]))

test('a captured message is answered in its time and refused after a restart', async () => {
  await addUser(folder, ann, log)
  const keys = await keysOf('ann')
  const before = await start()
  const engineId = Buffer.from(before.agent.engineId ?? [])
  const captured = v3(
    { engineId, boots: 1, time: 0, user: 'ann', flags: 7 },
    pdu(0xa0, 1, [`${root}.1.1.0`]),
    keys,
  )
  expect(decodeV3(await exchange(captured, before.port), keys).pdu).toMatchObject({ tag: 0xa2 })
  await before.agent.close()
  const after = await start()
  const report = decodeV3(await exchange(captured, after.port), keys)
  expect(report).toMatchObject({
    boots: 2,
    pdu: { tag: 0xa8, variables: [{ name: '1.3.6.1.6.3.15.1.1.2.0' }] },
  })
  expect(Buffer.from(after.agent.engineId ?? []).equals(engineId)).toBe(true)
})

test('an agent whose boots cannot be written does not start', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(start({ stateDir: join(folder, 'file') })).rejects.toThrow('engine.json')
})

test('an address in use is a fault that says so', async () => {
  const { port } = await start()
  await expect(start({ listen: [`127.0.0.1:${port}`] })).rejects.toThrow(
    `UDP port ${port} at 127.0.0.1 cannot be opened: another program listens there`,
  )
})

test.each(['localhost:161', '127.0.0.1', '127.0.0.1:99999', '::1:161', ''])(
  'the address %j is refused with the forms that are right',
  async (text) => {
    await expect(start({ listen: [text] })).rejects.toThrow(`'${text}' is no address to listen at`)
  },
)

describe('reload', () => {
  test('takes on users that were added and drops those that were removed', async () => {
    const { agent, port } = await start()
    const ask = async (name: string) => {
      const engineId = Buffer.from(agent.engineId ?? [])
      const packet = v3({ engineId, boots: 1, time: 0, user: name, flags: 4 }, pdu(0xa0, 1, []))
      return decodeV3(await exchange(packet, port)).pdu.tag
    }
    expect(await ask('ann')).toBe(0xa8)
    await addUser(folder, ann, log)
    await agent.reload()
    expect(await ask('ann')).toBe(0xa2)
    await removeUser(folder, 'ann')
    await agent.reload()
    expect(await ask('ann')).toBe(0xa8)
  })

  test('takes on system facts and communities', async () => {
    const { agent, port } = await start()
    const system = { descr: 'two', objectId: [1, 3], contact: '', name: '', location: '' }
    await agent.reload({ system, access: { communities: [{ name: 'other' }] } })
    const packet = community(1, 'other', pdu(0xa0, 1, ['1.3.6.1.2.1.1.1.0']))
    expect(decodeCommunity(await exchange(packet, port)).variables).toMatchObject([{ value: '"two"' }])
    client.send(get('1.3.6.1.2.1.1.1.0'), port, '127.0.0.1')
    await exchange(packet, port)
    expect(agent.counters.snmpInBadCommunityNames).toBe(1)
  })

  test('keeps everything when the new settings are wrong', async () => {
    const { agent, port } = await start()
    const access = { communities: [{ name: 'public', view: 'nothing' }] }
    await expect(agent.reload({ access })).rejects.toThrow("uses the view 'nothing', which is not defined")
    expect(decodeCommunity(await exchange(get(`${root}.1.1.0`), port)).variables).toMatchObject([
      { value: '"hello"' },
    ])
    await agent.reload()
  })
})

test('users of another engine id are not used and said to be so', async () => {
  await addUser(folder, ann, log)
  await rm(join(folder, 'engine.json'))
  await start()
  expect(log.lines.join()).toContain('SNMP users whose keys belong to another engine id are not used')
})

test('no pass phrase, key or community is ever written to the log', async () => {
  await addUser(folder, ann, log)
  const keys = await keysOf('ann')
  const { agent, port } = await start()
  const engineId = Buffer.from(agent.engineId ?? [])
  const body = pdu(0xa3, 1, [[`${root}.1.2.0`, Buffer.from([2, 1, 1])]])
  await exchange(v3({ engineId, boots: 1, time: 0, user: 'ann', flags: 7 }, body, keys), port)
  await agent.reload()
  const text = log.lines.join('\n')
  for (const secret of [
    'correct horse',
    'public',
    keys.authKey.toString('hex'),
    keys.privKey.toString('hex'),
  ]) {
    expect(text).not.toContain(secret)
  }
})

test('a context that is removed is unknown afterwards', async () => {
  const { agent, port } = await start({ access: { communities: [{ name: 'lab', context: 'lab' }] } })
  agent.context('lab').register(sampleModule())
  const packet = community(1, 'lab', pdu(0xa0, 1, ['1.3.6.1.2.1.1.1.0']))
  expect(decodeCommunity(await exchange(packet, port)).variables).toMatchObject([{ value: '"one"' }])
  agent.removeContext('lab')
  client.send(packet, port, '127.0.0.1')
  client.send(packet, port, '127.0.0.1')
  agent.context('lab')
  await exchange(packet, port)
  expect(agent.counters.snmpUnavailableContexts + agent.counters.snmpOutGetResponses).toBeGreaterThan(1)
})

test('sysUpTime and snmpEngineTime follow the monotonic clock', async () => {
  const clock = new FakeClock()
  const { port } = await start({ clock })
  clock.advance(123_450)
  const names = ['1.3.6.1.2.1.1.3.0', '1.3.6.1.6.3.10.2.1.3.0']
  const answer = decodeCommunity(await exchange(community(1, 'public', pdu(0xa0, 1, names)), port))
  expect(answer.variables.map(({ value }) => value)).toEqual(['12345', '123'])
})

test('the engine state is on the disk before the agent listens', async () => {
  await start()
  expect(JSON.parse(await readFile(join(folder, 'engine.json'), 'utf8'))).toMatchObject({ boots: 1 })
})

test("npm's net-snmp walks the table over v3", async () => {
  await addUser(folder, ann, log)
  const { port } = await start()
  const user = {
    name: 'ann',
    level: npmSnmp.SecurityLevel.authPriv,
    authProtocol: npmSnmp.AuthProtocols.sha256,
    authKey: ann.authPassphrase,
    privProtocol: npmSnmp.PrivProtocols.aes,
    privKey: ann.authPassphrase,
  }
  const session = npmSnmp.createV3Session('127.0.0.1', user, { port, version: npmSnmp.Version3 })
  try {
    const seen: string[] = []
    await new Promise<void>((resolve, reject) => {
      session.subtree(
        `${root}.2.1.2`,
        10,
        (variables) => {
          for (const { oid, value } of variables) seen.push(`${oid.slice(root.length)}=${value}`)
        },
        (fault) => (fault ? reject(fault) : resolve()),
      )
    })
    expect(seen).toEqual([1, 2, 3, 7, 4_294_967_295].map((i) => `.2.1.2.${i}=row${i}`))
  } finally {
    session.close()
  }
})
