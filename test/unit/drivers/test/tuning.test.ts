import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, openBench, testUuid } from './fixture.ts'

let bench: Bench
let close: () => Promise<void>
beforeEach(async () => {
  ;({ bench, close } = await openBench())
})
afterEach(() => close())

const xml = (inactive = false): Promise<string> => bench.call('domain.getXml', testUuid, { inactive })

async function params(group: 'memory' | 'blkio' | 'numa' | 'scheduler' | 'perf', name: string) {
  const all = await bench.call('domain.getParameters', testUuid, { group })
  return all.find((each) => each.name === name)?.value
}

describe('memory', () => {
  test('of the running guest changes up to its maximum', async () => {
    await bench.call('domain.setMemory', testUuid, { memory: 4_194_304n })
    expect(bench.record('domain', testUuid)?.memory).toBe(4_194_304n)
    expect(await xml(true)).toContain("<currentMemory unit='KiB'>2097152<")
    await expect(bench.call('domain.setMemory', testUuid, { memory: 8_388_609n })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })

  test('at most cannot change while the guest runs', async () => {
    await expect(
      bench.call('domain.setMemory', testUuid, { memory: 1n, maximum: true }),
    ).rejects.toMatchObject({ code: 'operationInvalid' })
  })

  test('at most, when lowered, lowers what the guest has', async () => {
    await bench.call('domain.destroy', testUuid, {})
    await bench.call('domain.setMemory', testUuid, { memory: 1_048_576n, maximum: true })
    expect(bench.record('domain', testUuid)).toMatchObject({ memory: 1_048_576n, maxMemory: 1_048_576n })
  })

  test('of the kept definition takes effect at the next start', async () => {
    await bench.call('domain.setMemory', testUuid, { memory: 1_048_576n, config: true })
    expect(bench.record('domain', testUuid)).toMatchObject({ memory: 2_097_152n, updated: true })
    await bench.call('domain.destroy', testUuid, {})
    expect(bench.record('domain', testUuid)?.memory).toBe(1_048_576n)
  })

  test('cannot change live while the guest is off', async () => {
    await bench.call('domain.destroy', testUuid, {})
    await expect(
      bench.call('domain.setMemory', testUuid, { memory: 1_048_576n, live: true }),
    ).rejects.toMatchObject({ code: 'operationInvalid' })
  })
})

describe('virtual processors', () => {
  test('come and go up to the maximum', async () => {
    await bench.call('domain.setVcpus', testUuid, { count: 1 })
    expect(bench.record('domain', testUuid)?.vcpus).toBe(1)
    await expect(bench.call('domain.setVcpus', testUuid, { count: 3 })).rejects.toMatchObject({
      code: 'invalidArg',
    })
    await expect(bench.call('domain.setVcpus', testUuid, { count: 33 })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })

  test('at most are set in the kept definition only', async () => {
    await expect(bench.call('domain.setVcpus', testUuid, { count: 4, maximum: true })).rejects.toMatchObject({
      code: 'invalidArg',
    })
    await bench.call('domain.setVcpus', testUuid, { count: 4, maximum: true, config: true })
    expect(await xml(true)).toContain('>4</vcpu>')
  })

  test('are bound to processors of the host', async () => {
    await bench.call('domain.pinVcpu', testUuid, { vcpu: 0, cpus: [1, 2, 3, 8], live: true, config: true })
    expect(await xml(true)).toContain("<vcpupin vcpu='0' cpuset='1-3,8'/>")
    expect(bench.record('domain', testUuid)?.vcpuPins).toEqual([[1, 2, 3, 8], []])
    await expect(bench.call('domain.pinVcpu', testUuid, { vcpu: 2, cpus: [1] })).rejects.toMatchObject({
      code: 'invalidArg',
    })
    await expect(bench.call('domain.pinVcpu', testUuid, { vcpu: 0, cpus: [16] })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })

  test('have an emulator beside them that can be bound too', async () => {
    await bench.call('domain.pinEmulator', testUuid, { cpus: [0, 1] })
    expect(await xml()).toContain("<emulatorpin cpuset='0-1'/>")
  })
})

describe('input and output threads', () => {
  test('are added and removed', async () => {
    await bench.call('domain.addIoThread', testUuid, { id: 3 })
    expect(await bench.call('domain.getIoThreads', testUuid, {})).toMatchObject([{ id: 3 }])
    expect(await xml()).toContain("<poll max='32768'/>")
    await expect(bench.call('domain.addIoThread', testUuid, { id: 3 })).rejects.toMatchObject({
      code: 'invalidArg',
    })
    await bench.call('domain.delIoThread', testUuid, { id: 3 })
    expect(await bench.call('domain.getIoThreads', testUuid, {})).toEqual([])
    await expect(bench.call('domain.delIoThread', testUuid, { id: 3 })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })
})

describe('tunables', () => {
  test.each([
    ['memory', 'hard_limit', '1048576', '9007199254740991'],
    ['blkio', 'weight', '500', '0'],
    ['blkio', 'device_weight', '/dev/sda,200,/dev/sdb,300', ''],
    ['blkio', 'device_read_bytes_sec', '/dev/sda,1000', ''],
    ['numa', 'numa_mode', '2', '0'],
    ['numa', 'numa_nodeset', '0-1', ''],
    ['perf', 'cmt', 'true', 'false'],
  ] as const)('%s: %s is kept and given back', async (group, name, value, before) => {
    expect(await params(group, name)).toBe(before)
    const values = [{ name, value }]
    await bench.call('domain.setParameters', testUuid, { group, values })
    expect(await params(group, name)).toBe(value)
  })

  test('of the scheduler are accepted and ignored', async () => {
    expect(await bench.call('domain.getSchedulerType', testUuid, {})).toBe('fair')
    const values = [{ name: 'weight', value: '70' }]
    await bench.call('domain.setParameters', testUuid, { group: 'scheduler', values })
    expect(await params('scheduler', 'weight')).toBe('50')
  })

  test('of an interface are kept for it', async () => {
    const values = [{ name: 'inbound.average', value: '100' }]
    const device = 'testnet0'
    await bench.call('domain.setParameters', testUuid, { group: 'interface', device, values })
    expect(await bench.call('domain.getParameters', testUuid, { group: 'interface', device })).toContainEqual(
      {
        name: 'inbound.average',
        value: '100',
      },
    )
    expect(await xml()).toContain("<inbound average='100'/>")
    await expect(
      bench.call('domain.getParameters', testUuid, { group: 'interface', device: 'nobody' }),
    ).rejects.toMatchObject({ code: 'invalidArg' })
  })

  test('of a disk are kept for it; a total replaces its parts', async () => {
    const set = (name: string, value: string) =>
      bench.call('domain.setBlockIoTune', testUuid, { disk: 'vda', values: [{ name, value }] })
    await set('read_bytes_sec', '1000')
    await set('total_bytes_sec', '5000')
    const all = await bench.call('domain.getBlockIoTune', testUuid, { disk: 'vda' })
    expect(all).toHaveLength(20)
    expect(all).toContainEqual({ name: 'total_bytes_sec', value: '5000' })
    expect(all).toContainEqual({ name: 'read_bytes_sec', value: '0' })
  })

  test('that do not exist are refused with the nearest that does', async () => {
    const values = [{ name: 'hard_limitt', value: '1' }]
    await expect(bench.call('domain.setParameters', testUuid, { group: 'memory', values })).rejects.toThrow(
      "did you mean 'hard_limit'",
    )
  })
})

describe('devices', () => {
  const disk = "<disk type='file'><source file='/b'/><target dev='vdb' bus='virtio'/></disk>"

  test('are attached to the running guest and told', async () => {
    bench.forget()
    await bench.call('domain.attachDevice', testUuid, { xml: disk })
    expect(bench.events()).toEqual(['deviceAdded'])
    expect(bench.record('domain', testUuid)?.disks.map(({ target }) => target)).toEqual(['vda', 'vdb'])
    expect(await xml(true)).not.toContain('vdb')
  })

  test('are attached to the definition if that is asked for', async () => {
    await bench.call('domain.attachDevice', testUuid, { xml: disk, config: true })
    expect(await xml()).not.toContain('vdb')
    expect(await xml(true)).toContain('vdb')
  })

  test('are not attached twice', async () => {
    const xml_ = disk.replace('vdb', 'vda')
    await expect(bench.call('domain.attachDevice', testUuid, { xml: xml_ })).rejects.toMatchObject({
      code: 'operationFailed',
    })
  })

  test('are detached by what tells them apart', async () => {
    bench.forget()
    await bench.call('domain.attachDevice', testUuid, { xml: disk })
    await bench.call('domain.detachDevice', testUuid, { xml: disk })
    const net =
      "<interface type='network'><mac address='aa:bb:cc:dd:ee:ff'/><source network='default'/></interface>"
    await bench.call('domain.detachDevice', testUuid, { xml: net })
    expect(bench.events()).toEqual(['deviceAdded', 'deviceRemoved', 'deviceRemoved'])
    expect(bench.record('domain', testUuid)?.interfaces).toEqual([])
    await expect(bench.call('domain.detachDevice', testUuid, { xml: net })).rejects.toMatchObject({
      code: 'deviceMissing',
    })
  })

  test('are detached by alias', async () => {
    await bench.call('domain.attachDevice', testUuid, { xml: disk })
    await bench.call('domain.detachDeviceAlias', testUuid, { alias: 'virtio-disk1' })
    expect(bench.record('domain', testUuid)?.disks).toHaveLength(1)
    await expect(
      bench.call('domain.detachDeviceAlias', testUuid, { alias: 'virtio-disk1' }),
    ).rejects.toMatchObject({ code: 'deviceMissing' })
  })

  test('are updated; another medium in a drive is told', async () => {
    const drive = (source: string) =>
      `<disk type='file' device='cdrom'><source file='${source}'/><target dev='hdc' bus='ide'/></disk>`
    await bench.call('domain.attachDevice', testUuid, { xml: drive('/one.iso') })
    bench.forget()
    await bench.call('domain.updateDevice', testUuid, { xml: drive('/two.iso') })
    const change = bench.changes.find((each) => each.kind === 'event')
    expect(change).toMatchObject({
      event: 'diskChange',
      fields: { oldSource: '/one.iso', newSource: '/two.iso' },
    })
  })

  test('that are no devices are refused', async () => {
    await expect(bench.call('domain.attachDevice', testUuid, { xml: '<toaster/>' })).rejects.toMatchObject({
      code: 'xmlError',
    })
  })
})

describe('metadata', () => {
  const uri = 'http://example.org/app'

  test('is set, given back, told and taken away', async () => {
    bench.forget()
    const element = { type: 'element', uri } as const
    await bench.call('domain.setMetadata', testUuid, { ...element, key: 'app', value: '<owner>me</owner>' })
    expect(bench.events()).toEqual(['metadataChange'])
    expect(await bench.call('domain.getMetadata', testUuid, element)).toBe('<owner>me</owner>')
    await bench.call('domain.setMetadata', testUuid, element)
    await expect(bench.call('domain.getMetadata', testUuid, element)).rejects.toMatchObject({
      code: 'noDomainMetadata',
    })
  })

  test('can be a title and a description', async () => {
    await bench.call('domain.setMetadata', testUuid, {
      type: 'title',
      value: 'A guest',
      live: true,
      config: true,
    })
    await bench.call('domain.setMetadata', testUuid, { type: 'description', value: 'For tests' })
    expect(bench.record('domain', testUuid)).toMatchObject({ title: 'A guest', description: 'For tests' })
    await bench.call('domain.setMetadata', testUuid, { type: 'title' })
    expect(bench.record('domain', testUuid)).not.toHaveProperty('title')
    await expect(
      bench.call('domain.setMetadata', testUuid, { type: 'title', value: 'a\nb' }),
    ).rejects.toMatchObject({ code: 'xmlError' })
  })
})

describe('a change of both documents', () => {
  test('is not half done when one of them refuses it', async () => {
    await bench.call('domain.setMemory', testUuid, { memory: 1_048_576n, maximum: true, config: true })
    await expect(
      bench.call('domain.setMemory', testUuid, { memory: 4_194_304n, live: true, config: true }),
    ).rejects.toMatchObject({ code: 'invalidArg' })
    expect(bench.record('domain', testUuid)?.memory).toBe(2_097_152n)
  })
})
