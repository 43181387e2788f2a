import { existsSync } from 'node:fs'
import { chmod, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { notBuilt, Place } from './support.ts'

let place: Place

beforeEach(async () => {
  place = await Place.make()
  await place.settings()
})
afterEach(() => place.remove())

describe.skipIf(notBuilt)('the daemon', () => {
  test('says with one line what is up, with the addresses that were bound', async () => {
    const { program, ready } = await place.daemon()
    expect(program.out).toMatch(/^ready \{.*\}\n$/)
    expect(ready.pid).toBe(program.process.pid)
    expect(ready.control).toBe(place.socket)
    expect(ready.snmp?.[0]).toMatch(/^127\.0\.0\.1:[1-9]\d+$/)
    expect(ready.connections).toEqual([{ name: 'test', uri: 'test:///default', status: 'connected' }])
  })

  test('does not start a listener that is off', async () => {
    const { ready } = await place.daemon({ set: ['snmp.listen=off'] })
    expect(ready).not.toHaveProperty('snmp')
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('stops cleanly at %s', async (signal) => {
    const { program } = await place.daemon()
    expect(await program.stop(signal)).toMatchObject({ code: 0, signal: null })
    expect(existsSync(place.socket)).toBe(false)
  })

  test('keeps its files from others', async () => {
    await place.daemon()
    for (const [path, mode] of [
      ['run', 0o700],
      ['state', 0o700],
      ['run/control.sock', 0o600],
    ] as const) {
      expect((await stat(join(place.folder, path))).mode & 0o777, path).toBe(mode)
    }
  })

  test('starts again on the same directories after it was killed', async () => {
    const first = await place.daemon()
    await first.program.stop('SIGKILL')
    expect(existsSync(place.socket)).toBe(true)
    await place.daemon()
    expect((await place.cli('list', '--names')).out).toBe('test\n')
  })

  test('goes on without a hypervisor that cannot be reached, and says why', async () => {
    const { ready } = await place.daemon({
      set: ['connections=test:///default,test:///nonexistent/node.xml'],
    })
    expect(ready.connections.map(({ name, status }) => [name, status])).toEqual([
      ['test', 'connected'],
      ['test-2', expect.stringMatching(/closed|unreachable/)],
    ])
    expect(ready.connections[1]?.statusText).toContain('/nonexistent/node.xml')
  })
})

describe.skipIf(notBuilt)('a daemon that cannot start', () => {
  async function fails(words: string[] = [], options: { uid?: number } = {}) {
    const { code, err, out } = await place.run(['daemon', ...words], options).ended
    expect(out).toBe('')
    return { code, err }
  }

  test('because another one has the state directory names its process', async () => {
    const { ready } = await place.daemon()
    const { code, err } = await fails(['--set', `run_dir=${place.folder}/run2`])
    expect(code).toBe(5)
    expect(err).toContain(`is in use by process ${ready.pid}`)
    expect((await place.cli('list', '--names')).out).toBe('test\n')
  })

  test('because of the settings names file, line and the nearest key', async () => {
    await writeFile(place.config, 'snmp:\n  lissten: off\n')
    const { code, err } = await fails()
    expect(code).toBe(2)
    expect(err).toBe(
      `virtgate: ${place.config}:2:3: unknown key 'snmp.lissten'; did you mean 'snmp.listen'?\n`,
    )
  })

  test('because of a surface that is not built says so', async () => {
    const { code, err } = await fails(['--set', 'cim.listen=127.0.0.1:0'])
    expect(code).toBe(2)
    expect(err).toContain('cim.listen is set, but this build of virtgate has no cim surface')
  })

  test('because its state directory is read-only says so and leaves nothing behind', async () => {
    await mkdir(join(place.folder, 'state'))
    await chmod(join(place.folder, 'state'), 0o555)
    await chmod(place.folder, 0o777)
    const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {}
    const { code, err } = await fails(['--set', `state_dir=${place.folder}/state/inner`], uid)
    expect(code).toBe(1)
    expect(err).toContain(`cannot make the state directory ${place.folder}/state/inner: permission denied`)
    expect(existsSync(place.socket)).toBe(false)
  })

  test('because an address is taken takes back what it had started', async () => {
    const { ready, program } = await place.daemon()
    const taken = ready.snmp?.[0] ?? ''
    const other = await Place.make()
    await other.settings({ snmp: { listen: taken } })
    const { code, err } = await other.run(['daemon']).ended
    expect(code).toBe(1)
    expect(err).toContain(`port ${taken.split(':')[1]}`)
    expect(existsSync(other.socket)).toBe(false)
    await program.stop()
    await expect(other.daemon()).resolves.toBeDefined()
    await other.remove()
  })
})

describe.skipIf(notBuilt)('the settings of a running daemon', () => {
  test('are read again at SIGHUP: connections come and go', async () => {
    const { program } = await place.daemon()
    await place.settings({ connections: [{ name: 'one', uri: 'test:///default' }] })
    program.process.kill('SIGHUP')
    await program.until('err', /settings were read again/)
    const hosts = JSON.parse((await place.cli('list', 'hosts', '--json')).out)
    expect(hosts.map((host: { connection: string }) => host.connection)).toEqual(['one'])
  })

  test('are reported when they need a restart', async () => {
    await place.daemon()
    await place.settings({ log: { level: 'debug' }, snmp: { listen: 'off' } })
    const { code, out } = await place.cli('reload')
    expect(code).toBe(0)
    expect(out).toBe('in force now: log.level\nneed a restart of the daemon: snmp.listen\n')
    expect((await place.cli('reload')).out).toContain('need a restart of the daemon: snmp.listen')
  })

  test('stay in force when the new ones have a fault', async () => {
    const { program } = await place.daemon()
    await writeFile(place.config, 'log: { level: loud }\n')
    program.process.kill('SIGHUP')
    await program.until('err', /the old ones stay in force/)
    const { code, err } = await place.cli('reload')
    expect(code).toBe(2)
    expect(err).toContain(`${place.config}:1:8: log.level: expected one of`)
    expect((await place.cli('list', '--names')).out).toBe('test\n')
  })
})

describe.skipIf(notBuilt)('commands against the daemon', () => {
  test('show, change and follow a guest', async () => {
    await place.daemon()
    const events = place.run(['events', '--json', '--count', '2'])
    expect((await place.run(['suspend', 'test']).ended).out).toBe("domain 'test' paused\n")
    expect(JSON.parse((await place.cli('show', 'test', '--json')).out).attrs.state).toBe('paused')
    await toggleUntil(() => events.process.exitCode !== null)
    const { code, out } = await events.ended
    expect(code).toBe(0)
    const [first] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(first).toMatchObject({ type: 'domain', name: 'test', event: 'lifecycle' })
  })

  test('end with the exit code of the error', async () => {
    await place.daemon()
    expect((await place.cli('show', 'nobody')).code).toBe(3)
    expect((await place.cli('resume', 'test')).code).not.toBe(0)
    expect((await place.cli('list', '--nonsense')).code).toBe(2)
  })

  test('end quietly when their reader leaves', async () => {
    const list = place.run(['operations'])
    list.process.stdout?.destroy()
    expect(await list.ended).toMatchObject({ err: '' })
  })

  test('end at an interrupt', async () => {
    await place.daemon()
    const events = place.run(['events', '--json'])
    await toggleUntil(() => events.out !== '')
    expect(await events.stop('SIGINT')).toMatchObject({ code: 0 })
  })

  // A follower says nothing before the first event, so events are made until it has what it wants.
  async function toggleUntil(done: () => boolean): Promise<void> {
    const toggle = async () => {
      await place.cli('suspend', 'test')
      await place.cli('resume', 'test')
      return done()
    }
    await expect.poll(toggle, { timeout: 30_000 }).toBe(true)
  }
})

describe.skipIf(notBuilt)('SNMP users', () => {
  test('are kept as keys that only the owner can read, and never as pass phrases', async () => {
    await place.daemon()
    const stdin = 'correct horse battery\n'
    const add = await place.cliWith({ stdin }, 'snmp', 'user', 'add', 'monitor', '--group', 'readers')
    expect(add).toMatchObject({ code: 0, err: '' })
    const file = join(place.folder, 'state', 'snmp', 'users.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const list = JSON.parse((await place.cli('snmp', 'user', 'list', '--json')).out)
    expect(list).toEqual([{ name: 'monitor', group: 'readers', auth: 'sha256', priv: 'aes128' }])
    expect((await place.cli('snmp', 'user', 'remove', 'monitor')).code).toBe(0)
    expect((await place.cli('snmp', 'user', 'remove', 'monitor')).code).toBe(2)
  })

  test('need a pass phrase', async () => {
    const { code, err } = await place.cliWith({ stdin: '' }, 'snmp', 'user', 'add', 'monitor')
    expect(code).toBe(2)
    expect(err).toContain('there is no pass phrase')
  })
})

describe.skipIf(notBuilt)('virtgate doctor', () => {
  test('looks at everything the daemon needs, and finds it usable', async () => {
    const { code, out } = await place.cli('doctor', '--json')
    const findings: { area: string; state: string }[] = JSON.parse(out)
    expect(code).toBe(0)
    expect(findings.map(({ area }) => area)).toEqual(
      expect.arrayContaining(['node', 'settings', 'state_dir', 'daemon', 'snmp.listen', 'test']),
    )
    expect(findings.filter(({ state }) => state === 'problem')).toEqual([])
  })

  test('finds an address that is taken, with what to do', async () => {
    const { ready } = await place.daemon()
    const other = await Place.make()
    await other.settings({ snmp: { listen: ready.snmp?.[0] } })
    const { code, out } = await other.cli('doctor')
    expect(code).toBe(1)
    expect(out).toMatch(
      /problem +snmp\.listen .* cannot be bound: another program holds it\n +-> --set snmp\.listen/,
    )
    await other.remove()
  })
})
