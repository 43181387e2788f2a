import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  checkPolkit,
  type ProcessSubject,
  polkitActions,
  subjectOf,
} from '../../../../src/rpc/auth/polkit.ts'
import { Served } from '../served/served.ts'

const python = '/usr/bin/python3'
const polkitd = '/usr/lib/polkit-1/polkitd'
const has = (...words: readonly [string, ...string[]]) => spawnSync(words[0], words.slice(1)).status === 0
const missing = [
  has('dbus-daemon', '--version') ? '' : 'dbus-daemon',
  has('pkcheck', '--version') ? '' : 'pkcheck',
  has(python, '-c', 'import dbus, gi') ? '' : 'python3-dbus, python3-gi',
].filter((name) => name !== '')
const skip = missing.length > 0
if (skip) process.emitWarning(`polkit is not tested: ${missing.join(', ')} absent`)
const policy = existsSync('/usr/share/polkit-1/actions/org.libvirt.unix.policy')
const skipReal = skip || process.getuid?.() !== 0 || !existsSync(polkitd) || !policy
if (skipReal) process.emitWarning("polkit's own daemon is not tested: it needs root and libvirt's policy")

const busConfig = (path: string) => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${path}</listen>
  <policy context="default">
    <allow user="*"/><allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
    <allow receive_type="method_call"/><allow receive_type="method_return"/>
    <allow receive_type="error"/><allow receive_type="signal"/>
  </policy>
</busconfig>`

let dir: string
const children: ChildProcess[] = []
const bus = process.env.DBUS_SYSTEM_BUS_ADDRESS
const signal = new AbortController().signal

beforeEach(async () => {
  if (skip) return
  // Another user than ours must reach the bus in it.
  dir = mkdtempSync(join(tmpdir(), 'virtgate-polkit-'))
  chmodSync(dir, 0o755)
  writeFileSync(join(dir, 'bus.conf'), busConfig(join(dir, 'bus')))
  const daemon = start('dbus-daemon', [
    '--config-file',
    join(dir, 'bus.conf'),
    '--nofork',
    '--nopidfile',
    '--print-address',
  ])
  await firstOutput(daemon)
  process.env.DBUS_SYSTEM_BUS_ADDRESS = `unix:path=${join(dir, 'bus')}`
})

afterEach(async () => {
  for (const child of children.splice(0).reverse()) {
    const gone = once(child, 'exit')
    if (child.exitCode === null && child.kill()) await gone
  }
  if (bus === undefined) delete process.env.DBUS_SYSTEM_BUS_ADDRESS
  else process.env.DBUS_SYSTEM_BUS_ADDRESS = bus
  if (!skip) rmSync(dir, { recursive: true, force: true })
})

function start(
  program: string,
  args: readonly string[],
  options: { readonly uid?: number } = {},
): ChildProcess {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] })
  children.push(child)
  return child
}

async function firstOutput(child: ChildProcess): Promise<void> {
  if (child.stdout) await once(child.stdout, 'data')
}

/** Whether somebody on the bus answers to a name; a service may say that it runs before it does. */
function owned(name: string): boolean {
  const bus = ['--system', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus']
  const asked = spawnSync('dbus-send', [...bus, 'org.freedesktop.DBus.NameHasOwner', `string:${name}`])
  return asked.stdout.toString().includes('boolean true')
}

/** Ourselves, as polkit is asked about. */
function ourselves(): ProcessSubject {
  const subject = subjectOf({ pid: process.pid, uid: process.getuid?.() ?? 0, gid: 0 })
  if (!subject) throw new Error('this process is not in /proc')
  return subject
}

async function authority(answer: string): Promise<void> {
  await firstOutput(start(python, [join(import.meta.dirname, 'authority.py'), answer]))
}

const ask = (subject = ourselves()) => checkPolkit(polkitActions.manage, subject, signal)

describe('a process at the other end of a socket', () => {
  test('is told from another of the same number by its start', () => {
    expect(ourselves().startTime).toMatch(/^\d+$/)
  })

  test('is not known once it has ended', async () => {
    const child = spawn('true')
    await once(child, 'exit')
    expect(subjectOf({ pid: child.pid ?? 0, uid: 0, gid: 0 })).toBeUndefined()
  })
})

describe('what polkit says', { skip }, () => {
  test('lets in', async () => {
    await authority('yes')
    await expect(ask()).resolves.toBeUndefined()
  })

  test.each([
    ['no', 'authFailed', 'access denied by policy'],
    ['dismissed', 'authCancelled', 'user cancelled'],
    [
      'challenge',
      'authUnavailable',
      "no polkit agent available to authenticate action 'org.libvirt.unix.manage'",
    ],
  ])('refuses with its own code: %s', async (answer, code, message) => {
    await authority(answer)
    await expect(ask()).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  })

  test('refuses when the process was replaced by another', async () => {
    await authority('yes')
    await expect(ask({ ...ourselves(), startTime: '1' })).rejects.toMatchObject({ code: 'authUnavailable' })
  })

  test('refuses when it is given up', async () => {
    await authority('yes')
    const given = AbortSignal.abort(new Error('given up'))
    await expect(checkPolkit(polkitActions.manage, ourselves(), given)).rejects.toThrow('given up')
  })
})

const skipVirsh = skip || process.getuid?.() !== 0 || !has('virsh', '--version')
if (skipVirsh) process.emitWarning('polkit is not tested with virsh: that needs root and virsh')

describe('virsh of a user whom polkit decides about', { skip: skipVirsh }, () => {
  let served: Served | undefined

  afterEach(async () => {
    await served?.stop()
    served = undefined
  })

  async function list(uid: number, answer: string) {
    await authority(answer)
    served = await Served.start(['rpc.unix_auth=polkit', 'rpc.socket_mode=0777'])
    chmodSync(served.dir, 0o755)
    const uri = `test+unix:///default?socket=${served.socket('libvirt-sock')}`
    return served.run('virsh', ['-c', uri, 'list', '--name'], { uid })
  }

  test('lists domains when it may', async () => {
    expect(await list(65534, 'yes')).toMatchObject({ code: 0, out: 'test\n\n' })
  })

  test.each([
    ['no', 'error: authentication failed: access denied by policy'],
    ['dismissed', 'error: authentication cancelled'],
    ['challenge', 'error: authentication unavailable: no polkit agent available'],
  ])('is told why when it may not: %s', async (answer, message) => {
    const done = await list(65534, answer)
    expect(done.code).toBe(1)
    expect(done.err).toContain(message)
  })

  test('is not held up by polkit when it is root', async () => {
    expect(await list(0, 'no')).toMatchObject({ code: 0, out: 'test\n\n' })
  })
})

describe("polkit's own daemon, with libvirt's policy", { skip: skipReal }, () => {
  let nobody: ProcessSubject

  beforeEach(async () => {
    start(polkitd, [])
    await expect.poll(() => owned('org.freedesktop.PolicyKit1'), { timeout: 10_000 }).toBe(true)
    const child = start('sleep', ['600'], { uid: 65534 })
    await once(child, 'spawn')
    nobody = { ...(subjectOf({ pid: child.pid ?? 0, uid: 65534, gid: 65534 }) ?? ourselves()), uid: 65534 }
  })

  test('lets anybody read', async () => {
    await expect(checkPolkit(polkitActions.monitor, nobody, signal)).resolves.toBeUndefined()
  })

  test('wants somebody asked who manages', async () => {
    await expect(checkPolkit(polkitActions.manage, nobody, signal)).rejects.toMatchObject({
      code: 'authUnavailable',
    })
  })
})
