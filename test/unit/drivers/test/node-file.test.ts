import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostKey } from '../../../../src/core/driver.ts'
import { createTestDriver } from '../../../../src/drivers/test/driver.ts'
import { type Bench, openBench } from './fixture.ts'

let dir: string
const closers: Array<() => Promise<void>> = []
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vg-node-'))
})
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
  await rm(dir, { recursive: true, force: true })
})

const file = (name = 'node.xml'): string => join(dir, name)

async function put(name: string, text: string): Promise<void> {
  await writeFile(file(name), text)
}

async function open(text: string, params = '', driver = createTestDriver()): Promise<Bench> {
  await put('node.xml', text)
  const { bench, close } = await openBench(`test://${file()}${params}`, driver)
  closers.push(close)
  return bench
}

const ns = "xmlns:test='http://libvirt.org/schemas/domain/test/1.0'"
const guest = (name: string, more = ''): string =>
  `<domain type='test' id='99' ${ns}><name>${name}</name><memory>1024</memory><os><type>hvm</type></os>${more}</domain>`
const wrap = (inner: string): string => `<node>\n${inner}\n</node>`

function domains(bench: Bench) {
  return bench.keys('domain').map((key) => bench.record('domain', key))
}

describe('a node file', () => {
  test('that says nothing gives the machine of the default node and nothing else', async () => {
    const bench = await open('<node/>')
    const patch = bench.changes.find((change) => change.kind === 'patch')
    expect(patch).toMatchObject({ attrs: { cpuModel: 'i686', memory: 3_145_728n, cpus: 16 } })
    expect(bench.changes).toHaveLength(1)
    expect(await bench.call('host.getCapabilities', hostKey, {})).toContain("<cells num='0'")
  })

  test('describes its machine', async () => {
    const bench = await open(
      wrap(`<cpu><nodes>4</nodes><sockets>1</sockets><cores>2</cores><threads>1</threads><mhz>6000</mhz>
        <model>mips</model><active>6</active></cpu><memory>4096</memory>`),
    )
    expect(bench.changes[0]).toMatchObject({
      attrs: {
        cpuModel: 'mips',
        memory: 4096n,
        cpus: 6,
        mhz: 6000,
        numaNodes: 4,
        sockets: 1,
        cores: 2,
        threads: 1,
      },
    })
  })

  test('holds objects of all kinds, which are active and persistent', async () => {
    const bench = await open(
      wrap(`${guest('a')}
        <network><name>n</name><bridge name='b0'/></network>
        <interface type='ethernet' name='eth7'/>
        <pool type='dir'><name>p</name><target><path>/p</path></target>
          <volume><name>v</name><capacity>100</capacity><allocation>50</allocation></volume>
          <volume><name>w</name><key>wk</key><capacity>10</capacity><target><path>/else</path></target></volume></pool>
        <device><name>d</name><capability type='system'/></device>`),
    )
    expect(domains(bench)).toMatchObject([{ name: 'a', id: 1, state: 'running', persistent: true }])
    expect(bench.record('network', bench.keys('network')[0] ?? '')).toMatchObject({
      active: true,
      persistent: true,
    })
    expect(bench.record('interface', 'eth7')).toMatchObject({ active: true })
    const pool = bench.keys('pool')[0] ?? ''
    expect(bench.record('pool', pool)).toMatchObject({ state: 'running', persistent: true, allocation: 60n })
    expect(bench.record('volume', `${pool}/v`)).toMatchObject({ path: '/p/v', volumeKey: '/p/v' })
    expect(bench.record('volume', `${pool}/w`)).toMatchObject({ path: '/else', volumeKey: 'wk' })
    expect(bench.record('nodedev', 'd')).toMatchObject({ active: true })
  })

  test('includes other files, found from where it is', async () => {
    await mkdir(file('sub'))
    await put('sub/a.xml', guest('a'))
    await put('sub/v.xml', '<volume><name>v</name><capacity>7</capacity></volume>')
    await put(
      'sub/p.xml',
      "<pool type='dir'><name>p</name><target><path>/p</path></target><volume file='v.xml'/></pool>",
    )
    const bench = await open(wrap("<domain file='sub/a.xml'/><pool file='sub/p.xml'/>"))
    expect(domains(bench)).toMatchObject([{ name: 'a' }])
    expect(bench.keys('volume')).toHaveLength(1)
  })

  test('gives ids in its order to those that start', async () => {
    const bench = await open(
      wrap(
        guest('a', '<test:runstate>5</test:runstate>') +
          guest('b') +
          guest('c', '<test:runstate>3</test:runstate>'),
      ),
    )
    expect(domains(bench)).toMatchObject([
      { name: 'a', id: -1, state: 'shutoff' },
      { name: 'b', id: 1, state: 'running' },
      { name: 'c', id: 2, state: 'paused' },
    ])
  })

  test('says that a domain is transient or has a managed save', async () => {
    const bench = await open(
      wrap(
        guest('a', '<test:transient/>') +
          guest('b', '<test:hasmanagedsave/><test:runstate>5</test:runstate>'),
      ),
    )
    expect(domains(bench)).toMatchObject([{ persistent: false }, { managedSave: true, state: 'shutoff' }])
  })

  test('gives domains snapshots, parents before or after their children', async () => {
    const snapshot = (name: string, more = ''): string =>
      `<test:domainsnapshot><name>${name}</name><state>running</state>${more}</test:domainsnapshot>`
    await put('z.xml', '<domainsnapshot><name>z</name><state>shutoff</state></domainsnapshot>')
    const bench = await open(
      wrap(
        guest(
          'a',
          `${snapshot('y', '<parent><name>x</name></parent><active>1</active>')}${snapshot('x')}<test:domainsnapshot file='z.xml'/>`,
        ),
      ),
    )
    expect(bench.keys('snapshot')).toHaveLength(3)
    const key = bench.keys('domain')[0] ?? ''
    expect(bench.record('snapshot', `${key}/y`)).toMatchObject({ parent: 'x', current: true })
    expect(bench.record('domain', key)?.hasCurrentSnapshot).toBe(true)
  })

  test('is a node of its own for each connection', async () => {
    const driver = createTestDriver()
    const one = await open(wrap(guest('a')), '', driver)
    const two = await open(wrap(guest('a')), '', driver)
    await one.call('domain.destroy', one.keys('domain')[0] ?? '', {})
    expect(domains(two)).toMatchObject([{ state: 'running' }])
  })

  test('may be loaded with more domains', async () => {
    const bench = await open(wrap(guest('a')), '?domains=10')
    expect(bench.keys('domain')).toHaveLength(11)
  })
})

describe('a wrong node file', () => {
  const twoCurrent = ['a', 'b']
    .map((name) => `<test:domainsnapshot><name>${name}</name><active>1</active></test:domainsnapshot>`)
    .join('')
  test.each([
    ['another root', '<host/>', 'xmlError', "'host'"],
    ['bad XML', '<node>\n<a>\n</node>', 'xmlError', 'line 3'],
    ['a number that is none', wrap('<memory>lots</memory>'), 'xmlError', 'line 2'],
    ['a long model', wrap(`<cpu><model>${'x'.repeat(32)}</model></cpu>`), 'internalError', 'line 2'],
    ['a domain without memory', wrap("\n<domain type='test'><name>a</name></domain>"), 'xmlError', 'line 3'],
    ['a run state of 8', wrap(guest('a', '<test:runstate>8</test:runstate>')), 'xmlError', '0 to 7'],
    [
      'a transient domain that is off',
      wrap(guest('a', '<test:transient/><test:runstate>5</test:runstate>')),
      'xmlError',
      'transient',
    ],
    ['a managed save that runs', wrap(guest('a', '<test:hasmanagedsave/>')), 'xmlError', 'managed save'],
    ['two current snapshots', wrap(guest('a', twoCurrent)), 'xmlError', 'two current'],
    [
      'a snapshot without its parent',
      wrap(
        guest(
          'a',
          '<test:domainsnapshot><name>s</name><parent><name>t</name></parent></test:domainsnapshot>',
        ),
      ),
      'xmlError',
      "'t'",
    ],
    ['two domains of one name', wrap(guest('a') + guest('a')), 'operationFailed', 'line 2'],
    ['a file that is not there', wrap("<domain file='none.xml'/>"), 'openFailed', 'none.xml'],
    [
      'entities of its own',
      "<!DOCTYPE node [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><node>&e;</node>",
      'xmlError',
      'document type',
    ],
  ])('with %s is refused, and the error says where', async (_what, text, code, part) => {
    const opening = open(text)
    await expect(opening).rejects.toMatchObject({ code })
    await expect(opening).rejects.toThrow(part)
    await expect(opening).rejects.toSatisfy(
      (error: { at?: { file?: string }; message: string }) =>
        (error.at?.file ?? error.message).includes(dir) || error.message.includes(dir),
    )
  })

  test('names the included file where the fault is there', async () => {
    await put('a.xml', "<domain type='test'>\n<name>a</name>\n<memory>much</memory></domain>")
    await expect(open(wrap("<domain file='a.xml'/>"))).rejects.toMatchObject({
      at: { file: file('a.xml'), line: 3 },
    })
  })
})

describe('where node files may be', () => {
  test('is inside the directories given', async () => {
    await mkdir(file('in'))
    await put('in/node.xml', '<node/>')
    const driver = createTestDriver({ nodeDirs: [file('in')] })
    const { close } = await openBench(`test://${file('in/node.xml')}`, driver)
    await close()
    await put('out.xml', '<node/>')
    await symlink(file('out.xml'), file('in/link.xml'))
    await put('in/include.xml', "<node><domain file='../out.xml'/></node>")
    for (const path of ['out.xml', 'in/link.xml', 'in/include.xml', 'in/../out.xml']) {
      await expect(openBench(`test://${file(path)}`, driver)).rejects.toMatchObject({ code: 'accessDenied' })
    }
  })

  test('is a regular file', async () => {
    await expect(openBench(`test://${dir}`)).rejects.toMatchObject({ code: 'openFailed' })
    await expect(openBench('test:///dev/null')).rejects.toMatchObject({ code: 'openFailed' })
  })
})

describe('users of a node', () => {
  const text = wrap("<auth><user>guest</user><user password='s3cret'>root</user></auth>")
  async function credentials(username: string, password: string): Promise<string> {
    await put(
      'auth.conf',
      `[credentials-x]\nusername=${username}\npassword=${password}\n\n[auth-test-localhost]\ncredentials=x\n`,
    )
    await chmod(file('auth.conf'), 0o600)
    return `?authfile=${file('auth.conf')}`
  }

  test('must be named', async () => {
    await expect(open(text)).rejects.toMatchObject({ code: 'authFailed' })
  })

  test.each([
    ['guest', 'anything'],
    ['root', 's3cret'],
  ])('let %s in', async (user, password) => {
    await open(text, await credentials(user, password))
  })

  test.each([
    ['root', 'wrong'],
    ['nobody', 's3cret'],
  ])('do not let %s with %s in, and tell no password', async (user, password) => {
    const opening = open(text, await credentials(user, password))
    await expect(opening).rejects.toMatchObject({ code: 'authFailed' })
    await expect(opening).rejects.toSatisfy(({ message }: Error) => !/s3cret|wrong/.test(message))
  })

  test('are not read from a file that others can read', async () => {
    const params = await credentials('guest', 'x')
    await chmod(file('auth.conf'), 0o644)
    await expect(open(text, params)).rejects.toMatchObject({ code: 'accessDenied' })
  })
})
