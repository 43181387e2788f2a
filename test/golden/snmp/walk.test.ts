import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openGateway } from '../../clients/snmp/gateway.ts'
import { hasSnmpTools, TestAgent } from '../../clients/snmp/tools.ts'

const file = join(dirname(fileURLToPath(import.meta.url)), 'walk.txt')
const vm = '1.3.6.1.2.1.236.1'
const gate = '1.3.6.1.4.1.32473.7666.1'

/** What differs from one run to the next, by the beginning of its identifier. */
const masked = [
  `${vm}.1.4.0`, // uptime of the hypervisor
  `${vm}.3.0`, // its value when a guest came last
  `${vm}.4.1.16.`, // uptime of guests
  `${vm}.4.1.17.`, // processor time
  `${vm}.5.1.2.`,
  ...[13, 14, 15, 16, 17, 18].map((column) => `${vm}.7.1.${column}.`),
  ...[2, 3, 5, 6, 7, 8, 9].map((scalar) => `${gate}.1.${scalar}.0`),
  // Name of this machine, moment of the connection, memory and processor times of the host.
  ...[9, 10, 21, 22, 23, 24, 25].map((column) => `${gate}.3.1.${column}.`),
  ...[6, 7, 23, 24, 27].map((column) => `${gate}.5.1.${column}.`),
  `${gate}.6.1.`, // memory of guests
  ...[5, 6, 7].map((column) => `${gate}.7.1.${column}.`),
  ...[4, 5, 6, 7, 8, 9, 10, 11].map((column) => `${gate}.8.1.${column}.`),
  `${gate}.12.1.11.`, // moment at which a network came up
]

function mask(line: string): string {
  const at = line.indexOf(' = ')
  const oid = line.slice(1, at)
  if (!masked.some((beginning) => oid.startsWith(beginning))) return line
  return `${line.slice(0, at)} = ${line.slice(at + 3).split(':')[0]}: *`
}

describe.skipIf(!hasSnmpTools)('walk of the default node of the test driver', () => {
  test('is what the file says', async () => {
    const engine = await openGateway({ test: 'test:///default' })
    const agent = await TestAgent.start(engine.gateway.inventory)
    try {
      const lines = [...(await agent.walk('1.3.6.1.2.1.236')), ...(await agent.walk(gate))].map(mask)
      const text = `${lines.join('\n')}\n`
      if (process.env.UPDATE_GOLDEN === '1') await writeFile(file, text)
      expect(text).toBe(await readFile(file, 'utf8'))
      expect(lines.length).toBeGreaterThan(200)
    } finally {
      await agent.close()
      await engine.close()
    }
  })
})
