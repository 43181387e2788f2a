import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { running, World } from '../../unit/mappings/snmp/objects.ts'
import { hasSnmpTools, TestAgent } from './tools.ts'

const names = '1.3.6.1.2.1.236.1.4.1.2'

describe.skipIf(!hasSnmpTools)('SNMP over TCP', () => {
  const world = new World()
  let agent: TestAgent

  beforeAll(async () => {
    world.host('lab')
    for (let n = 1; n <= 200; n++) world.domain(n, { ...running(), name: `guest${n}` }, 'lab')
    agent = await TestAgent.start(world.inventory, {
      settings: { listen: ['127.0.0.1:0', '[::1]:0', 'tcp:localhost:0', 'tcp:[::1]:0'] },
    })
  })
  afterAll(() => agent?.close())

  const walk = async (address: string) => {
    const args = ['-v2c', '-c', 'public', '-Cr50', '-Oqv', address, names]
    return (await agent.tool('snmpbulkwalk', args)).trimEnd().split('\n')
  }
  /** Addresses in the words of the tools. */
  const addresses = () =>
    agent.surface.endpoints.map((text) => {
      const v6 = text.includes('[')
      if (text.startsWith('tcp:')) return v6 ? `tcp6:${text.slice(4)}` : text
      return v6 ? `udp6:${text}` : text
    })

  test('every address answers the whole table', async () => {
    expect(addresses()).toHaveLength(4)
    for (const address of addresses()) expect(await walk(address), address).toHaveLength(200)
  })

  const dial = async () => {
    const port = Number(/:(\d+)$/.exec(agent.surface.endpoints[2] ?? '')?.[1])
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return socket
  }

  test('what is no message ends its connection, and no other one', async () => {
    const socket = await dial()
    socket.end('GET / HTTP/1.0\r\n\r\n')
    await once(socket.resume(), 'close')
    expect(await walk(addresses()[2] ?? '')).toHaveLength(200)
  })

  test('one address has a bounded number of connections', async () => {
    const sockets = await Promise.all(Array.from({ length: 32 }, dial))
    const refused = await dial()
    await once(refused.resume(), 'close')
    for (const socket of sockets) socket.destroy()
    expect(sockets).toHaveLength(32)
  })
})
