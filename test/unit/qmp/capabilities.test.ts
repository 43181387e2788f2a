import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../src/core/lib/clock.ts'
import { CapabilitiesCache } from '../../../src/qmp/capabilities/cache.ts'
import type { CapabilitiesData } from '../../../src/qmp/capabilities/data.ts'
import { type CapabilitiesIdentity, identify } from '../../../src/qmp/capabilities/identity.ts'
import { probeCapabilities } from '../../../src/qmp/capabilities/probe.ts'
import { QemuCapabilities } from '../../../src/qmp/capabilities/qemu-capabilities.ts'
import { QmpClient } from '../../../src/qmp/client.ts'
import { QmpError } from '../../../src/qmp/qmp-error.ts'
import type { QmpProcess, QmpRunOptions } from '../../../src/qmp/qmp-processes.ts'
import { printQmp, type QmpObject } from '../../../src/qmp/value.ts'
import { FakePeer } from './fake-peer.ts'
import { type Exchange, readProbe, shared } from './fixtures.ts'

const schemaPath = shared('qmp/qemu-7.2-x86_64.schema.json') ?? ''
const kvmPath = shared('qmp/probe-7.2-x86_64-kvm.ndjson') ?? ''
const tcgPath = shared('qmp/probe-7.2-x86_64-tcg.ndjson') ?? ''
const BINARY = '/usr/bin/qemu-system-x86_64'

/** A QEMU that answers as one did when it was recorded; what was not asked then is not known. */
class ReplayedProcesses {
  readonly asked: string[] = []
  readonly runs: QmpRunOptions[] = []
  readonly #recorded: (options: QmpRunOptions) => { greeting: QmpObject; exchanges: Exchange[] }

  constructor(recorded: (options: QmpRunOptions) => string) {
    this.#recorded = (options) => readProbe(recorded(options), schemaPath)
  }

  async run<T>(options: QmpRunOptions, use: (process: QmpProcess) => Promise<T>): Promise<T> {
    this.runs.push(options)
    options.signal?.throwIfAborted()
    const { greeting, exchanges } = this.#recorded(options)
    const answers = new Map(exchanges.map(({ request, reply }) => [wish(request), reply]))
    const peer = await FakePeer.start({
      greet: (link) => link.send(greeting),
      message: (request, link) => {
        this.asked.push(wish(request))
        const unknown = { error: { class: 'GenericError', desc: 'it was not recorded' } }
        link.send({ ...(answers.get(wish(request)) ?? unknown), id: request.id })
      },
    })
    const monitor = await QmpClient.connect(peer.path, { oob: false })
    try {
      const signal = new AbortController().signal
      return await use({ monitor, pid: 1, directory: '/nowhere', runAs: undefined, signal })
    } finally {
      await monitor.close()
      await peer.close()
    }
  }
}

function wish({ execute, arguments: args }: QmpObject): string {
  return printQmp([execute, args ?? {}])
}

describe.skipIf(!tcgPath || !schemaPath)('a probe of a recorded QEMU 7.2 without KVM', async () => {
  const processes = new ReplayedProcesses(() => tcgPath)
  const data = tcgPath ? await probeCapabilities({ binary: BINARY, processes }) : ({} as CapabilitiesData)
  const caps = new QemuCapabilities(data)

  test('takes one process', () => {
    expect(processes.runs).toMatchObject([{ binary: BINARY }])
  })

  test('asks everything that was recorded', () => {
    const recorded = readProbe(tcgPath, schemaPath).exchanges.map(({ request }) => wish(request))
    // The greeting brings the version.
    const missing = recorded.filter(
      (text) => !processes.asked.includes(text) && !text.includes('query-version'),
    )
    expect(missing).toEqual([])
    expect(recorded.length).toBeGreaterThanOrEqual(45)
  })

  test('finds version, architecture and commands', () => {
    expect([caps.arch, caps.atLeast(7, 2), caps.atLeast(7, 2, 22), caps.atLeast(8)]).toEqual([
      'x86_64',
      true,
      true,
      false,
    ])
    expect([caps.hasCommand('blockdev-add'), caps.hasCommand('nothing')]).toEqual([true, false])
  })

  test('finds properties, options, migration capabilities and schema paths', () => {
    expect(caps.hasProperty('virtio-blk-pci', 'iothread')).toBe(true)
    expect(caps.hasProperty('virtio-blk-pci', 'nothing')).toBe(false)
    expect(caps.hasProperty('virtio-net-ccw', 'mac')).toBe(false)
    expect(caps.hasProperty('max-x86_64-cpu', 'avx2')).toBe(true)
    expect([caps.hasType('virtio-rng-pci'), caps.hasType('nothing')]).toEqual([true, false])
    expect([
      caps.hasOption('sandbox', 'enable'),
      caps.hasOption('sandbox', 'x'),
      caps.hasOption('y'),
    ]).toEqual([true, false, false])
    expect(caps.hasMigration('multifd')).toBe(true)
    expect(caps.has('blockdev-add/arg-type/+nbd/tls-hostname')).toBe(true)
    expect(caps.data.tpmModels).toEqual(['tpm-crb', 'tpm-tis'])
  })

  test('finds machine types and processor models', () => {
    expect(caps.machine('pc', 'tcg')).toMatchObject({ name: 'pc-i440fx-7.2', isDefault: true, cpuMax: 255 })
    expect(caps.defaultMachine('tcg')?.alias).toBe('pc')
    expect(caps.cpu('qemu64-v1', 'tcg')).toMatchObject({ type: 'qemu64-v1-x86_64-cpu' })
    expect(caps.cpus('tcg').length).toBeGreaterThan(100)
    expect(caps.accelerator('tcg')?.host).toMatchObject({ cmov: true })
    expect(caps.cpus('kvm')).toEqual([])
  })

  test('says that KVM is there but cannot be used', () => {
    expect(caps.kvm).toMatchObject({ present: true, enabled: false, usable: false })
    expect(caps.accelerators()).toEqual(['tcg'])
  })
})

describe.skipIf(!kvmPath || !tcgPath || !schemaPath)('a probe of a recorded QEMU 7.2 with KVM', () => {
  const processes = () => new ReplayedProcesses(({ forceTcg }) => (forceTcg ? tcgPath : kvmPath))

  test('takes a second process for what is emulated', async () => {
    const both = processes()
    const data = await probeCapabilities({ binary: BINARY, processes: both, trial: async () => undefined })
    const caps = new QemuCapabilities(data)
    expect(both.runs).toMatchObject([{ binary: BINARY }, { binary: BINARY, forceTcg: true }])
    expect(caps.kvm).toEqual({ present: true, enabled: true, usable: true })
    expect(caps.accelerators()).toEqual(['kvm', 'tcg'])
    expect(caps.accelerator('kvm')?.host).toMatchObject({ cmov: true })
    expect(caps.cpu('Opteron_G1-v1', 'kvm')?.blockers?.length).not.toBe(
      caps.cpu('Opteron_G1-v1', 'tcg')?.blockers?.length,
    )
  })

  test('does not call KVM usable when a trial guest does not run', async () => {
    const data = await probeCapabilities({
      binary: BINARY,
      processes: processes(),
      trial: async () => 'the trial guest was too slow',
    })
    expect(data.kvm).toEqual({
      present: true,
      enabled: true,
      usable: false,
      reason: 'the trial guest was too slow',
    })
    expect(new QemuCapabilities(data).accelerators()).toEqual(['tcg'])
  })
})

describe.skipIf(!tcgPath || !schemaPath)('capabilities that are kept', () => {
  let dir = ''
  let binary = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'vg-caps-'))
    binary = join(dir, 'qemu-system-x86_64')
    await writeFile(binary, '')
    await chmod(binary, 0o755)
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  const saveText = async (path: string, text: string) => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }

  function cacheOf(processes: Pick<ReplayedProcesses, 'run'>, more: object = {}): CapabilitiesCache {
    return new CapabilitiesCache({ dir: join(dir, 'cache'), processes, version: '1.0', saveText, ...more })
  }

  const replayed = () => new ReplayedProcesses(() => tcgPath)

  test('are asked for once by callers at the same time, and once by those after', async () => {
    const processes = replayed()
    const cache = cacheOf(processes)
    const all = await Promise.all(Array.from({ length: 5 }, () => cache.get(binary)))
    expect(new Set([...all, await cache.get(binary)]).size).toBe(1)
    expect(processes.runs).toHaveLength(1)
  })

  test('are read from the file by the next process', async () => {
    const first = await cacheOf(replayed()).get(binary)
    const processes = replayed()
    const cache = cacheOf(processes)
    expect((await cache.get(binary)).data).toEqual(first.data)
    expect(processes.runs).toHaveLength(0)
    expect(cache.file(binary)).toMatch(/\/cache\/[0-9a-f]{64}\.json$/)
  })

  test.each([
    ['cut short', (text: string) => text.slice(0, text.length / 2)],
    ['no JSON', () => 'hello'],
    ['empty', () => ''],
    ['changed in one word', (text: string) => text.replace('pc-i440fx-7.2', 'pc-i440fx-7.3')],
  ])('are asked for again when the file is %s', async (_, spoil) => {
    const cache = cacheOf(replayed())
    await cache.get(binary)
    const path = cache.file(binary)
    await writeFile(path, spoil(await readFile(path, 'utf8')))
    const processes = replayed()
    await cacheOf(processes).get(binary)
    expect(processes.runs).toHaveLength(1)
  })

  test.each([
    ['the binary`s change time', 'ctimeNs'],
    ['the binary`s size', 'size'],
    ['the binary`s inode', 'inode'],
    ['the modules', 'modules'],
    ['the KVM device', 'kvmDevice'],
    ['nesting', 'nested'],
    ['the microcode', 'microcode'],
    ['the processor', 'cpu'],
    ['the kernel', 'kernel'],
  ] satisfies Array<[string, keyof CapabilitiesIdentity]>)(
    'are asked for again when %s changes',
    async (_, member) => {
      const processes = replayed()
      let changed = false
      const look = async (path: string) => ({
        ...(await identify(path)),
        ...(changed ? { [member]: 'other' } : {}),
      })
      const cache = cacheOf(processes, { identify: look })
      await cache.get(binary)
      changed = true
      await cache.get(binary)
      expect(processes.runs).toHaveLength(2)
    },
  )

  test('are asked for again by another version of the product', async () => {
    await cacheOf(replayed()).get(binary)
    const processes = replayed()
    await cacheOf(processes, { version: '1.1' }).get(binary)
    expect(processes.runs).toHaveLength(1)
  })

  test('are asked for again when the binary was replaced', async () => {
    const processes = replayed()
    const cache = cacheOf(processes)
    await cache.get(binary)
    await writeFile(binary, 'another')
    await cache.get(binary)
    expect(processes.runs).toHaveLength(2)
  })

  test('are used even if they cannot be written', async () => {
    const cache = cacheOf(replayed(), { saveText: () => Promise.reject(new Error('no space')) })
    expect((await cache.get(binary)).arch).toBe('x86_64')
  })

  test('that could not be had are not asked for again at once, but after a while', async () => {
    const clock = new FakeClock()
    let runs = 0
    const run = () => {
      runs++
      const facts = { class: 'GenericError', command: 'x', text: 'y' } as const
      return Promise.reject(new QmpError('operationFailed', 'it failed', facts))
    }
    const cache = cacheOf({ run }, { clock, failureMs: 1000 })
    await expect(cache.get(binary)).rejects.toThrow('it failed')
    await expect(cache.get(binary)).rejects.toThrow('it failed')
    expect(runs).toBe(1)
    clock.advance(1000)
    await expect(cache.get(binary)).rejects.toThrow('it failed')
    expect(runs).toBe(2)
  })

  test('are no longer asked for when the last caller has given up, and asked for anew by the next', async () => {
    const signals: AbortSignal[] = []
    let started = () => {}
    const running = new Promise<void>((resolve) => {
      started = resolve
    })
    const run = (options: QmpRunOptions) =>
      new Promise<never>((_, reject) => {
        if (!options.signal) return
        signals.push(options.signal)
        started()
        options.signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    const cache = cacheOf({ run })
    const [one, two] = [new AbortController(), new AbortController()]
    const first = cache.get(binary, one.signal)
    const second = cache.get(binary, two.signal)
    await running
    one.abort()
    await expect(first).rejects.toMatchObject({ code: 'operationAborted' })
    expect(signals.map((signal) => signal.aborted)).toEqual([false])
    two.abort()
    await expect(second).rejects.toMatchObject({ code: 'operationAborted' })
    expect(signals.map((signal) => signal.aborted)).toEqual([true])
    const third = new AbortController()
    const again = cache.get(binary, third.signal)
    third.abort()
    await expect(again).rejects.toMatchObject({ code: 'operationAborted' })
  })

  test('of an emulator that is not there are an error that names its package', async () => {
    await expect(cacheOf(replayed()).get(join(dir, 'qemu-system-riscv64'))).rejects.toThrow(
      'the Debian package qemu-system-misc brings it',
    )
  })
})
