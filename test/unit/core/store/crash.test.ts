import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { FileStore } from '../../../../src/core/store/file-store.ts'
import { recordingLogger } from '../engine/fake-driver.ts'
import { compilePrograms, type Programs } from './compile.ts'

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 240_000 })

let programs: Programs
beforeAll(async () => {
  programs = await compilePrograms('crash-child')
})
afterAll(() => programs?.remove())

const oldText = 'old '.repeat(2000)
const newText = 'new '.repeat(3000)

/** Runs the write in a child that is killed at a step; answers whether the child came to the end. */
function writeUntil(dir: string, name: string, step: number, action: 'put' | 'delete'): boolean {
  const args = [programs.path('crash-child'), dir, name, newText, String(step), action]
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (child.stdout === 'done\n') return true
  expect(child).toMatchObject({ signal: 'SIGKILL', stderr: '' })
  return false
}

async function loadAll(dir: string) {
  const log = recordingLogger()
  const texts = await new FileStore({ dir, log, clock: new FakeClock() }).load()
  return { texts, complaints: log.lines }
}

/** Kills at each step in turn, from the first until the action comes to its end, and looks at what a new start finds. */
async function killEverywhere(
  name: string,
  before: string | undefined,
  action: 'put' | 'delete',
  check: (text: string | undefined, finished: boolean) => void,
): Promise<number> {
  for (let step = 0; ; step++) {
    const dir = await mkdtemp(join(tmpdir(), 'virtgate-crash-'))
    try {
      const clock = new FakeClock()
      const store = new FileStore({ dir, log: recordingLogger(), clock })
      await store.put('other', oldText)
      if (before !== undefined) await store.put(name, before)
      const finished = writeUntil(dir, name, step, action)
      const { texts, complaints } = await loadAll(dir)
      check(texts.get(name), finished)
      expect(texts.get('other')).toBe(oldText)
      expect(complaints).toEqual([])
      expect((await readdir(dir)).filter((file) => file.startsWith('.new-'))).toEqual([])
      if (finished) return step
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  }
}

test('killed at any step of a change, the old text or the new one is there, whole', async () => {
  const seen = new Set<string | undefined>()
  const steps = await killEverywhere('web', oldText, 'put', (text, finished) => {
    seen.add(text)
    expect([oldText, newText]).toContain(text)
    if (finished) expect(text).toBe(newText)
  })
  expect(steps).toBeGreaterThanOrEqual(8)
  expect(seen.size).toBe(2)
})

test('killed at any step of the first write of a long name, the whole text is there or nothing', async () => {
  const steps = await killEverywhere('x'.repeat(5000), undefined, 'put', (text, finished) => {
    expect([undefined, newText]).toContain(text)
    if (finished) expect(text).toBe(newText)
  })
  expect(steps).toBeGreaterThanOrEqual(14)
})

test('killed at any step of a removal, the whole text is there or nothing', async () => {
  const steps = await killEverywhere('x'.repeat(5000), oldText, 'delete', (text, finished) => {
    expect([undefined, oldText]).toContain(text)
    if (finished) expect(text).toBeUndefined()
  })
  expect(steps).toBeGreaterThanOrEqual(3)
})
