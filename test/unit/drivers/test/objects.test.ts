import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostKey } from '../../../../src/core/driver.ts'
import type { OpPath } from '../../../../src/core/model/index.ts'
import { type Bench, openBench, testUuid } from './fixture.ts'

const networkUuid = 'dd8fe884-6c02-601e-7551-cca97df1c5df'
const poolUuid = 'dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566'

let bench: Bench
let close: () => Promise<void>
beforeEach(async () => {
  ;({ bench, close } = await openBench())
})
afterEach(() => close())

async function refused(op: OpPath, key: string, args: object, code: string): Promise<void> {
  await expect(bench.call(op, key, args as never)).rejects.toMatchObject({ code }) // arguments of that operation
}

describe('networks', () => {
  const xml =
    "<network><name>lan</name><uuid>22222222-2222-4222-8222-222222222222</uuid><bridge name='br9'/></network>"
  const key = '22222222-2222-4222-8222-222222222222'

  test('are defined, started, stopped and forgotten, each with its event', async () => {
    bench.forget()
    expect(await bench.call('network.define', hostKey, { xml })).toBe(key)
    await bench.call('network.start', key, {})
    expect(bench.record('network', key)).toMatchObject({ active: true, persistent: true, bridge: 'br9' })
    await refused('network.start', key, {}, 'operationInvalid')
    await bench.call('network.setAutostart', key, { autostart: true })
    expect(bench.record('network', key)?.autostart).toBe(true)
    await bench.call('network.destroy', key, {})
    await refused('network.destroy', key, {}, 'operationInvalid')
    await bench.call('network.undefine', key, {})
    expect(bench.events('network')).toEqual(['defined', 'started', 'stopped', 'undefined'])
    expect(bench.keys('network')).toEqual([networkUuid])
  })

  test('that are transient are gone when they stop', async () => {
    await bench.call('network.create', hostKey, { xml })
    bench.forget()
    await bench.call('network.destroy', key, {})
    expect(bench.changes.map(({ kind }) => kind)).toEqual(['put', 'event', 'gone'])
  })

  test('need a bridge', async () => {
    await refused('network.define', hostKey, { xml: '<network><name>x</name></network>' }, 'internalError')
  })

  test('are updated part by part', async () => {
    const update = (command: string, section: string, part: string) =>
      bench.call('network.update', networkUuid, {
        command: command as 'modify',
        section,
        parentIndex: -1,
        xml: part,
        live: true,
        config: true,
      })
    const host = "<host mac='52:54:00:00:00:01' name='a' ip='192.168.122.9'/>"
    await update('add-last', 'ip-dhcp-host', host)
    await update('modify', 'ip-dhcp-host', host.replace('122.9', '122.10'))
    expect(await bench.call('network.getXml', networkUuid, {})).toContain("ip='192.168.122.10'")
    await expect(update('add-last', 'ip-dhcp-host', host)).rejects.toMatchObject({ code: 'operationInvalid' })
    await update('delete', 'ip-dhcp-host', host)
    expect(await bench.call('network.getXml', networkUuid, { inactive: true })).not.toContain('<host')
    await update('add-last', 'dns-txt', "<txt name='a' value='b'/>")
    await update('add-first', 'portgroup', "<portgroup name='fast'/>")
    const document = await bench.call('network.getXml', networkUuid, {})
    expect(document).toContain("<txt name='a' value='b'/>")
    expect(document).toContain("<portgroup name='fast'/>")
    await expect(update('delete', 'portgroup', "<portgroup name='slow'/>")).rejects.toMatchObject({
      code: 'operationInvalid',
    })
    await expect(update('add-last', 'ip-dhcp-hosts', host)).rejects.toThrow("did you mean 'ip-dhcp-host'")
    await expect(update('add-last', 'portgroup', host)).rejects.toMatchObject({ code: 'xmlError' })
  })

  test('lend addresses to running guests', async () => {
    const leases = await bench.call('network.getDhcpLeases', networkUuid, {})
    expect(leases).toMatchObject([
      {
        interface: 'virbr0',
        mac: 'aa:bb:cc:dd:ee:ff',
        address: '192.168.122.3',
        prefix: 24,
        hostname: 'testhost',
      },
    ])
    expect(await bench.call('network.getDhcpLeases', networkUuid, { mac: '52:54:00:00:00:01' })).toEqual([])
  })

  test('have ports', async () => {
    const port = `<networkport><uuid>33333333-3333-4333-8333-333333333333</uuid>
      <owner><name>test</name><uuid>${testUuid}</uuid></owner><mac address='aa:bb:cc:dd:ee:ff'/></networkport>`
    const made = await bench.call('port.create', networkUuid, { xml: port })
    expect(bench.record('port', made)).toMatchObject({
      network: networkUuid,
      owner: testUuid,
      ownerName: 'test',
    })
    await refused('port.create', networkUuid, { xml: port }, 'networkPortExist')
    expect(await bench.call('port.getXml', made, {})).toContain('<name>test</name>')
    await bench.call('port.delete', made, {})
    await refused('port.delete', made, {}, 'noNetworkPort')
    await bench.call('port.create', networkUuid, { xml: port })
    await bench.call('network.destroy', networkUuid, {})
    expect(bench.keys('port')).toEqual([])
  })
})

describe('pools and volumes', () => {
  const volume = (name: string, capacity: bigint, allocation = capacity): string =>
    `<volume><name>${name}</name><capacity>${capacity}</capacity><allocation>${allocation}</allocation></volume>`
  const make = (name: string, capacity = 1024n, allocation = capacity) =>
    bench.call('volume.create', poolUuid, { xml: volume(name, capacity, allocation) })

  test('a volume takes its space and gives it back', async () => {
    const key = await make('a', 4096n, 1024n)
    expect(key).toBe(`${poolUuid}/a`)
    expect(bench.record('volume', key)).toMatchObject({
      name: 'a',
      pool: poolUuid,
      path: '/default-pool/a',
      volumeKey: '/default-pool/a',
      type: 'file',
      capacity: 4096n,
      allocation: 1024n,
    })
    expect(bench.record('pool', poolUuid)).toMatchObject({
      allocation: 1024n,
      available: 107_374_182_400n - 1024n,
    })
    await bench.call('volume.delete', key, {})
    expect(bench.record('pool', poolUuid)?.allocation).toBe(0n)
    await refused('volume.getXml', key, {}, 'noStorageVol')
  })

  test('a volume needs a free name and enough space', async () => {
    await make('a')
    await expect(make('a')).rejects.toMatchObject({ code: 'storageVolExist' })
    await expect(make('b', 107_374_182_400n)).rejects.toMatchObject({ code: 'internalError' })
    await make('c', 107_374_182_400n - 1024n)
  })

  test('a copy is at least as large as what it is made of', async () => {
    const from = await make('a', 4096n)
    const key = await bench.call('volume.create', poolUuid, { xml: volume('b', 16n), from })
    expect(bench.record('volume', key)?.capacity).toBe(4096n)
  })

  test('a volume changes its size, smaller only if that is asked for', async () => {
    const key = await make('a', 4096n)
    await bench.call('volume.resize', key, { capacity: 8192n })
    await refused('volume.resize', key, { capacity: 1024n }, 'invalidArg')
    await bench.call('volume.resize', key, { capacity: 1024n, shrink: true })
    expect(bench.record('volume', key)).toMatchObject({ capacity: 1024n, allocation: 1024n })
    await bench.call('volume.wipe', key, {})
    await refused('volume.wipe', key, { algorithm: 'randm' }, 'invalidArg')
  })

  test('an inactive pool shows no volumes and takes none', async () => {
    await make('a')
    await bench.call('pool.destroy', poolUuid, {})
    expect(bench.keys('volume')).toEqual([])
    await expect(make('b')).rejects.toMatchObject({ code: 'operationInvalid' })
    await bench.call('pool.start', poolUuid, {})
    expect(bench.keys('volume')).toEqual([`${poolUuid}/a`])
  })

  test('build and removal need an inactive pool and are told', async () => {
    await refused('pool.build', poolUuid, {}, 'operationInvalid')
    await refused('pool.delete', poolUuid, {}, 'operationInvalid')
    await refused('pool.undefine', poolUuid, {}, 'operationInvalid')
    bench.forget()
    await bench.call('pool.refresh', poolUuid, {})
    await bench.call('pool.destroy', poolUuid, {})
    await refused('pool.refresh', poolUuid, {}, 'operationInvalid')
    await bench.call('pool.build', poolUuid, {})
    await bench.call('pool.delete', poolUuid, {})
    await bench.call('pool.undefine', poolUuid, {})
    expect(bench.events('pool')).toEqual(['refresh', 'stopped', 'created', 'deleted', 'undefined'])
  })

  test('a transient pool is gone when it stops and cannot start with its host', async () => {
    const xml = "<pool type='dir'><name>p</name><target><path>/p</path></target></pool>"
    const key = await bench.call('pool.create', hostKey, { xml })
    await refused('pool.setAutostart', key, { autostart: true }, 'operationInvalid')
    await bench.call('pool.destroy', key, {})
    expect(bench.keys('pool')).toEqual([poolUuid])
  })

  test('a pool on Fibre Channel brings an adapter while it is active', async () => {
    const xml = `<pool type='scsi'><name>fc</name><source><adapter type='fc_host' parent='scsi_host1'
      wwnn='20000000c9831b4b' wwpn='10000000c9831b4b'/></source><target><path>/dev/disk/by-path</path></target></pool>`
    bench.forget()
    const key = await bench.call('pool.create', hostKey, { xml })
    expect(bench.events('nodedev')).toEqual(['created'])
    expect(bench.keys('nodedev')).toContain('scsi_host12')
    expect(await bench.call('nodedev.getXml', 'scsi_host12', {})).toContain('<wwnn>20000000c9831b4b</wwnn>')
    await bench.call('pool.destroy', key, {})
    expect(bench.keys('nodedev')).not.toContain('scsi_host12')
  })
})

describe('interfaces of the host', () => {
  const xml = "<interface type='ethernet' name='eth2'><mac address='52:54:00:00:00:02'/></interface>"

  test('go up and down', async () => {
    expect(await bench.call('interface.define', hostKey, { xml })).toBe('eth2')
    await refused('interface.destroy', 'eth2', {}, 'operationInvalid')
    await bench.call('interface.start', 'eth2', {})
    await refused('interface.start', 'eth2', {}, 'operationInvalid')
    expect(bench.record('interface', 'eth2')).toMatchObject({ active: true })
    await bench.call('interface.undefine', 'eth2', {})
    await refused('interface.start', 'eth2', {}, 'noInterface')
  })

  test('changes are taken back as a set', async () => {
    const change = (action: 'begin' | 'commit' | 'rollback') =>
      bench.call('host.changeInterfaces', hostKey, { action })
    await expect(change('commit')).rejects.toMatchObject({ code: 'operationInvalid' })
    await expect(change('rollback')).rejects.toMatchObject({ code: 'operationInvalid' })
    await change('begin')
    await expect(change('begin')).rejects.toMatchObject({ code: 'operationInvalid' })
    await bench.call('interface.define', hostKey, { xml })
    await bench.call('interface.destroy', 'eth1', {})
    await bench.call('interface.undefine', 'eth1', {})
    await change('rollback')
    expect(bench.keys('interface')).toEqual(['eth1'])
    expect(bench.record('interface', 'eth1')?.active).toBe(true)
    await change('begin')
    await bench.call('interface.define', hostKey, { xml })
    await change('commit')
    expect(bench.keys('interface')).toEqual(['eth1', 'eth2'])
  })
})

describe('devices of the host', () => {
  const vport = (parent: string, wwnn = '2000000012345678') => `<device><parent>${parent}</parent>
    <capability type='scsi_host'><capability type='fc_host'><wwnn>${wwnn}</wwnn><wwpn>1000000012345678</wwpn>
    </capability></capability></device>`
  const mdev = `<device><parent>scsi_host1</parent><capability type='mdev'><type id='t1'/>
    <uuid>44444444-4444-4444-8444-444444444444</uuid></capability></device>`
  const mdevKey = 'mdev_44444444_4444_4444_8444_444444444444_scsi_host1'

  test('virtual adapters are made and removed', async () => {
    bench.forget()
    const name = await bench.call('nodedev.create', hostKey, { xml: vport('scsi_host1') })
    expect(name).toBe('scsi_host12')
    await bench.call('nodedev.destroy', name, {})
    expect(bench.events('nodedev')).toEqual(['created', 'deleted'])
    await refused('nodedev.create', hostKey, { xml: vport('nobody') }, 'noNodeDevice')
    await refused('nodedev.create', hostKey, { xml: vport('scsi_host1', 'xyz') }, 'xmlError')
    await refused('nodedev.destroy', 'computer', {}, 'operationInvalid')
  })

  test('mediated devices are defined, made, changed, removed and forgotten', async () => {
    bench.forget()
    expect(await bench.call('nodedev.define', hostKey, { xml: mdev })).toBe(mdevKey)
    expect(bench.record('nodedev', mdevKey)).toMatchObject({
      active: false,
      persistent: true,
      capabilities: ['mdev'],
    })
    await bench.call('nodedev.setAutostart', mdevKey, { autostart: true })
    await bench.call('nodedev.start', mdevKey, {})
    const changed = mdev.replace('</uuid>', "</uuid><attr name='a' value='b'/>")
    await bench.call('nodedev.update', mdevKey, { xml: changed, live: true, config: true })
    expect(await bench.call('nodedev.getXml', mdevKey, {})).toContain("<attr name='a' value='b'/>")
    await bench.call('nodedev.destroy', mdevKey, {})
    await bench.call('nodedev.undefine', mdevKey, {})
    expect(bench.events('nodedev')).toEqual(['defined', 'created', 'update', 'deleted', 'undefined'])
    expect(bench.keys('nodedev')).not.toContain(mdevKey)
  })
})

describe('secrets', () => {
  const secret = (more = '', id = '55555555-5555-4555-8555-555555555555') =>
    `<secret ${more}><uuid>${id}</uuid><usage type='ceph'><name>pool</name></usage></secret>`

  test('give their value only by getValue, and it is nowhere else', async () => {
    const key = await bench.call('secret.define', hostKey, { xml: secret() })
    await refused('secret.getValue', key, {}, 'noSecret')
    const value = Buffer.from('very hidden')
    await bench.call('secret.setValue', key, { value })
    expect(Buffer.from(await bench.call('secret.getValue', key, {})).toString()).toBe('very hidden')
    expect(bench.events('secret')).toEqual(['defined', 'valueChanged'])
    const told = JSON.stringify(bench.changes, (_key, each) => (typeof each === 'bigint' ? `${each}` : each))
    expect(told).not.toContain('hidden')
    expect(await bench.call('secret.getXml', key, {})).not.toContain('hidden')
    await bench.call('secret.undefine', key, {})
    expect(bench.keys('secret')).toEqual([])
  })

  test('that are private keep their value', async () => {
    const key = await bench.call('secret.define', hostKey, { xml: secret("private='yes'") })
    await bench.call('secret.setValue', key, { value: Buffer.from('x') })
    await refused('secret.getValue', key, {}, 'operationDenied')
    await refused('secret.define', hostKey, { xml: secret() }, 'operationDenied')
  })

  test('are for one thing each', async () => {
    await bench.call('secret.define', hostKey, { xml: secret() })
    const other = secret('', '66666666-6666-4666-8666-666666666666')
    await refused('secret.define', hostKey, { xml: other }, 'operationFailed')
  })
})

describe('network filters', () => {
  const xml = `<filter name='clean' chain='root'><uuid>77777777-7777-4777-8777-777777777777</uuid>
    <rule action='drop' direction='in'/></filter>`

  test('are defined and forgotten, but not while a guest uses them', async () => {
    const key = await bench.call('nwfilter.define', hostKey, { xml })
    expect(bench.record('nwfilter', key)).toMatchObject({ name: 'clean', chain: 'root', rules: 1 })
    expect(await bench.call('nwfilter.getXml', key, {})).toContain("<rule action='drop' direction='in'")
    const net =
      "<interface type='network'><mac address='52:54:00:00:00:09'/><source network='default'/><filterref filter='clean'/></interface>"
    await bench.call('domain.attachDevice', testUuid, { xml: net })
    await refused('nwfilter.undefine', key, {}, 'operationInvalid')
    await bench.call('domain.detachDevice', testUuid, { xml: net })
    await bench.call('nwfilter.undefine', key, {})
    expect(bench.keys('nwfilter')).toEqual([])
  })
})
