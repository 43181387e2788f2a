import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostKey } from '../../../../src/core/driver.ts'
import { type Bench, openBench, testUuid } from './fixture.ts'

let bench: Bench
let close: () => Promise<void>
beforeEach(async () => {
  ;({ bench, close } = await openBench())
})
afterEach(() => close())

async function sweep(type: 'domain' | 'host', keys?: readonly string[]) {
  const all = new Map<string, unknown>()
  const batches = bench.connection.sweep?.(type, keys, new AbortController().signal) ?? []
  for await (const batch of batches) for (const [key, counters] of batch) all.set(key, counters)
  return all
}

describe('the invented numbers', () => {
  test('of a running guest follow the wall clock', async () => {
    const t = BigInt(bench.clock.now()) * 1000n
    expect((await sweep('domain')).get(testUuid)).toEqual({
      cpuTime: t * 1000n,
      cpuUser: 5_540_000_000n,
      cpuSystem: 6_460_000_000n,
      vcpuTimes: [t / 10n, t / 10n],
      diskStats: [
        {
          target: 'vda',
          readRequests: t / 10n,
          readBytes: t / 20n,
          writeRequests: t / 30n,
          writeBytes: t / 40n,
          errors: t / 2_000_000n,
          capacity: 1_099_506_450_432n,
          allocation: 1_099_511_627_776n,
          physical: 1_099_511_627_776n,
        },
      ],
      interfaceStats: [
        {
          mac: 'aa:bb:cc:dd:ee:ff',
          rxBytes: t / 10n,
          rxPackets: t / 100n,
          rxErrors: t / 1_000_000n,
          rxDropped: t / 2_000_000n,
          txBytes: t / 20n,
          txPackets: t / 110n,
          txErrors: t / 3_000_000n,
          txDropped: t / 4_000_000n,
        },
      ],
      balloon: {
        actual: 2_097_152n,
        swapIn: 0n,
        swapOut: 0n,
        majorFault: 0n,
        minorFault: 0n,
        unused: 1_048_576n,
        available: 2_097_152n,
        usable: 1_048_576n,
        lastUpdate: 627_319_920n,
        diskCaches: 262_144n,
        hugetlbPageAlloc: 0n,
        hugetlbPageFail: 0n,
        rss: 1_048_576n,
      },
    })
  })

  test('move when the clock is moved', async () => {
    const before = (await sweep('domain')).get(testUuid) as { cpuTime: bigint }
    bench.clock.advance(1000)
    const after = (await sweep('domain')).get(testUuid) as { cpuTime: bigint }
    expect(after.cpuTime - before.cpuTime).toBe(1_000_000_000n)
  })

  test('are absent while the guest is off', async () => {
    await bench.call('domain.destroy', testUuid, {})
    expect((await sweep('domain')).get(testUuid)).toEqual({})
  })

  test('can be read of named guests only', async () => {
    expect((await sweep('domain', ['nobody'])).size).toBe(0)
    expect((await sweep('domain', [testUuid])).size).toBe(1)
  })

  test('of the host are always the same', async () => {
    expect((await sweep('host')).get(hostKey)).toEqual({
      freeMemory: 6144n,
      cpuUser: 9_797_400_000n,
      cpuKernel: 34_678_723_400_000n,
      cpuIdle: 87_264_900_000n,
      cpuIowait: 763_600_000n,
    })
  })

  test('of virtual processors tell the highest processor that they may run on', async () => {
    await bench.call('domain.pinVcpu', testUuid, { vcpu: 1, cpus: [0, 3, 4] })
    const vcpus = await bench.call('domain.getVcpus', testUuid, {})
    const t = BigInt(bench.clock.now()) * 1000n
    expect(vcpus).toMatchObject([
      { number: 0, state: 'running', cpu: 15, cpuTime: t / 10n },
      { number: 1, state: 'running', cpu: 4, cpuTime: t / 10n },
    ])
    expect(vcpus[1]?.affinity.flatMap((on, cpu) => (on ? [cpu] : []))).toEqual([0, 3, 4])
  })

  test('of disks are the same for each until it is resized', async () => {
    expect(await bench.call('domain.getBlockInfo', testUuid, { disk: 'vda' })).toEqual({
      capacity: 1_099_506_450_432n,
      allocation: 1_099_511_627_776n,
      physical: 1_099_511_627_776n,
    })
    await bench.call('domain.blockResize', testUuid, { disk: '/guest/diskimage1', size: 4096n })
    expect(await bench.call('domain.getBlockInfo', testUuid, { disk: 'vda' })).toMatchObject({
      capacity: 4096n,
    })
    await expect(bench.call('domain.getBlockInfo', testUuid, { disk: '' })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })
})

describe('a guest', () => {
  test('tells a time that never passes, unless it is set', async () => {
    expect(await bench.call('domain.getTime', testUuid, {})).toEqual({ seconds: 627_319_920n, nseconds: 0 })
    await bench.call('domain.setTime', testUuid, { seconds: 5n, nseconds: 7 })
    expect(await bench.call('domain.getTime', testUuid, {})).toEqual({ seconds: 5n, nseconds: 7 })
    await bench.call('domain.suspend', testUuid, {})
    await expect(bench.call('domain.getTime', testUuid, {})).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })

  test('has an address of its network', async () => {
    expect(await bench.call('domain.getInterfaceAddresses', testUuid, {})).toEqual([
      {
        name: 'testnet0',
        mac: 'aa:bb:cc:dd:ee:ff',
        addresses: [{ type: 'ipv4', address: '192.168.122.3', prefix: 24 }],
      },
    ])
  })

  test('has two file systems, which freeze and thaw', async () => {
    expect(await bench.call('domain.getFsInfo', testUuid, {})).toEqual([
      { mountpoint: '/', name: 'vda1', type: 'ext4', devices: ['vda'] },
      { mountpoint: '/boot', name: 'vda2', type: 'ext4', devices: ['vda'] },
    ])
    expect(await bench.call('domain.fsFreeze', testUuid, { mountpoints: ['/'] })).toBe(1)
    expect(await bench.call('domain.fsFreeze', testUuid, {})).toBe(1)
    expect(await bench.call('domain.fsThaw', testUuid, {})).toBe(2)
    expect(await bench.call('domain.fsThaw', testUuid, {})).toBe(0)
    await expect(bench.call('domain.fsFreeze', testUuid, { mountpoints: ['/home'] })).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })

  test('tells its host name, its label and the errors of its disks', async () => {
    expect(await bench.call('domain.getGuestHostname', testUuid, {})).toBe('testhost')
    expect(await bench.call('domain.getSecurityLabel', testUuid, {})).toEqual({
      label: 'libvirt-test',
      enforcing: true,
    })
    expect(await bench.call('domain.getDiskErrors', testUuid, {})).toEqual([{ disk: 'vda', error: 'unspec' }])
    const info = await bench.call('domain.getGuestInfo', testUuid, {})
    expect(info).toContainEqual({ name: 'fs.0.mountpoint', value: '/' })
  })

  test('has memory that counts up', async () => {
    expect(await bench.call('domain.memoryPeek', testUuid, { start: 254n, size: 4 })).toEqual(
      Uint8Array.of(254, 255, 0, 1),
    )
    await expect(
      bench.call('domain.memoryPeek', testUuid, { start: 0n, size: 2 ** 21 }),
    ).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })

  test('shows a picture in PNG format', async () => {
    const { mime, data } = await bench.call('domain.screenshot', testUuid, {})
    expect(mime).toBe('image/png')
    expect([...data.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    expect(Buffer.from(data).readUInt32BE(16)).toBe(320)
    await expect(bench.call('domain.screenshot', testUuid, { screen: 1 })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })

  test('takes keys of known sets', async () => {
    await bench.call('domain.sendKey', testUuid, { codeset: 'linux', holdtime: 50, keys: [29, 56, 111] })
    await expect(
      bench.call('domain.sendKey', testUuid, { codeset: 'morse', holdtime: 50, keys: [1] }),
    ).rejects.toMatchObject({ code: 'invalidArg' })
    await expect(
      bench.call('domain.sendKey', testUuid, { codeset: 'linux', holdtime: 50, keys: [0] }),
    ).rejects.toMatchObject({ code: 'invalidArg' })
  })

  test('that is off tells nothing of its inside', async () => {
    await bench.call('domain.destroy', testUuid, {})
    for (const op of [
      'domain.getVcpus',
      'domain.getFsInfo',
      'domain.getDiskErrors',
      'domain.injectNmi',
    ] as const) {
      await expect(bench.call(op, testUuid, {})).rejects.toMatchObject({ code: 'operationInvalid' })
    }
    expect(await bench.call('domain.getSecurityLabel', testUuid, {})).toEqual({ label: '', enforcing: false })
  })
})
