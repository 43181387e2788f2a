import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasSnmpTools, TestAgent } from '../../clients/snmp/tools.ts'
import { Bench, testGuest } from './gateway.ts'
import { Libvirtd, libvirtdMissing } from './libvirtd.ts'

const missing = libvirtdMissing()
if (missing) process.stderr.write(`skipped a walk over libvirtd: ${missing}\n`)

const table = '1.3.6.1.2.1.236.1.4.1'

describe.skipIf(missing || !hasSnmpTools)('a walk over the guests of libvirtd', () => {
  let daemon: Libvirtd
  let bench: Bench
  let agent: TestAgent
  beforeAll(async () => {
    daemon = await Libvirtd.start()
    bench = await Bench.open(`test+unix:///default?socket=${daemon.socket}`)
    agent = await TestAgent.start(bench.gateway.inventory)
  })
  afterAll(async () => {
    await agent?.close()
    await bench?.close()
    await daemon?.remove()
  })

  test('shows their names, states and processor times', async () => {
    await bench.onHost('domain.define', { xml: testGuest('shop') })
    const lines = await agent.walk(table)
    expect(lines).toContain(`.${table}.2.1 = STRING: "test"`)
    expect(lines).toContain(`.${table}.6.1 = INTEGER: 4`)
    expect(lines).toContain(`.${table}.2.2 = STRING: "shop"`)
    expect(lines.find((line) => line.startsWith(`.${table}.17.1 `))).toMatch(/Counter64: [1-9]/)
  })
})
