import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { settingKeys, settingsTable } from '../../../src/core/settings/index.ts'
import { addUser } from '../../../src/mappings/snmp/engine/users-file.ts'
import { virtgateMib } from '../../../src/mappings/snmp/virtgate/virtgate-mib.ts'
import { openGateway, type TestGateway } from './gateway.ts'
import { hasSnmpTools, TestAgent } from './tools.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const page = await readFile(join(root, 'docs/mappings/snmp.md'), 'utf8')
const examples = Array.from(page.matchAll(/^```sh\n([\s\S]*?)\n```$/gm), ([, code]) => code ?? '')

describe.skipIf(!hasSnmpTools)('examples of the page about SNMP', () => {
  let engine: TestGateway
  let agent: TestAgent

  beforeAll(async () => {
    engine = await openGateway({ test: 'test:///default' })
    const authPassphrase = 'a long pass phrase'
    agent = await TestAgent.start(engine.gateway.inventory, {
      prepare: (folder) =>
        addUser(folder, { name: 'monitor', auth: 'sha256', authPassphrase, priv: 'aes128' }, silentLogger),
    })
  })
  afterAll(async () => {
    await agent?.close()
    await engine?.close()
  })

  test('are there', () => expect(examples.length).toBeGreaterThanOrEqual(8))

  test.each(examples)('%s', async (code) => {
    const text = await agent.tool('sh', [
      '-c',
      `cd '${root}' && ${code.replaceAll('127.0.0.1:1161', agent.address)}`,
    ])
    expect(text.trim()).not.toBe('')
    expect(text).not.toMatch(/No Such|No more variables|no entries/)
  })
})

test('the page names every table of VIRTGATE-MIB with its arc and its index', () => {
  for (const { id, name, index } of virtgateMib.tables ?? []) {
    const row = page.split('\n').find((line) => line.startsWith(`| 1.${id} | ${name} |`))
    expect(row, name).toBeDefined()
    if (!('augments' in index)) expect(row, name).toContain(` ${index.join(', ')} |`)
  }
})

test('the page names every setting of the agent with its default', () => {
  const keys = settingKeys.filter((key) => key.startsWith('snmp.'))
  expect(keys.length).toBeGreaterThanOrEqual(9)
  for (const key of keys) {
    const { fallback } = settingsTable[key]
    const none = fallback === '' || (Array.isArray(fallback) && fallback.length === 0)
    expect(page, key).toContain(`| \`${key}\` | ${none ? 'none' : `\`${String(fallback)}\``} |`)
  }
})
