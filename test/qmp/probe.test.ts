import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { VirtError } from '../../src/core/errors/index.ts'
import { systemClock } from '../../src/core/lib/clock.ts'
import { tryAccelerator } from '../../src/qmp/capabilities/kvm-trial.ts'
import { probeCapabilities, QemuCapabilities, QmpProcesses } from '../../src/qmp/index.ts'
import { askSchema, generatedPath, generateQmpTypes } from '../../src/qmp/schema/generate.ts'
import { projectRoot } from '../unit/qmp/fixtures.ts'

const BINARY = '/usr/bin/qemu-system-x86_64'
const present = existsSync(BINARY)
if (!present) process.stderr.write(`skipped: ${BINARY} is not installed\n`)

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vg-probe-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

function trial(binary: string, accelerator: 'kvm' | 'tcg', deadlineMs = 20_000): Promise<string | undefined> {
  const signal = new AbortController().signal
  return tryAccelerator({ binary, directory: dir, accelerator, clock: systemClock, signal, deadlineMs })
}

async function script(text: string): Promise<string> {
  const path = join(dir, 'emulator')
  await writeFile(path, `#!/bin/sh\n${text}\n`)
  await chmod(path, 0o755)
  return path
}

describe.skipIf(!present)('probing the QEMU of this machine', () => {
  test('finds what it can do, and leaves nothing', async () => {
    const processes = new QmpProcesses({ libDir: dir })
    const caps = new QemuCapabilities(await probeCapabilities({ binary: BINARY, processes }))
    expect(caps.arch).toBe('x86_64')
    expect(caps.accelerators()).toContain('tcg')
    expect(caps.machine('q35', 'tcg')?.name).toMatch(/^pc-q35-/)
    expect(caps.has('blockdev-add/arg-type/+qcow2/file')).toBe(true)
    expect(caps.hasProperty('virtio-blk-pci', 'iothread')).toBe(true)
    expect(caps.kvm.usable || caps.kvm.reason !== undefined).toBe(true)
    expect(await readdir(dir)).toEqual([])
  })

  test('many probes at once do not disturb each other, nor wait for each other for ever', async () => {
    const processes = new QmpProcesses({ libDir: dir, maxAtOnce: 2 })
    const all = await Promise.all(
      Array.from({ length: 6 }, () => probeCapabilities({ binary: BINARY, processes })),
    )
    expect(new Set(all.map((data) => data.commands.length)).size).toBe(1)
    expect(await readdir(dir)).toEqual([])
  })

  test('one that is aborted leaves nothing', async () => {
    const processes = new QmpProcesses({ libDir: dir })
    const abort = new AbortController()
    const work = probeCapabilities({ binary: BINARY, processes, signal: abort.signal })
    while ((await readdir(dir)).length === 0) await new Promise((resolve) => setImmediate(resolve))
    abort.abort()
    await expect(work).rejects.toMatchObject({ code: 'operationAborted' })
    expect(await readdir(dir)).toEqual([])
  })

  test('the types in the project are those of its schema, if it is of their version', async (context) => {
    const schema = await askSchema().catch((fault: VirtError) => {
      if (fault.code !== 'configUnsupported') throw fault
      return context.skip(fault.message)
    })
    expect(readFileSync(join(projectRoot, generatedPath), 'utf8')).toBe(generateQmpTypes(schema))
  })

  test('a trial guest runs to its end under emulation', async () => {
    expect(await trial(BINARY, 'tcg')).toBeUndefined()
    expect(await readdir(dir)).toEqual([])
  })
})

describe('trying an accelerator', () => {
  test('an emulator that cannot start with it gives its last words', async () => {
    const binary = await script('echo "no KVM here" >&2; exit 1')
    expect(await trial(binary, 'kvm')).toBe('a trial guest ended with 1: no KVM here')
  })

  test('a guest that takes processor time without end is not usable', async () => {
    const binary = await script('printf .; while :; do :; done')
    expect(await trial(binary, 'kvm')).toContain('needed more than 300 ms of processor time')
  })

  test('a guest that stands still is not usable', async () => {
    const binary = await script('printf .; exec sleep 1000')
    expect(await trial(binary, 'kvm', 500)).toContain('took longer than 500 ms')
  })
})
