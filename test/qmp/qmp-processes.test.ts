import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { VirtError } from '../../src/core/errors/index.ts'
import { findProcesses } from '../../src/qmp/process-table.ts'
import { QmpProcesses, type QmpProcessesOptions } from '../../src/qmp/qmp-processes.ts'
import { compileProcesses } from './parent.ts'

const BINARY = '/usr/bin/qemu-system-x86_64'
const present = existsSync(BINARY)
if (!present) process.stderr.write(`skipped: ${BINARY} is not installed\n`)

let libDir = ''
const made: QmpProcesses[] = []

beforeEach(async () => {
  libDir = await mkdtemp(join(tmpdir(), 'vg-qmp-'))
})
afterEach(async () => {
  await Promise.all(made.splice(0).map((processes) => processes.close()))
  await rm(libDir, { recursive: true, force: true })
})

function pool(options: Partial<QmpProcessesOptions> = {}): QmpProcesses {
  const processes = new QmpProcesses({ libDir, ...options })
  made.push(processes)
  return processes
}

/** What is left: entries of the folder, and processes that name it. */
async function left(): Promise<{ files: string[]; processes: number }> {
  const found = await findProcesses(
    (args) => args.some((arg) => arg.includes(libDir)) && /qemu/.test(args[0] ?? ''),
  )
  return { files: await readdir(libDir), processes: found.length }
}

const nothing = { files: [], processes: 0 }

function faultOf(work: Promise<unknown>): Promise<VirtError> {
  return work.then(
    () => Promise.reject(new Error('it did not fail')),
    (fault: VirtError) => fault,
  )
}

/** Looks again and again until a fact holds; the test's own time is the bound. */
async function eventually(fact: () => Promise<boolean>): Promise<void> {
  while (!(await fact())) await new Promise((resolve) => setImmediate(resolve))
}

async function script(text: string): Promise<string> {
  const path = join(libDir, 'emulator')
  await writeFile(path, `#!/bin/sh\n${text}\n`)
  await chmod(path, 0o755)
  return path
}

describe.skipIf(!present)('QMP processes', () => {
  test('each has a directory of its own with socket and pid file, closed to others', async () => {
    const found = await pool().run({ binary: BINARY }, async ({ monitor, pid, directory }) => {
      expect(directory).toMatch(new RegExp(`^${libDir}/qmp-[A-Za-z0-9]{6}$`))
      expect((await stat(directory)).mode & 0o777).toBe(0o700)
      expect((await stat(join(directory, 'qmp.monitor'))).isSocket()).toBe(true)
      expect(Number(await readFile(join(directory, 'qmp.pid'), 'utf8'))).toBe(pid)
      return await monitor.execute('query-target')
    })
    expect(found).toEqual({ arch: 'x86_64' })
    expect(await left()).toEqual(nothing)
  })

  test('64 at once work and leave nothing', { timeout: 180_000 }, async () => {
    const processes = pool({ maxAtOnce: 64, idleMs: 120_000 })
    const pids = await Promise.all(
      Array.from({ length: 64 }, () =>
        processes.run({ binary: BINARY, forceTcg: true }, async ({ monitor, pid }) => {
          await Promise.all([monitor.execute('query-version'), monitor.execute('query-commands')])
          return pid
        }),
      ),
    )
    expect(new Set(pids).size).toBe(64)
    expect(await left()).toEqual(nothing)
  })

  test('64 that are aborted half-way fail at once and leave nothing', { timeout: 180_000 }, async () => {
    const processes = pool({ maxAtOnce: 16, idleMs: 120_000 })
    const abort = new AbortController()
    let ready = 0
    const work = Array.from({ length: 64 }, () =>
      faultOf(
        processes.run({ binary: BINARY, forceTcg: true, signal: abort.signal }, async ({ signal }) => {
          if (++ready === 8) abort.abort()
          await once(signal, 'abort')
          throw new Error('it goes on after its end')
        }),
      ),
    )
    const codes = new Set((await Promise.all(work)).map((fault) => fault.code))
    expect(codes).toEqual(new Set(['operationAborted']))
    expect([processes.running, processes.waiting]).toEqual([0, 0])
    expect(await left()).toEqual(nothing)
  })

  test('more than may run at once wait in order', async () => {
    const processes = pool({ maxAtOnce: 1 })
    const order: number[] = []
    await Promise.all(
      [1, 2, 3].map((n) =>
        processes.run({ binary: BINARY, forceTcg: true }, async () => {
          expect(processes.running).toBe(1)
          order.push(n)
        }),
      ),
    )
    expect(order).toEqual([1, 2, 3])
  })

  test('a function that fails leaves nothing', async () => {
    const work = pool().run({ binary: BINARY }, () => Promise.reject(new Error('mine')))
    await expect(work).rejects.toThrow('mine')
    expect(await left()).toEqual(nothing)
  })

  test('an emulator that is not there is an error that names its Debian package', async () => {
    const fault = await faultOf(pool().run({ binary: '/usr/bin/qemu-system-nothere' }, async () => {}))
    expect(fault.message).toBe(
      "the emulator '/usr/bin/qemu-system-nothere' is not there; the Debian package qemu-system-misc brings it",
    )
    expect(await left()).toEqual(nothing)
  })

  test('an emulator that ends at its start is an error with its last words', async () => {
    const fault = await faultOf(pool().run({ binary: BINARY, args: ['-no-such-option'] }, async () => {}))
    expect(fault.message).toContain('ended at its start (1)')
    expect(fault.detail).toContain('-no-such-option: invalid option')
    expect(await left()).toEqual(nothing)
  })

  test('an emulator that dies under way fails what waits, and leaves nothing', async () => {
    const work = pool().run({ binary: BINARY }, async ({ monitor, pid }) => {
      process.kill(pid, 'SIGKILL')
      await monitor.closed
      await monitor.execute('query-status')
    })
    expect((await faultOf(work)).code).toBe('systemError')
    expect(await left()).toEqual(nothing)
  })

  test('an emulator that hangs is ended when it has said nothing for too long', async () => {
    const work = pool({ idleMs: 1500 }).run({ binary: BINARY }, async ({ monitor, pid }) => {
      process.kill(pid, 'SIGSTOP')
      await monitor.execute('query-status')
    })
    expect((await faultOf(work)).code).toBe('operationTimeout')
    expect(await left()).toEqual(nothing)
  })

  test('an emulator that hangs after its work is ended as well', async () => {
    await pool({ graceMs: 100 }).run({ binary: BINARY }, async ({ pid }) => {
      process.kill(pid, 'SIGSTOP')
    })
    expect(await left()).toEqual(nothing)
  })

  test('an emulator that never becomes a daemon is ended', async () => {
    const binary = await script('exec sleep 1000')
    const fault = await faultOf(pool({ idleMs: 300 }).run({ binary }, async () => {}))
    expect(fault.code).toBe('operationTimeout')
    expect(await left()).toEqual({ files: ['emulator'], processes: 0 })
  })

  test('one that is aborted while it starts leaves nothing', async () => {
    const abort = new AbortController()
    const processes = pool()
    const work = faultOf(processes.run({ binary: BINARY, signal: abort.signal }, async () => {}))
    await eventually(async () => (await left()).processes > 0)
    abort.abort()
    expect((await work).code).toBe('operationAborted')
    expect(await left()).toEqual(nothing)
  })

  test('closing ends all that run and refuses new ones', async () => {
    const processes = pool()
    let started = () => {}
    const running = new Promise<void>((resolve) => {
      started = resolve
    })
    const work = faultOf(
      processes.run({ binary: BINARY }, async ({ signal }) => {
        started()
        await once(signal, 'abort')
      }),
    )
    await running
    await processes.close()
    expect((await work).code).toBe('operationAborted')
    expect((await faultOf(processes.run({ binary: BINARY }, async () => {}))).code).toBe('operationAborted')
    expect(await left()).toEqual(nothing)
  })

  test('a directory whose path leaves no room for a socket is refused before anything is made', async () => {
    const long = join(libDir, 'x'.repeat(90))
    const fault = await faultOf(pool({ libDir: long }).run({ binary: BINARY }, async () => {}))
    expect(fault.message).toContain('a Unix socket takes 107 at most')
    expect(await left()).toEqual(nothing)
  })

  test('a path with a comma is no trouble', async () => {
    const odd = join(libDir, 'a,b')
    const work = pool({ libDir: odd }).run({ binary: BINARY }, ({ monitor }) => monitor.execute('query-name'))
    await expect(work).resolves.toEqual({})
    expect(await readdir(odd)).toEqual([])
  })

  test.skipIf(process.getuid?.() !== 0)('it runs as the user that is asked for', async () => {
    await chmod(libDir, 0o755)
    const runAs = { uid: 65534, gid: 65534 }
    await pool({ runAs }).run({ binary: BINARY, forceTcg: true }, async ({ pid, directory, monitor }) => {
      expect((await stat(directory)).uid).toBe(65534)
      expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^Uid:\t65534\t65534/m)
      await monitor.execute('query-status')
    })
    expect(await left()).toEqual(nothing)
  })

  test('it may not take more memory than it is given', async () => {
    await pool({ memoryLimit: 4 * 1024 ** 3 }).run({ binary: BINARY, forceTcg: true }, async ({ pid }) => {
      expect(await readFile(`/proc/${pid}/limits`, 'utf8')).toMatch(/^Max address space +4294967296 /m)
    })
  })
})

describe.skipIf(!present)('sweeping what a killed parent has left', () => {
  let compiled = ''
  beforeAll(() => {
    compiled = compileProcesses()
  })
  afterAll(() => rm(compiled, { recursive: true, force: true }))

  /** Starts processes in a parent of their own, and kills it when `ready` of them run. */
  async function killedParent(count: number, ready: number): Promise<void> {
    const args = [join(compiled, 'parent.js'), libDir, BINARY, String(count), String(ready)]
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const gone = once(parent, 'exit')
    for await (const line of createInterface(parent.stdout)) {
      if (line !== 'ready') throw new Error(line)
      parent.kill('SIGKILL')
    }
    await gone
  }

  test('ends all its processes and removes all its directories', async () => {
    await killedParent(12, 6)
    const before = await left()
    expect(before.files.length).toBeGreaterThanOrEqual(6)
    expect(before.processes).toBeGreaterThanOrEqual(6)
    const swept = await pool().sweep()
    expect(swept.directories).toBe(before.files.length)
    expect(swept.processes).toBeGreaterThanOrEqual(6)
    expect(await left()).toEqual(nothing)
  })

  test('spares processes whose parent still runs', async () => {
    await pool().run({ binary: BINARY, forceTcg: true }, async ({ monitor }) => {
      expect(await pool().sweep()).toEqual({ directories: 0, processes: 0 })
      await monitor.execute('query-status')
    })
  })

  test('spares processes that others are just starting', async () => {
    let over = false
    let ended = 0
    const sweeping = (async () => {
      while (!over) ended += (await pool().sweep()).processes
    })()
    const runs = Array.from({ length: 12 }, () =>
      pool().run({ binary: BINARY, forceTcg: true }, ({ monitor }) => monitor.execute('query-name')),
    )
    try {
      expect(await Promise.all(runs)).toEqual(runs.map(() => ({})))
    } finally {
      over = true
      await sweeping
    }
    expect(ended).toBe(0)
    expect(await left()).toEqual(nothing)
  })

  test('a directory that a dead process was making is removed, one of a living process is not', async () => {
    const self = (await readFile('/proc/self/stat', 'utf8')).split(') ')[1]?.split(' ')[19]
    await mkdir(join(libDir, `.new-${process.pid}-${self}-abcdef`))
    await mkdir(join(libDir, `.new-${process.pid}-1-abcdef`))
    expect(await pool().sweep()).toEqual({ directories: 1, processes: 0 })
    expect(await readdir(libDir)).toEqual([`.new-${process.pid}-${self}-abcdef`])
  })

  test('a process whose directory is gone already is ended', async () => {
    const directory = join(libDir, 'qmp-zzzzzz')
    await mkdir(directory)
    const monitor = `unix:${join(directory, 'qmp.monitor')},server=on,wait=off`
    const pidFile = join(directory, 'qmp.pid')
    const machine = ['-S', '-nodefaults', '-nographic', '-machine', 'none,accel=tcg']
    const args = [...machine, '-qmp', monitor, '-pidfile', pidFile, '-daemonize']
    await once(spawn(BINARY, args, { stdio: 'ignore' }), 'exit')
    await rm(directory, { recursive: true })
    expect(await pool().sweep()).toEqual({ directories: 0, processes: 1 })
    await eventually(async () => (await left()).processes === 0)
  })

  test('a pid file that names an innocent process harms nobody', async () => {
    const innocent = spawn('sleep', ['1000'])
    const directory = join(libDir, 'qmp-abcdef')
    await mkdir(directory)
    await writeFile(join(directory, 'qmp.pid'), `${innocent.pid}\n`)
    expect(await pool().sweep()).toEqual({ directories: 1, processes: 0 })
    expect(innocent.exitCode).toBeNull()
    innocent.kill('SIGKILL')
    await once(innocent, 'exit')
    expect(await left()).toEqual(nothing)
  })

  test('files that are no such directories are let be', async () => {
    await writeFile(join(libDir, 'qmp-file'), '')
    await mkdir(join(libDir, 'other'))
    expect(await pool().sweep()).toEqual({ directories: 0, processes: 0 })
    expect(await readdir(libDir)).toEqual(['other', 'qmp-file'])
  })

  test('a folder that is not there yet has nothing to sweep', async () => {
    expect(await pool({ libDir: join(libDir, 'none') }).sweep()).toEqual({ directories: 0, processes: 0 })
  })
})
