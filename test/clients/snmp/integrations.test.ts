import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openGateway, type TestGateway } from './gateway.ts'
import { hasSnmpTools, TestAgent } from './tools.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../docs/integrations')
const files = readdirSync(folder).filter((file) => !file.endsWith('.md'))
const text = (file: string) => readFileSync(join(folder, file), 'utf8')

describe('integrations', () => {
  test.each(files.filter((file) => /\.ya?ml$/.test(file)))('%s can be read as YAML', (file) => {
    expect(Object.keys(parse(text(file)))).toHaveLength(1)
  })

  test('identifiers in the template for Zabbix are version 4 and different', () => {
    const found = text('zabbix-template.yaml').match(/(?<=uuid: )\S+/g) ?? []
    for (const one of found) expect(one).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
    expect(new Set(found).size).toBe(found.length)
    expect(found.length).toBeGreaterThan(10)
  })

  test.each(files)('brackets in %s are closed', (file) => {
    const bare = text(file).replaceAll(/^\s*#.*$/gm, '')
    for (const [open, close] of ['[]', '{}', '<>']) {
      expect(bare.split(open ?? '').length, open).toBe(bare.split(close ?? '').length)
    }
  })
})

describe.skipIf(!hasSnmpTools)('identifiers in integrations', () => {
  let engine: TestGateway
  let agent: TestAgent
  beforeAll(async () => {
    engine = await openGateway({ test: 'test:///default' })
    agent = await TestAgent.start(engine.gateway.inventory)
  })
  afterAll(async () => {
    await agent?.close()
    await engine?.close()
  })

  test.each(files)('all of %s are answered', async (file) => {
    const oids = new Set(text(file).match(/1\.3\.6\.1(\.\d+)+/g) ?? [])
    for (const oid of oids) {
      const lines = await agent.walk(oid)
      expect(lines[0], oid).toMatch(new RegExp(`^\\.${oid.replaceAll('.', '\\.')}[. ].*(?<!at this OID)$`))
    }
    expect(oids.size).toBeGreaterThan(2)
  })
})
