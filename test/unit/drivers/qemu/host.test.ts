import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  fileSize,
  readPiece,
  rotate,
  rotateInPlace,
  tailLines,
} from '../../../../src/drivers/qemu/host/log-file.ts'
import { findProgram, missingProgram } from '../../../../src/drivers/qemu/host/packages.ts'
import { DisplayPorts } from '../../../../src/drivers/qemu/host/ports.ts'
import {
  identify,
  isRunning,
  parseCpuList,
  parseStat,
} from '../../../../src/drivers/qemu/host/process-table.ts'
import { runProgram } from '../../../../src/drivers/qemu/host/run-program.ts'

describe('processes', () => {
  test('a stat line is read also when the name of the command holds blanks and brackets', () => {
    const fields = ['S', 1, 2, 3, 0, -1, 0, 0, 0, 0, 0, 150, 50, 0, 0, 20, 0, 1, 0, 98765]
    const rest = [...fields, ...Array.from({ length: 16 }, () => 0), 3]
    expect(parseStat(`42 (a ) b (c) ${rest.join(' ')}`)).toEqual({
      state: 'S',
      startTicks: 98765n,
      userNs: 1_500_000_000n,
      systemNs: 500_000_000n,
      cpu: 3,
    })
  })

  test('a pid with another start is another process', async () => {
    const self = await identify(process.pid)
    expect(self).toBeDefined()
    if (!self) return
    expect(await isRunning(self)).toBe(true)
    expect(await isRunning({ ...self, startTicks: self.startTicks + 1n })).toBe(false)
  })

  test('lists of processors are read', () => {
    expect(parseCpuList('0-2,5')).toEqual([0, 1, 2, 5])
    expect(parseCpuList('none')).toEqual([])
  })
})

describe('programs', () => {
  test('one that is not installed is named with its purpose and package', async () => {
    expect(await findProgram('no-such-program-at-all')).toBeUndefined()
    expect(missingProgram('qemu-img', 'read disk images').message).toBe(
      "program 'qemu-img', needed to read disk images, is not installed; install it with 'apt-get install qemu-utils'",
    )
  })

  test('one that fails says why', async () => {
    const call = { program: 'sh', args: ['-c', 'echo first >&2; echo last >&2; exit 3'], purpose: 'try' }
    await expect(runProgram(call)).rejects.toMatchObject({
      code: 'operationFailed',
      message: "program 'sh' failed with exit status 3: last",
    })
  })
})

describe('logs', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vgq-unit-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('the tail leaves out time stamps, notes and what was there before', async () => {
    const path = join(folder, 'guest.log')
    await writeFile(path, 'old words\n')
    const from = await fileSize(path)
    await appendFile(path, '== 2026-01-01T00:00:00.000Z starting\n2026-01-01T00:00:01.5Z qemu: no\n\nlast\n')
    expect(await tailLines(path, from)).toEqual(['qemu: no', 'last'])
  })

  test('a piece is read from an offset, or from the end', async () => {
    const path = join(folder, 'piece')
    await writeFile(path, '0123456789')
    expect(Buffer.from(await readPiece(path, 4, 2n)).toString()).toBe('2345')
    expect(Buffer.from(await readPiece(path, 4)).toString()).toBe('6789')
    expect(await readPiece(path, 4, 99n)).toHaveLength(0)
    expect(await readPiece(join(folder, 'none'), 4)).toHaveLength(0)
  })

  test('one that is too large is moved, or emptied in place where a process holds it', async () => {
    const path = join(folder, 'large')
    await writeFile(path, 'x'.repeat(100))
    await rotateInPlace(path, 200)
    expect(await fileSize(path)).toBe(100)
    await rotateInPlace(path, 50)
    expect(await fileSize(path)).toBe(0)
    expect(await readFile(`${path}.0`, 'utf8')).toHaveLength(100)
    await writeFile(path, 'y'.repeat(100))
    await rotate(path, 50)
    expect(await readFile(`${path}.0`, 'utf8')).toContain('y')
  })
})

describe('ports of displays', () => {
  test('are given once, and again after they were given back', async () => {
    const ports = new DisplayPorts({ first: 47_900, last: 47_901 })
    const [a, b] = [await ports.acquire('127.0.0.1'), await ports.acquire('127.0.0.1')]
    expect(a).not.toBe(b)
    await expect(ports.acquire('127.0.0.1')).rejects.toMatchObject({ code: 'operationFailed' })
    ports.release(a)
    expect(await ports.acquire('127.0.0.1')).toBe(a)
  })
})
