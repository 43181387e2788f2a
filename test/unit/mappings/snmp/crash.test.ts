import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import { indexFiles } from '../../../../src/mappings/snmp/index-files.ts'
import { IndexStore } from '../../../../src/mappings/snmp/index-store.ts'
import { recordingLogger } from '../../core/engine/fake-driver.ts'
import { compilePrograms, type Programs } from '../../core/store/compile.ts'
import { guestsAdded, guestsBefore } from './crash-steps.ts'

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const program = '../../mappings/snmp/crash-child'
let programs: Programs
beforeAll(async () => {
  programs = await compilePrograms(program)
})
afterAll(() => programs?.remove())

async function writeBefore(folder: string): Promise<void> {
  const store = await IndexStore.open({
    storage: indexFiles(folder),
    clock: new FakeClock(),
    log: silentLogger,
  })
  for (const key of guestsBefore) store.space('domain').claim(key)
  await store.close()
}

/** Lets a process change the indexes and die at a step; answers whether it came to the end before. */
function changeUntil(folder: string, step: number): boolean {
  const args = [programs.path(program), folder, String(step)]
  const child = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (child.stdout === 'done\n') return true
  expect(child).toMatchObject({ signal: 'SIGKILL', stderr: '' })
  return false
}

/** Looks at what a new start finds; answers how many of the added guests have an index. */
async function checkAfter(folder: string, finished: boolean): Promise<number> {
  const log = recordingLogger()
  const store = await IndexStore.open({ storage: indexFiles(folder), clock: new FakeClock(), log })
  expect(log.lines).toEqual([])
  const guests = store.space('domain')
  expect(guestsBefore.map((key) => guests.find(key)?.index)).toEqual(guestsBefore.map((_, n) => n + 1))
  const added = guestsAdded.flatMap((key, n) => {
    const index = guests.find(key)?.index
    return index === undefined ? [] : [[index, guestsBefore.length + n + 1]]
  })
  for (const [index, expected] of added) expect(index).toBe(expected)
  if (finished) expect(store.space('network').find('two/net')?.index).toBe(1)
  expect((await readdir(folder)).filter((file) => !/^[a-z]+\.\d+\.idx$/.test(file))).toEqual([])
  return added.length
}

test('killed at any step of writing indexes, no index that was written is lost or changed', async () => {
  const found = new Set<number>()
  for (let step = 0; ; step++) {
    const folder = await mkdtemp(join(tmpdir(), 'virtgate-idx-crash-'))
    try {
      await writeBefore(folder)
      const finished = changeUntil(folder, step)
      found.add(await checkAfter(folder, finished))
      if (!finished) continue
      expect(step).toBeGreaterThanOrEqual(24)
      break
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  // Nothing of it, that in the shard of the last ones before, and all.
  expect([...found].sort((a, b) => a - b)).toEqual([0, 323, 500])
})
