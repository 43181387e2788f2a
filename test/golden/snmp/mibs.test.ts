import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseOid } from '../../../src/mappings/snmp/engine/oid.ts'
import { libvirtMib } from '../../../src/mappings/snmp/libvirt/libvirt-mib.ts'
import { renderMibs } from '../../../src/mappings/snmp/render-mibs.ts'
import type { MibDefinition } from '../../../src/mappings/snmp/smi/definition.ts'
import { renderMib } from '../../../src/mappings/snmp/smi/render.ts'
import { virtgateMib } from '../../../src/mappings/snmp/virtgate/virtgate-mib.ts'
import { vmMib } from '../../../src/mappings/snmp/vm/vm-mib.ts'

const run = promisify(execFile)
const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../../..')
const mibs = join(root, 'mibs')
const baseMibs = join(root, 'node_modules/net-snmp/lib/mibs')
const update = process.env.UPDATE_GOLDEN === '1'

async function present(program: string): Promise<boolean> {
  return run('sh', ['-c', `command -v ${program}`]).then(
    () => true,
    () => false,
  )
}
const hasSmilint = await present('smilint')
const hasTranslate = await present('snmptranslate')
if (!hasSmilint) process.stderr.write('skipped: smilint is missing (apt-get install smitools)\n')
if (!hasTranslate) process.stderr.write('skipped: snmptranslate is missing (apt-get install snmp)\n')

describe('module texts', () => {
  test('in mibs/ are those that the definitions give', async () => {
    const texts = renderMibs()
    if (update) for (const [file, text] of texts) await writeFile(join(mibs, file), text)
    expect((await readdir(mibs)).filter((file) => file.endsWith('.txt')).sort()).toEqual(
      [...texts.keys()].sort(),
    )
    for (const [file, text] of texts) expect(await readFile(join(mibs, file), 'utf8'), file).toBe(text)
  })

  test('hang where the settings want them', () => {
    const text = renderMib(virtgateMib, parseOid('1.3.6.1.4.1.8072.9999.9999.7'))
    expect(text).toContain('::= { virtgateMIBArc3 7 }')
    expect(text).toContain('virtgateMIBArc1 OBJECT IDENTIFIER ::= { enterprises 8072 }')
  })

  test('have no line longer than 100 columns and no character outside ASCII', () => {
    for (const [file, text] of renderMibs()) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a module is ASCII text
      expect(text, file).toMatch(/^[\x00-\x7f]*$/)
      for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(100)
    }
  })
})

/** What smilint says of modules that consist of types only, and of names that the standard has chosen. */
const tolerated = [
  /current type `\w+' is not referenced in this module/,
  /type `\w+' has no format specification/,
  /module name `HCNUM-TC' should match/,
  /identifier `snmpEngineID' differs from `SnmpEngineID' only in case/,
  /previous definition of `SnmpEngineID'/,
  // The agent that LIBVIRT-MIB comes from carries its index in its notification, and has one group and no compliance.
  /index element `libvirtGuestUUID' of row `libvirtGuestEntry' should be not-accessible/,
  /`(libvirtGuestUUID|libvirtGuestNotif)' must be contained in at least one conformance group/,
  /current group `libvirtGuestGroup' is not referenced/,
]

describe.skipIf(!hasSmilint)('smilint at level 6', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-mibs-'))
    for (const file of await readdir(baseMibs)) await copyFile(join(baseMibs, file), join(folder, file))
    for (const file of await readdir(mibs)) await copyFile(join(mibs, file), join(folder, file))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function lint(file: string): Promise<string[]> {
    const env = { ...process.env, SMIPATH: folder }
    const args = ['-c', '/dev/null', '-l6', '-s', `./${file}`]
    const { stdout, stderr } = await run('smilint', args, { cwd: folder, env }).catch(
      (error: { stdout: string; stderr: string }) => error,
    )
    return `${stdout}${stderr}`.split('\n').filter((line) => line.startsWith(`./${file}`))
  }

  test.each(['VM-MIB.txt', 'VIRTGATE-MIB.txt'])('has nothing to say of %s', async (file) => {
    expect(await lint(file)).toEqual([])
  })

  test.each([...renderMibs().keys()])('has nothing to say of %s but what its kind brings', async (file) => {
    const lines = await lint(file)
    expect(lines.filter((line) => !tolerated.some((pattern) => pattern.test(line)))).toEqual([])
  })

  test('finds fault where there is one', async () => {
    const broken = (renderMibs().get('VM-MIB.txt') ?? '').replace(
      'vmIndex VirtualMachineIndex',
      'vmIndex Gauge32',
    )
    await writeFile(join(folder, 'BROKEN-MIB.txt'), broken)
    expect((await lint('BROKEN-MIB.txt')).length).toBeGreaterThan(0)
  })
})

describe.skipIf(!hasTranslate)('snmptranslate', () => {
  test.each([
    ['VM-MIB::vmNetworkPhysAddress', '.1.3.6.1.2.1.236.1.8.1.5'],
    ['VM-MIB::vmBulkDeleted', '.1.3.6.1.2.1.236.0.20'],
    ['VIRTGATE-MIB::vgNicRxBytes', '.1.3.6.1.4.1.32473.7666.1.8.1.4'],
    ['VIRTGATE-MIB::vgSnapshotRowStatus', '.1.3.6.1.4.1.32473.7666.1.10.1.12'],
    ['LIBVIRT-MIB::libvirtGuestRowStatus', '.1.3.6.1.4.1.36957.1.1.1.9'],
    ['LIBVIRT-MIB::libvirtGuestNotif', '.1.3.6.1.4.1.36957.0.1'],
    ['VIRTGATE-MIB::virtgateCompliance', '.1.3.6.1.4.1.32473.7666.2.1.1'],
  ])('finds %s', async (name, oid) => {
    const env = { ...process.env, MIBDIRS: `${mibs}:${baseMibs}`, MIBS: 'VM-MIB:VIRTGATE-MIB:LIBVIRT-MIB' }
    const { stdout, stderr } = await run('snmptranslate', ['-On', name], { env })
    expect([stdout.trim(), stderr]).toEqual([oid, ''])
  })
})

/** Each object and label with its number, as published. */
function numbers(): string[] {
  return [...published(vmMib), ...published(virtgateMib), ...published(libvirtMib)]
}

function published<View>(mib: MibDefinition<View>): string[] {
  const objects = (mib.scalars ?? []).flatMap((group) =>
    group.scalars.map((scalar) => [`${group.id ?? ''}.${scalar.id}`.replace(/^\./, ''), scalar] as const),
  )
  const columns = (mib.tables ?? []).flatMap((table) =>
    [...table.keys, ...table.columns].map((column) => [`${table.id}.1.${column.id}`, column] as const),
  )
  const notified = (mib.notifyOnly ?? []).map((object) => [String(object.id), object] as const)
  return [
    ...[...objects, ...notified, ...columns].map(([at, { name, syntax }]) => {
      const labels = Object.entries(syntax.labels ?? {}).map(([label, number]) => `${label}(${number})`)
      return [`${mib.module} objects.${at} ${name} ${syntax.bare ?? syntax.smi}`, ...labels].join(' ')
    }),
    ...(mib.notifications ?? []).map(({ id, name }) => `${mib.module} notifications.${id} ${name}`),
    ...(mib.groups ?? []).map(({ id, name }) => `${mib.module} groups.${id} ${name}`),
  ]
}

describe('published numbers', () => {
  const file = join(here, 'numbers.txt')

  test('never move: what was published is as it was, and what is new is written down', async () => {
    const known = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
    const now = numbers()
    for (const line of known) {
      // New labels may follow the known ones; everything else is for ever.
      expect(
        now.some((one) => one === line || one.startsWith(`${line} `)),
        line,
      ).toBe(true)
    }
    if (update) await writeFile(file, `${now.join('\n')}\n`)
    else expect(known).toEqual(now)
    expect(now.length).toBeGreaterThan(280)
  })

  test('of VM-MIB are those of the standard', async ({ skip }) => {
    const facts = join(root, '../shared/spec/snmp/mibs/VM-MIB.tsv')
    const text = await readFile(facts, 'utf8').catch(() => undefined)
    if (text === undefined) return skip(`${facts} is not there`)
    const standard = text
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([, , kind]) => ['scalar', 'column', 'notification', 'group'].includes(kind ?? ''))
      .map(([name, oid]) => `${name} ${oid}`)
    const ours = numbers()
      .filter((line) => line.startsWith('VM-MIB '))
      .map((line) => line.split(' '))
      .map(
        ([, at = '', name]) =>
          `${name} 1.3.6.1.2.1.236.${at.replace('objects', '1').replace('notifications', '0').replace('groups', '2.2')}`,
      )
    expect(ours.sort()).toEqual(standard.sort())
    expect(standard.length).toBe(82)
  })
})
