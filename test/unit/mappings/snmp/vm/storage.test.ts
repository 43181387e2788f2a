import { describe, expect, test } from 'vitest'
import { unitExponent } from '../../../../../src/mappings/snmp/domain-row.ts'
import {
  allocatedSize,
  definedSize,
  sizeUnitOf,
  sourceTypeOf,
  withoutCredentials,
} from '../../../../../src/mappings/snmp/vm/storage.ts'
import { disk, running, World } from '../objects.ts'

const GiB = 1024n ** 3n

async function rowWith(...disks: ReturnType<typeof disk>[]) {
  const world = new World()
  world.host()
  world.domain(1, { ...running(), disks })
  const view = await world.view()
  const row = view.domains.get([1])
  if (!row) throw new Error('no row')
  return { world, row }
}

describe('kind of backing', () => {
  test.each([
    ['block', {}, 'block'],
    ['network', {}, 'network'],
    ['dir', {}, 'other'],
    ['nvme', {}, 'other'],
    ['vhostuser', {}, 'other'],
    ['vhostvdpa', {}, 'other'],
    ['none', {}, 'unknown'],
    ['file', { format: 'qcow2' }, 'sparse'],
    ['volume', { format: 'qcow2' }, 'sparse'],
    ['file', { format: 'raw' }, 'sparse'],
    ['file', { format: 'raw', capacity: 10n, allocation: 9n }, 'sparse'],
    ['file', { format: 'raw', capacity: 10n, allocation: 10n }, 'raw'],
    ['volume', { format: 'raw', capacity: 10n, allocation: 10n }, 'raw'],
  ] as const)('%s %o is %s', (sourceType, changes, expected) => {
    expect(sourceTypeOf(disk('vda', { sourceType, ...changes }))).toBe(expected)
  })

  test('a drive without a medium has an unknown one', () => {
    const { source, ...empty } = disk('sda', { device: 'cdrom' })
    expect(source).toBeDefined()
    expect(sourceTypeOf(empty)).toBe('unknown')
  })
})

describe('sizes', () => {
  test('are rounded up to the unit, exactly for sizes that a double cannot hold', async () => {
    const capacity = 2n ** 60n + 1n
    const { row } = await rowWith(disk('vda', { capacity, allocation: 1n }))
    const unit = BigInt(sizeUnitOf(row, 1))
    expect(BigInt(definedSize(row, 1))).toBe(capacity / unit + 1n)
    expect(allocatedSize(row, 1)).toBe(1)
  })

  test.each([
    ['block', { sourceType: 'block', capacity: 5n * GiB, allocation: 1n }],
    ['raw', { format: 'raw', capacity: 5n * GiB, allocation: 5n * GiB + 4096n }],
  ] as const)('of a %s backing are equal', async (_, changes) => {
    const { row } = await rowWith(disk('vda', changes))
    expect(definedSize(row, 1)).toBe(5 * 1024 * 1024)
    expect(allocatedSize(row, 1)).toBe(definedSize(row, 1))
  })

  test('that are not known are -1', async () => {
    const { row } = await rowWith(disk('vda'))
    expect([definedSize(row, 1), allocatedSize(row, 1)]).toEqual([-1, -1])
  })

  test('keep their unit when the disk grows, also over a restart', async () => {
    const { world, row } = await rowWith(disk('vda', { capacity: 600n * GiB }))
    const unit = sizeUnitOf(row, 1)
    expect(unit).toBe(2048)
    world.domain(1, { ...running(), disks: [disk('vda', { capacity: 1800n * GiB })] })
    const view = await world.view()
    expect(sizeUnitOf(view.domains.get([1]) ?? row, 1)).toBe(unit)
    await world.indexes?.flush()
    const later = new World(world.storage)
    later.host()
    later.domain(1, { disks: [disk('vda', { capacity: 1800n * GiB })] })
    const again = (await later.view()).domains.get([1])
    expect(again && sizeUnitOf(again, 1)).toBe(unit)
  })

  test('too large for their unit are unknown rather than wrong', async () => {
    const { world, row } = await rowWith(disk('vda', { capacity: GiB }))
    world.domain(1, { ...running(), disks: [disk('vda', { capacity: 4096n * GiB })] })
    const view = await world.view()
    expect(definedSize(view.domains.get([1]) ?? row, 1)).toBe(-1)
  })

  test.each([
    [0n, 10],
    [500n * GiB, 10],
    [512n * GiB, 11],
    [2n ** 50n, 22],
  ])('the unit for %d octets leaves room to grow', (capacity, exponent) => {
    expect(unitExponent(capacity)).toBe(exponent)
  })
})

describe('credentials', () => {
  test.each([
    ['/var/lib/images/a,id=1:key=2', '/var/lib/images/a,id=1:key=2'],
    ['nbd://user:pw@host:10809/x', 'nbd://host:10809/x'],
    ['https://u@h/path?token=abc&x=1', 'https://h/path?x=1'],
    ['https://h/path?password=abc', 'https://h/path'],
    ['rbd:pool/image:id=admin:key=AQB==:mon_host=a', 'rbd:pool/image:mon_host=a'],
    ['iscsi://h/iqn.2010-01.com:target/1', 'iscsi://h/iqn.2010-01.com:target/1'],
  ])('%s becomes %s', (source, expected) => {
    expect(withoutCredentials(source)).toBe(expected)
  })
})
