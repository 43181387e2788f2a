import { describe, expect, test } from 'vitest'
import type { Counters } from '../../../../src/core/model/index.ts'
import type { ConnectionView } from '../../../../src/mappings/snmp/connection-view.ts'
import { liveModule } from '../../../../src/mappings/snmp/smi/live.ts'
import { virtgateMib } from '../../../../src/mappings/snmp/virtgate/virtgate-mib.ts'
import { vmMib } from '../../../../src/mappings/snmp/vm/vm-mib.ts'
import { cells, disk, instances, nic, running, uuid, World } from './objects.ts'

async function vmModule(world: World) {
  const view = await world.view()
  return { view, module: liveModule(vmMib, { view, refresh: () => undefined }) }
}

function scalar(module: Parameters<typeof instances>[0], oid: string) {
  return instances({ name: '', scalars: module.scalars ?? [] }).find(
    ([at]) => at === `1.3.6.1.2.1.236.1.${oid}`,
  )?.[1]
}

describe('vmTable', () => {
  test('shows a guest with the values of its record', async () => {
    const world = new World()
    world.host()
    world.domain(7, {
      ...running(world.clock.now() - 12_340),
      name: 'wéb',
      osId: 'debian12',
      autostart: true,
      vcpus: 2,
      maxVcpus: 4,
      memory: 1025n,
      maxMemory: 4_194_304n,
      minMemory: 512n,
    })
    world.counters.set(uuid(7), { cpuTime: 5_000_999n })
    await world.sweep()
    const { module } = await vmModule(world)
    const row = cells(module, 'vmTable')
    expect(row).toMatchObject({
      '2.1': 'wéb',
      '4.1': 'debian12',
      '5.1': 1,
      '6.1': 4,
      '7.1': 2,
      '8.1': 2,
      '9.1': 2,
      '10.1': -1,
      '11.1': 4,
      '12.1': 1048576,
      '13.1': 2,
      '14.1': 1,
      '15.1': 4096,
      '16.1': 1235,
      '17.1': 5000,
    })
    expect(Buffer.from(row['3.1'] as Uint8Array).toString('hex')).toBe(uuid(7).replaceAll('-', ''))
  })

  test('gives each guest of the same UUID the same index after a restart', async () => {
    const first = new World()
    first.host()
    for (const n of [1, 2, 3]) first.domain(n)
    const view = await first.view()
    expect(view.domainIndex(`test/${uuid(3)}`)).toBe(3)
    await first.indexes?.close()

    const second = new World(first.storage)
    second.host()
    for (const n of [3, 4, 2]) second.domain(n)
    const later = await second.view()
    expect([2, 3, 4].map((n) => later.domainIndex(`test/${uuid(n)}`))).toEqual([2, 3, 4])
  })

  test('follows guests that come and go, with the moment of the last change', async () => {
    const world = new World()
    world.host('test', { initializedAt: world.clock.now() })
    const { view, module } = await vmModule(world)
    expect(scalar(module, '2.0')).toBe(0)
    world.clock.advance(5000)
    world.domain(1)
    expect([scalar(module, '2.0'), scalar(module, '3.0')]).toEqual([1, 500])
    world.clock.advance(5000)
    world.domain(1, { name: 'renamed' })
    expect([scalar(module, '3.0'), scalar(module, '1.4.0')]).toEqual([500, 1000])
    world.inventory.remove('test', 'domain', uuid(1))
    expect([scalar(module, '2.0'), scalar(module, '3.0'), view.domains.size]).toEqual([0, 1000, 0])
  })

  test('shows the state unknown while the hypervisor does not answer', async () => {
    const world = new World()
    world.host()
    world.domain(1, running())
    const { module } = await vmModule(world)
    world.host('test', { status: 'unreachable' })
    expect(cells(module, 'vmTable')['6.1']).toBe(1)
  })

  test('counts uptime from the start, through a pause, and not while off', async () => {
    const world = new World()
    world.host()
    world.domain(1, running(world.clock.now()))
    const { module } = await vmModule(world)
    world.clock.advance(2000)
    world.domain(1, { ...running(world.clock.now() - 2000), state: 'paused', reason: 'user' })
    expect(cells(module, 'vmTable')['16.1']).toBe(200)
    world.domain(1)
    expect(cells(module, 'vmTable')['16.1']).toBe(0)
  })
})

describe('counters', () => {
  const stats = (bytes: bigint) => ({
    target: 'vda',
    readRequests: 1n,
    readBytes: bytes,
    readTime: bytes * 1000n,
    writeRequests: 2n,
    writeBytes: 3n,
  })

  async function poll(world: World, view: ConnectionView, counters: Counters<'domain'>) {
    world.counters.set(uuid(1), counters)
    world.clock.advance(10_000)
    await view.refresh('domain')
  }
  const all = (bytes: bigint) => ({ cpuTime: bytes * 1000n, diskStats: [stats(bytes)] })

  test('never go back while the guest runs, and begin anew with its next start', async () => {
    const world = new World()
    world.host()
    const disks = [disk('vda')]
    world.domain(1, { ...running(1), disks })
    const { module, view } = await vmModule(world)
    const read = () => {
      const disk = cells(module, 'vmStorageTable')
      return [cells(module, 'vmTable')['17.1'], disk['15.1.1'], disk['17.1.1']]
    }
    await poll(world, view, all(100n))
    expect(read()).toEqual([100, 100n, 100])
    await poll(world, view, all(50n))
    expect(read()).toEqual([100, 100n, 100])
    await poll(world, view, all(120n))
    expect(read()).toEqual([120, 120n, 120])
    const before = view.domains.get([1])?.discontinuity
    world.clock.advance(1000)
    world.domain(1, { ...running(2), disks })
    expect(read()).toEqual([120, 120n, 120])
    await poll(world, view, all(5n))
    expect(read()).toEqual([5, 5n, 5])
    expect(view.domains.get([1])?.discontinuity).toBeGreaterThan(before ?? 0)
  })

  test('keep their last value when the hypervisor leaves one out', async () => {
    const world = new World()
    world.host()
    world.domain(1, { ...running(), disks: [disk('vda')] })
    const { module, view } = await vmModule(world)
    await poll(world, view, all(100n))
    expect(cells(module, 'vmTable')['17.1']).toBe(100)
    await poll(world, view, {})
    expect(cells(module, 'vmTable')['17.1']).toBe(100)
    expect(cells(module, 'vmStorageTable')['15.1.1']).toBe(100n)
  })

  test('are divided exactly beyond what a double holds', async () => {
    const world = new World()
    world.host()
    world.domain(1, running())
    world.counters.set(uuid(1), { cpuTime: 2n ** 63n + 999n, vcpuTimes: [2n ** 63n + 1999n] })
    await world.sweep()
    const { module } = await vmModule(world)
    expect(cells(module, 'vmTable')['17.1']).toBe((2n ** 63n + 999n) / 1000n)
    expect(cells(module, 'vmCpuTable')['2.1.1']).toBe((2n ** 63n + 1999n) / 1000n)
  })
})

describe('sub-tables', () => {
  test('disks and interfaces keep their numbers when others go and when they come back', async () => {
    const world = new World()
    world.host()
    const plug = (disks: string[], nics: number[]) =>
      world.domain(1, { ...running(), disks: disks.map((target) => disk(target)), interfaces: nics.map(nic) })
    plug(['vda', 'vdb', 'sda'], [1, 2])
    const { module } = await vmModule(world)
    const rows = () => ({
      disks: Object.entries(cells(module, 'vmStorageTable')).filter(([at]) => at.startsWith('6.')),
      nics: Object.keys(cells(module, 'vmNetworkTable')).filter((at) => at.startsWith('4.')),
    })
    plug(['sda', 'vda'], [2])
    expect(rows()).toEqual({
      disks: [
        ['6.1.1', '/images/vda'],
        ['6.1.3', '/images/sda'],
      ],
      nics: ['4.1.2'],
    })
    plug(['sda', 'vdc', 'vda', 'vdb'], [3, 1])
    expect(rows().disks.map(([at]) => at)).toEqual(['6.1.1', '6.1.2', '6.1.3', '6.1.4'])
    expect(rows().nics).toEqual(['4.1.1', '4.1.3'])
  })

  test('processors have times while the guest is on, and affinities by its pins', async () => {
    const world = new World()
    world.host('test', { cpus: 2 })
    world.domain(1, { ...running(), vcpus: 2, vcpuPins: [[1], []] })
    world.domain(2, { vcpus: 1 })
    world.counters.set(uuid(1), { vcpuTimes: [1000n, 2000n] })
    await world.sweep()
    const { module } = await vmModule(world)
    expect(cells(module, 'vmCpuTable')).toEqual({ '2.1.1': 1, '2.1.2': 2 })
    expect(cells(module, 'vmCpuAffinityTable')).toEqual({
      '3.1.1.196608': 2,
      '3.1.1.196609': 1,
      '3.1.2.196608': 1,
      '3.1.2.196609': 1,
      '3.2.1.196608': 1,
      '3.2.1.196609': 1,
    })
  })
})

describe('writable scalars', () => {
  test('take true and false, give them back, and can be undone', async () => {
    const world = new World()
    world.host()
    const { view, module } = await vmModule(world)
    const switches = module.scalars?.find(({ name }) => name === 'vmObjects')?.scalars ?? []
    const one = switches.find(({ name }) => name === 'vmBulkNotificationsEnabled')
    if (one?.syntax !== 'Integer32' || !one.write) throw new Error('not writable')
    expect(one.write.values).toEqual([1, 2])
    expect(one.get()).toBe(2)
    const change = await one.write.test(undefined, 1, {} as never, [])
    if (typeof change === 'string') throw new Error(change)
    expect(one.get()).toBe(2)
    await change.commit()
    expect([one.get(), view.notifications]).toEqual([1, { perVm: false, bulk: true }])
    await change.undo?.()
    expect(one.get()).toBe(2)
  })

  test('are the only writable objects', async () => {
    const world = new World()
    const { module } = await vmModule(world)
    const scalars = (module.scalars ?? []).flatMap((group) => group.scalars)
    expect(scalars.filter((one) => one.write).map((one) => one.name)).toEqual([
      'vmPerVMNotificationsEnabled',
      'vmBulkNotificationsEnabled',
    ])
  })

  test('are joined in VIRTGATE-MIB by the columns for control alone', () => {
    const columns = [...(vmMib.tables ?? []), ...(virtgateMib.tables ?? [])].flatMap((table) => [
      ...table.columns.map(({ name, write }) => ({ name, write })),
    ])
    expect(columns.length).toBeGreaterThan(150)
    expect(columns.filter((column) => column.write).map((column) => column.name)).toEqual([
      ...['vgSnapshotName', 'vgSnapshotDescription', 'vgSnapshotDiskOnly', 'vgSnapshotAction'],
      ...['vgSnapshotRowStatus', 'vgControlAdminState', 'vgControlAction', 'vgControlAutostart'],
      ...['vgControlMemory', 'vgControlMaxMemory', 'vgControlCpus', 'vgControlMaxCpus'],
    ])
  })
})
