import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import { allocatePages } from '../../../../src/drivers/qemu/host/huge-pages.ts'
import { cpuStatsOf, memoryStatsOf } from '../../../../src/drivers/qemu/host/machine-stats.ts'
import { readPageSharing, setPageSharing } from '../../../../src/drivers/qemu/host/page-sharing.ts'
import { readSmbios } from '../../../../src/drivers/qemu/host/smbios.ts'
import { suspendMachine } from '../../../../src/drivers/qemu/host/suspend.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vg-machine-'))
})

afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

async function put(path: string, text: string): Promise<void> {
  const full = join(root, path)
  await mkdir(dirname(full), { recursive: true })
  await writeFile(full, text)
}

const get = (path: string) => readFile(join(root, path), 'utf8')

const stat = ['cpu  10 2 20 300 4 1 1 0 0 0', 'cpu0 5 1 10 150 2 0 0 0 0 0', 'intr 1'].join('\n')

test('processor times are those of user, kernel, idle and waiting', () => {
  expect(cpuStatsOf(stat, undefined)).toEqual({
    kernel: 220_000_000n,
    user: 120_000_000n,
    idle: 3_000_000_000n,
    iowait: 40_000_000n,
  })
})

test('one processor has its own times', () => {
  expect(cpuStatsOf(stat, 0)).toMatchObject({ user: 60_000_000n })
})

test('a processor that is not there is named', () => {
  expect(() => cpuStatsOf(stat, 7)).toThrow('no processor 7')
})

test('memory of the machine tells buffers and files', () => {
  const text = 'MemTotal: 100 kB\nMemFree: 60 kB\nBuffers: 5 kB\nCached: 20 kB\n'
  expect(memoryStatsOf(text)).toEqual({ total: 100n, free: 60n, buffers: 5n, cached: 20n })
})

test('memory of a cell has no buffers, and its files under their other name', () => {
  const text = 'Node 0 MemTotal:  100 kB\nNode 0 MemFree:  60 kB\nNode 0 FilePages:  20 kB\n'
  expect(memoryStatsOf(text)).toEqual({ total: 100n, free: 60n, cached: 20n })
})

test('parameters of sharing pages are told as far as the kernel has them', async () => {
  await put('pages_to_scan', '100\n')
  await put('full_scans', '7\n')
  expect(await readPageSharing(root)).toEqual([
    { name: 'shm_pages_to_scan', value: '100' },
    { name: 'shm_full_scans', value: '7' },
  ])
})

test('parameters of sharing pages are set together, or none when one cannot be', async () => {
  await put('pages_to_scan', '100')
  const wanted = [
    { name: 'shm_pages_to_scan', value: '50' },
    { name: 'shm_full_scans', value: '1' },
  ]
  await expect(setPageSharing(wanted, root)).rejects.toMatchObject({ code: 'argumentUnsupported' })
  expect(await get('pages_to_scan')).toBe('100')
  await setPageSharing(wanted.slice(0, 1), root)
  expect(await get('pages_to_scan')).toMatch(/^50/)
})

const pool = 'devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages'

test('huge pages are added to those that a cell has', async () => {
  await put(pool, '2')
  const pages = [{ size: 2048, count: 3n }]
  expect(await allocatePages({ pages, startCell: 0 }, root)).toBe(1)
  expect(await get(pool)).toBe('5')
})

test('the number of huge pages of the machine is set', async () => {
  await put('kernel/mm/hugepages/hugepages-2048kB/nr_hugepages', '2')
  await allocatePages({ pages: [{ size: 2048, count: 1n }], set: true }, root)
  expect(await get('kernel/mm/hugepages/hugepages-2048kB/nr_hugepages')).toBe('1')
})

test('a page size that the machine has not is refused', async () => {
  await expect(allocatePages({ pages: [{ size: 4096, count: 1n }] }, root)).rejects.toMatchObject({
    code: 'operationFailed',
    message: 'page size 4096 is not available',
  })
})

test('what the firmware tells is a document with the parts that there are', async () => {
  await put('bios_vendor', 'SeaBIOS\n')
  await put('product_name', 'Standard & Co\n')
  const xml = await readSmbios(root)
  expect(xml).toContain("<entry name='vendor'>SeaBIOS</entry>")
  expect(xml).toContain("<entry name='product'>Standard &amp; Co</entry>")
  expect(xml).not.toContain('chassis')
})

test('a machine without tables of the firmware says so', async () => {
  await expect(readSmbios(root)).rejects.toThrow('Host SMBIOS information is not available')
})

async function sleeper() {
  await put('power/state', 'freeze mem disk\n')
  await put('power/disk', '[platform] suspend')
  await put('class/rtc/rtc0/wakealarm', '')
  const clock = new FakeClock(0)
  const closing = new AbortController()
  return { clock, closing, env: { clock, log: silentLogger, closing: closing.signal, root } }
}

test('an alarm is set at once, and the machine goes later', async () => {
  const { env } = await sleeper()
  await suspendMachine({ target: 'memory', seconds: 90n }, env)
  expect(await get('class/rtc/rtc0/wakealarm')).toBe('+90')
  expect(await get('power/state')).toBe('freeze mem disk\n')
})

test('a target that the machine has not is refused before an alarm is set', async () => {
  const { env } = await sleeper()
  await put('power/state', 'freeze mem')
  await expect(suspendMachine({ target: 'disk', seconds: 90n }, env)).rejects.toMatchObject({
    code: 'argumentUnsupported',
  })
  expect(await get('class/rtc/rtc0/wakealarm')).toBe('')
})

test('a time too short to go is refused', async () => {
  const { env } = await sleeper()
  await expect(suspendMachine({ target: 'memory', seconds: 5n }, env)).rejects.toMatchObject({
    code: 'invalidArg',
  })
})
