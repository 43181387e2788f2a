import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settingKeys, settingsTable } from '../../../src/core/settings/index.ts'
import { type RpcDaemon, startVirtgate } from './daemons.ts'
import { here, isProgram, isSkipped, run, works } from './tools.ts'

const page = await readFile(resolve(here, '../../../docs/rpc.md'), 'utf8')
const examples = Array.from(page.matchAll(/^```sh\n([\s\S]*?)\n```$/gm), ([, code]) => code ?? '')
const skipped = isSkipped("examples of the page about libvirt's RPC", {
  virsh: isProgram('virsh'),
  'python3-libvirt': works('/usr/bin/python3', '-c', 'import libvirt'),
  'libsys-virt-perl': works('perl', '-MSys::Virt', '-e1'),
  'ruby-libvirt': works('ruby', '-rlibvirt', '-e1'),
})

describe.skipIf(skipped)("examples of the page about libvirt's RPC", () => {
  let folder: string
  let daemon: RpcDaemon

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-rpc-docs-'))
    daemon = await startVirtgate(['test:///default'])
  })
  afterAll(async () => {
    await daemon?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('are there', () => expect(examples.length).toBeGreaterThanOrEqual(6))

  test.each(examples)('%s', async (code) => {
    const own = code.replaceAll('/run/virtgate/libvirt', daemon.sockets)
    const { code: status, text } = await run('sh', ['-c', own], { folder })
    expect({ status, text }).toMatchObject({ status: 0 })
    expect(text).toMatch(/test|CPU|Transport/)
  })
})

test("the page names every setting of libvirt's RPC with its default", () => {
  const keys = settingKeys.filter((key) => key.startsWith('rpc.'))
  expect(keys.length).toBeGreaterThanOrEqual(29)
  for (const key of keys) {
    const { fallback, restart } = settingsTable[key]
    const none = Array.isArray(fallback) && fallback.length === 0
    const shown = none ? 'none' : `\`${String(fallback)}\``
    expect(page, key).toContain(`| \`${key}\` | ${shown} | ${restart ? 'restart' : 'reload'} |`)
  }
})
