import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { VirtError } from '../../../src/core/errors/index.ts'
import { loadSettings } from '../../../src/core/settings/load.ts'

const dirs = { state: '/s', run: '/r', cache: '/c', log: '/l' }
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtgate-settings-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function load(text: string, set: string[] = []) {
  const file = join(folder, 'virtgate.yaml')
  await writeFile(file, text)
  return loadSettings({ file, set, dirs })
}

async function fault(text: string, set: string[] = []): Promise<VirtError> {
  const thrown = await load(text, set).catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(VirtError)
  return thrown as VirtError
}

describe('a settings file', () => {
  test('that is empty gives the defaults', async () => {
    const settings = await load('')
    expect(settings).toMatchObject({
      connections: [{ uri: 'auto' }],
      state_dir: '/s',
      run_dir: '/r',
      log: { level: 'info', modules: {} },
      snmp: { listen: ['127.0.0.1:1161'], communities: [], max_age: 5000 },
      rpc: { tcp_listen: [] },
      dbus: { bus: 'off' },
    })
    expect(settings.rpc.socket_dir).toBeUndefined()
  })

  test('that is not there is a fault unless it may be absent', async () => {
    const file = join(folder, 'none.yaml')
    await expect(loadSettings({ file, dirs })).rejects.toThrow(`there is no settings file ${file}`)
    await expect(loadSettings({ file, dirs, optional: true })).resolves.toMatchObject({ state_dir: '/s' })
  })

  test('may leave a group empty', async () => {
    expect((await load('snmp:\nlog:\n  level: debug\n')).log.level).toBe('debug')
  })

  test('takes connections as URIs, as named URIs and as auto', async () => {
    const settings = await load(
      'connections: [auto, "test:///default", { name: lab, uri: "qemu:///system" }]',
    )
    expect(settings.connections).toEqual([
      { uri: 'auto' },
      { uri: 'test:///default' },
      { name: 'lab', uri: 'qemu:///system' },
    ])
  })

  test('takes communities as names and as records', async () => {
    const settings = await load(
      'snmp:\n  communities:\n    - public\n    - { name: ops, sources: 192.0.2.0/24 }\n',
    )
    expect(settings.snmp.communities).toEqual([
      { name: 'public' },
      { name: 'ops', sources: ['192.0.2.0/24'] },
    ])
  })

  test.each(['off', '', '""', 'false'])('switches a listener off with %j', async (word) => {
    expect((await load(`snmp:\n  listen: ${word}\n`)).snmp.listen).toEqual([])
  })
})

describe('a fault in a settings file', () => {
  test('of an unknown key names file, line, column and the nearest key', async () => {
    const error = await fault('state_dir: /x\nsnmp:\n  lisen: off\n')
    expect(error.message).toBe(
      `${folder}/virtgate.yaml:3:3: unknown key 'snmp.lisen'; did you mean 'snmp.listen'?`,
    )
    expect(error.code).toBe('confSyntax')
    expect(error.at).toMatchObject({ line: 3, column: 3 })
  })

  test('of an unknown key at the top that is near to none lists the known ones', async () => {
    expect((await fault('zzzzzzzz: 1\n')).message).toContain('known here: connections, state_dir')
  })

  test('of an unknown field inside a list names its place', async () => {
    const { message } = await fault('snmp:\n  communities:\n    - name: a\n      vew: b\n')
    expect(message).toContain(
      "virtgate.yaml:4:7: unknown key 'snmp.communities[0].vew'; did you mean 'snmp.communities[0].view'?",
    )
  })

  test('of a wrong type says what was expected', async () => {
    expect((await fault('snmp:\n  max_age: soon\n')).message).toContain(
      'virtgate.yaml:2:3: snmp.max_age: expected number, received string (milliseconds)',
    )
  })

  test('of a word that is none of a set lists the set', async () => {
    expect((await fault('log: { level: loud }')).message).toContain('log.level: expected one of "debug"')
  })

  test('of an address says its form', async () => {
    expect((await fault('snmp: { listen: nowhere }')).message).toContain('expected HOST:PORT or [IPV6]:PORT')
  })

  test('of the YAML itself names its line', async () => {
    const error = await fault('snmp:\n  listen: [\n')
    expect(error.message).toMatch(/virtgate\.yaml:\d+:\d+: /)
    expect(error.at?.line).toBeGreaterThanOrEqual(2)
  })

  test('of a key that is there twice is found', async () => {
    expect((await fault('state_dir: /a\nstate_dir: /b\n')).at).toMatchObject({ line: 2 })
  })

  test('does not hide the other faults', async () => {
    const error = await fault('snmp:\n  max_age: x\n  bulk_notifications: maybe\n')
    expect(error.message).toContain('snmp.max_age')
    expect(error.detail).toContain('snmp.bulk_notifications')
  })

  test('that multiplies aliases without end is refused', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', ...Array.from({ length: 9 }, (_, i) => line(i))].join('\n')
    function line(i: number) {
      const [from, to] = ['abcdefghij'[i], 'abcdefghij'[i + 1]]
      return `${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(',')}]`
    }
    expect((await fault(bomb)).code).toBe('confSyntax')
  })
})

describe('--set', () => {
  test('goes before the file, and the later one wins', async () => {
    const settings = await load('log: { level: warn }', ['log.level=error', 'log.level=debug'])
    expect(settings.log.level).toBe('debug')
  })

  test('reads a list from words with commas and from YAML', async () => {
    expect((await load('', ['connections=auto,test:///default'])).connections).toEqual([
      { uri: 'auto' },
      { uri: 'test:///default' },
    ])
    expect((await load('', ['connections=[{ name: a, uri: "test:///default" }]'])).connections).toEqual([
      { name: 'a', uri: 'test:///default' },
    ])
  })

  test('keeps a text a text', async () => {
    expect((await load('', ['snmp.location=123'])).snmp.location).toBe('123')
  })

  test('sets one entry of a map', async () => {
    expect((await load('', ['log.modules.driver/qemu=debug'])).log.modules).toEqual({
      'driver/qemu': 'debug',
    })
  })

  test('switches a listener off', async () => {
    expect((await load('snmp: { listen: "0.0.0.0:161" }', ['snmp.listen='])).snmp.listen).toEqual([])
  })

  test('of an unknown key names the nearest', async () => {
    expect((await fault('', ['snmp.listn=off'])).message).toContain("did you mean 'snmp.listen'?")
  })

  test('without a value says so', async () => {
    expect((await fault('', ['snmp.listen'])).message).toContain('expected --set key=value')
  })

  test('of a wrong value names the option and not the file', async () => {
    expect((await fault('snmp: { max_age: 5 }', ['snmp.max_age=x'])).message).toMatch(
      /^--set snmp.max_age=x: snmp.max_age: expected number/,
    )
  })
})
