import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  isQmpError,
  QmpClient,
  type QmpEvent,
  type QmpProcess,
  QmpProcesses,
  runHmp,
} from '../../src/qmp/index.ts'

const BINARY = '/usr/bin/qemu-system-x86_64'
const present = existsSync(BINARY)
if (!present) process.stderr.write(`skipped: ${BINARY} is not installed\n`)

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vg-monitor-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

function withQemu<T>(use: (process: QmpProcess) => Promise<T>, args: readonly string[] = []): Promise<T> {
  return new QmpProcesses({ libDir: dir }).run({ binary: BINARY, forceTcg: true, args }, use)
}

describe.skipIf(!present)('the monitor of a real QEMU', () => {
  test('answers hundreds of commands sent together, in any mix', async () => {
    await withQemu(async ({ monitor }) => {
      const names = ['query-status', 'query-name', 'query-version', 'query-commands', 'no-such-command']
      const work = Array.from({ length: 300 }, (_, i) =>
        monitor.request(names[i % names.length] ?? '').then(
          () => true,
          (fault) => isQmpError(fault, 'CommandNotFound'),
        ),
      )
      expect(new Set(await Promise.all(work))).toEqual(new Set([true]))
    })
  })

  test('takes out-of-band commands while others wait', async () => {
    await withQemu(async ({ monitor }) => {
      expect(monitor.oob).toBe(true)
      const slow = Array.from({ length: 10 }, () => monitor.execute('query-qmp-schema'))
      const yank = monitor.execute('query-yank', undefined, { oob: true })
      expect(await yank).toMatchObject([{ type: 'chardev' }])
      await Promise.all(slow)
    })
  })

  test('keeps 64-bit integers in both directions', async () => {
    await withQemu(async ({ monitor }) => {
      const size = 2n ** 62n + 1n
      await monitor.execute('migrate-set-parameters', {
        'xbzrle-cache-size': 2n ** 40n,
        'max-bandwidth': size,
      })
      expect(await monitor.execute('query-migrate-parameters')).toMatchObject({ 'max-bandwidth': size })
    })
  })

  test('tells its events with their time', async () => {
    const events: QmpEvent[] = []
    await withQemu(async ({ monitor }) => {
      monitor.onEvent((event) => events.push(event))
      await monitor.execute('cont')
      await monitor.execute('stop')
    })
    expect(events.map((event) => event.name)).toEqual(['RESUME', 'STOP'])
    expect(typeof events[0]?.at).toBe('bigint')
  })

  test('passes commands of the human monitor', async () => {
    await withQemu(async ({ monitor }) => {
      expect(await runHmp(monitor, 'info status')).toContain('VM status: paused')
      expect(await runHmp(monitor, 'nonsense')).toContain('unknown command')
    })
  })

  test('survives commands whose callers have given up', async () => {
    await withQemu(async ({ monitor }) => {
      const abort = new AbortController()
      const given = Array.from({ length: 30 }, () =>
        monitor.execute('query-qmp-schema', undefined, { signal: abort.signal }).catch(() => {}),
      )
      abort.abort()
      await Promise.all(given)
      expect(await monitor.execute('query-status')).toMatchObject({ running: false })
      expect(monitor.queued).toBe(0)
    })
  })

  test('that another client holds is a time-out of the greeting', async () => {
    await withQemu(async ({ directory }) => {
      const work = QmpClient.connect(join(directory, 'qmp.monitor'), { greetingTimeoutMs: 300 })
      await expect(work).rejects.toMatchObject({ code: 'operationTimeout' })
    })
  })

  test('takes long arguments and the deepest nesting that it may have', async () => {
    await withQemu(async ({ monitor }) => {
      let deep: Record<string, unknown> = {}
      for (let i = 0; i < 1021; i++) deep = { deep }
      // Neither is a member of the command: QEMU has read it if it says so.
      const said = await monitor.request('query-status', { deep } as never).catch((fault) => fault)
      expect(said.detail).toContain("Parameter 'deep' is unexpected")
      const long = await monitor.request('query-status', { long: 'x'.repeat(20_000) }).catch((fault) => fault)
      expect(long.detail).toContain("Parameter 'long' is unexpected")
    })
  })
})
