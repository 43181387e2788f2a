import { hostname } from 'node:os'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostKey } from '../../../../src/core/driver.ts'
import { type Bench, openBench, testUuid } from './fixture.ts'

const networkUuid = 'dd8fe884-6c02-601e-7551-cca97df1c5df'
const poolUuid = 'dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566'

describe('the default node', () => {
  let bench: Bench
  let close: () => Promise<void>
  beforeEach(async () => {
    ;({ bench, close } = await openBench())
  })
  afterEach(() => close())

  test('tells of its machine', () => {
    const patch = bench.changes.find((change) => change.kind === 'patch' && change.type === 'host')
    expect(patch).toMatchObject({
      key: hostKey,
      attrs: {
        hvType: 'TEST',
        hvVersion: 2n,
        hostname: hostname(),
        cpuModel: 'i686',
        memory: 3_145_728n,
        cpus: 16,
        mhz: 1400,
        numaNodes: 2,
        sockets: 2,
        cores: 2,
        threads: 2,
        maxVcpus: 32,
        secure: true,
      },
    })
  })

  test('has the domain test, which runs', () => {
    expect(bench.keys('domain')).toEqual([testUuid])
    expect(bench.record('domain', testUuid)).toMatchObject({
      name: 'test',
      id: 1,
      state: 'running',
      reason: 'booted',
      persistent: true,
      autostart: false,
      memory: 2_097_152n,
      maxMemory: 8_388_608n,
      vcpus: 2,
      maxVcpus: 2,
      osType: 'linux',
      arch: 'i686',
      virtType: 'test',
      disks: [
        { target: 'vda', bus: 'virtio', sourceType: 'file', source: '/guest/diskimage1', device: 'disk' },
      ],
      interfaces: [{ mac: 'aa:bb:cc:dd:ee:ff', type: 'network', source: 'default', target: 'testnet0' }],
    })
  })

  test('tells nothing as an event while it is opened', () => {
    expect(bench.events('domain')).toEqual([])
    expect(bench.events('network')).toEqual([])
  })

  test('prints the running domain as libvirt does', async () => {
    const xml = await bench.call('domain.getXml', testUuid, {})
    for (const part of [
      "<domain type='test' id='1'>",
      "<memory unit='KiB'>8388608</memory>",
      "<currentMemory unit='KiB'>2097152</currentMemory>",
      "<vcpu placement='static'>2</vcpu>",
      "<type arch='i686'>hvm</type>",
      "<clock offset='utc'/>",
      '<on_poweroff>destroy</on_poweroff>',
      '<on_reboot>restart</on_reboot>',
      '<on_crash>destroy</on_crash>',
      "<address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>",
      "<target dev='testnet0'/>",
    ]) {
      expect(xml).toContain(part)
    }
  })

  test('prints the definition without an id', async () => {
    expect(await bench.call('domain.getXml', testUuid, { inactive: true })).toContain("<domain type='test'>")
  })

  test('has the network default, which is up', async () => {
    expect(bench.record('network', networkUuid)).toMatchObject({
      name: 'default',
      active: true,
      persistent: true,
      autostart: false,
      bridge: 'virbr0',
      forward: 'nat',
      addresses: [
        {
          family: 'ipv4',
          address: '192.168.122.1',
          prefix: 24,
          dhcpStart: '192.168.122.2',
          dhcpEnd: '192.168.122.254',
        },
      ],
    })
    expect(await bench.call('network.getXml', networkUuid, {})).toContain(
      "<bridge name='virbr0' stp='on' delay='0'/>",
    )
  })

  test('has the interface eth1, which is up', async () => {
    expect(bench.record('interface', 'eth1')).toEqual({
      name: 'eth1',
      type: 'ethernet',
      active: true,
      mac: 'aa:bb:cc:dd:ee:ff',
    })
    expect(await bench.call('interface.getXml', 'eth1', {})).toContain("<mtu size='1492'/>")
  })

  test('has the pool default-pool, which is active and empty', () => {
    expect(bench.record('pool', poolUuid)).toMatchObject({
      name: 'default-pool',
      type: 'dir',
      path: '/default-pool',
      state: 'running',
      capacity: 107_374_182_400n,
      allocation: 0n,
    })
    expect(bench.keys('volume')).toEqual([])
  })

  test('has four devices', () => {
    expect(bench.keys('nodedev')).toEqual(['computer', 'scsi_host1', 'scsi_host2', 'scsi_host11'])
    expect(bench.record('nodedev', 'scsi_host1')).toMatchObject({
      parent: 'computer',
      capabilities: ['scsi_host', 'fc_host', 'vport_ops'],
      active: true,
    })
  })

  test('tells capabilities with two cells', async () => {
    const xml = await bench.call('host.getCapabilities', hostKey, {})
    for (const part of [
      "<cells num='2'>",
      "<memory unit='KiB'>4194304</memory>",
      "<pages unit='KiB' size='8'>524288</pages>",
      "<cpu id='15' socket_id='1' die_id='0' core_id='7' siblings='15'/>",
      '<model>testSecurity</model>',
      '<emulator>/usr/bin/test-hv</emulator>',
      '<os_type>xen</os_type>',
    ]) {
      expect(xml).toContain(part)
    }
  })

  test('tells what a guest can have, of its own kind only', async () => {
    const xml = await bench.call('host.getDomainCapabilities', hostKey, { virtType: 'test', arch: 'i686' })
    expect(xml).toContain("<vcpu max='32'/>")
    await expect(
      bench.call('host.getDomainCapabilities', hostKey, { virtType: 'kvm' }),
    ).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })

  test('tells of its firmware', async () => {
    expect(await bench.call('host.getSysinfo', hostKey, {})).toContain(
      "<entry name='version'>G4ETA1WW (2.61 )</entry>",
    )
  })

  test('knows the processor models of an architecture', async () => {
    expect(await bench.call('host.getCpuModelNames', hostKey, { arch: 'x86_64' })).toContain('Haswell')
    await expect(bench.call('host.getCpuModelNames', hostKey, { arch: 'z80' })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })

  test('tells which processors are online', async () => {
    const { cpus, online } = await bench.call('host.getCpuMap', hostKey, {})
    expect(cpus).toBe(8)
    expect(online.map((on, cpu) => (on ? 1 << cpu : 0)).reduce((a, b) => a | b)).toBe(0x15)
  })

  test('tells the free memory of its cells', async () => {
    expect(await bench.call('host.getFreeMemoryByCell', hostKey, {})).toEqual([2_097_152n, 4_194_304n])
    expect(await bench.call('host.getFreeMemoryByCell', hostKey, { startCell: 1, maxCells: 1 })).toEqual([
      4_194_304n,
    ])
    await expect(bench.call('host.getFreeMemoryByCell', hostKey, { startCell: 2 })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })

  test('counts free pages by its formula', async () => {
    const args = { pageSizes: [4, 2048], startCell: 0, cellCount: 2 }
    expect(await bench.call('host.getFreePages', hostKey, args)).toEqual([7n, 21n, 19n, 45n])
  })

  test.each([
    ['logical', undefined, '<name>testvg2</name>'],
    ['netfs', "<source><host name='box'/></source>", "<host name='box'/>"],
  ])('finds sources of %s pools', async (poolType, source, expected) => {
    const args = { poolType, ...(source === undefined ? {} : { source }) }
    expect(await bench.call('host.findPoolSources', hostKey, args)).toContain(expected)
  })

  test.each([
    ['netfs', 'invalidArg'],
    ['dir', 'noSupport'],
    ['nothing', 'internalError'],
  ])('refuses to look for sources of %s pools without a host or at all', async (poolType, code) => {
    await expect(bench.call('host.findPoolSources', hostKey, { poolType })).rejects.toMatchObject({ code })
  })
})
