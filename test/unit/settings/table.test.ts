import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { changedSettings } from '../../../src/core/settings/changes.ts'
import { standardDirs, standardSettingsFile } from '../../../src/core/settings/dirs.ts'
import { formatListen, parseListen } from '../../../src/core/settings/listen.ts'
import { checkSettings } from '../../../src/core/settings/load.ts'
import { renderSample, renderSettingsReference, settingDocs } from '../../../src/core/settings/render.ts'
import { settingKeys, settingsTable } from '../../../src/core/settings/schema.ts'
import { readSource } from '../../../src/core/settings/source.ts'
import { refuseMissingSurfaces } from '../../../src/core/settings/surfaces.ts'

const dirs = { state: '/s', run: '/r', cache: '/c', log: '/l' }
const defaults = checkSettings(undefined, [], dirs)

describe('the settings table', () => {
  test('holds the keys that are promised', () => {
    expect(settingKeys.length).toBeGreaterThanOrEqual(25)
    expect(settingKeys).toEqual(
      expect.arrayContaining([
        'connections',
        'state_dir',
        'run_dir',
        'snmp.listen',
        'rpc.socket_dir',
        'rpc.tcp_listen',
        'rpc.tls_listen',
        'cim.listen',
        'cim.tls_listen',
        'dbus.bus',
        'log.level',
      ]),
    )
  })

  test.each(settingKeys)('documents %s in a sentence', (key) => {
    expect(settingsTable[key].doc).toMatch(/^.{15,}\.$/)
    expect(settingsTable[key].form).not.toBe('')
  })

  test.each(settingKeys.filter((key) => settingsTable[key].example))('has a valid example of %s', (key) => {
    const example = settingsTable[key].example ?? ''
    expect(settingsTable[key].type.safeParse(parse(example)).error).toBeUndefined()
  })

  test('is shown whole in the reference', () => {
    const page = renderSettingsReference(dirs)
    for (const key of settingKeys) expect(page).toContain(`| \`${key}\` |`)
  })
})

describe('the sample file', () => {
  const sample = renderSample(dirs)

  test('is a settings file with the defaults', () => {
    expect(checkSettings(readSource(sample, 'sample'), [], dirs)).toEqual(defaults)
  })

  test('stays so when every default is taken from its comment', () => {
    const opened = sample.replaceAll(/^( *)# (?=[a-z_]+: )/gm, '$1')
    expect(opened.match(/^ *[a-z_]+: \S/gm)?.length).toBe(settingKeys.length)
    expect(checkSettings(readSource(opened, 'sample'), [], dirs)).toEqual(defaults)
  })

  test('says each sentence', () => {
    const flat = sample.replaceAll(/\n *##/g, '')
    for (const { doc } of settingDocs(dirs)) expect(flat).toContain(doc)
  })
})

describe('a surface that is not built', () => {
  test('is refused when it is switched on, with the key', () => {
    const settings = checkSettings(readSource('rpc: { tcp_listen: "127.0.0.1:0" }', 'x'), [], dirs)
    expect(() => refuseMissingSurfaces(settings, new Set(['snmp']))).toThrow(
      'rpc.tcp_listen is set, but this build of virtgate has no rpc surface; set it to off or leave it out',
    )
  })

  test('is no fault when it is off', () => {
    expect(() => refuseMissingSurfaces(defaults, new Set(['snmp']))).not.toThrow()
  })
})

describe('changes between two settings', () => {
  test('are sorted into those for a reload and those for a restart', () => {
    const text = 'log: { level: debug }\nsnmp: { listen: off, contact: me }\n'
    expect(changedSettings(defaults, checkSettings(readSource(text, 'x'), [], dirs))).toEqual({
      reload: ['log.level', 'snmp.contact'],
      restart: ['snmp.listen'],
    })
  })
})

describe('standard directories', () => {
  test('are those of the system for root', () => {
    const root = { uid: 0, home: '/root', env: { XDG_STATE_HOME: '/elsewhere' } }
    expect(standardDirs(root)).toEqual({
      state: '/var/lib/virtgate',
      run: '/run/virtgate',
      cache: '/var/cache/virtgate',
      log: '/var/log/virtgate',
    })
    expect(standardSettingsFile(root)).toBe('/etc/virtgate/virtgate.yaml')
  })

  test('follow the XDG variables for others, without those that are relative', () => {
    const user = {
      uid: 1000,
      home: '/home/u',
      env: { XDG_RUNTIME_DIR: '/run/user/1000', XDG_CACHE_HOME: 'x' },
    }
    expect(standardDirs(user)).toEqual({
      state: '/home/u/.local/state/virtgate',
      run: '/run/user/1000/virtgate',
      cache: '/home/u/.cache/virtgate',
      log: '/home/u/.local/state/virtgate/log',
    })
    expect(standardSettingsFile(user)).toBe('/home/u/.config/virtgate/virtgate.yaml')
  })
})

describe('an address to listen on', () => {
  test.each([
    ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
    ['[::1]:161', { host: '::1', port: 161 }],
    ['*:161', { host: '0.0.0.0', port: 161 }],
    [':161', { host: '0.0.0.0', port: 161 }],
  ])('reads %s', (text, address) => {
    expect(parseListen(text)).toEqual(address)
    expect(parseListen(formatListen(address))).toEqual(address)
  })

  test.each(['', 'x', '1.2.3.4', '::1:161', '[::1]', '[zz]:1', '1.2.3.4:65536', 'a b:1'])(
    'refuses %j',
    (text) => {
      expect(parseListen(text)).toBeUndefined()
    },
  )
})
