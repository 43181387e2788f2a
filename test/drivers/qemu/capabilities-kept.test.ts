import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { openEmulators } from '../../../src/drivers/qemu/capabilities-cache.ts'
import { recordingLogger } from '../../unit/core/engine/fake-driver.ts'
import { describeQemu, emulator } from './needs.ts'

describeQemu('capabilities of an emulator', () => {
  let root: string
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'vgq-'))
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  test('are kept for the next daemon, which does not ask the emulator again', async () => {
    const log = recordingLogger()
    const dirs = { runDir: join(root, 'r'), cacheDir: join(root, 'c') }
    for (let daemon = 0; daemon < 2; daemon++) {
      const access = await openEmulators({ ...dirs, clock: systemClock, log })
      await access.emulators.get(emulator)
      await access.close()
    }
    expect(await readdir(join(root, 'c', 'capabilities'))).toHaveLength(1)
    expect(log.lines.filter(({ message }) => message.includes('is asked'))).toHaveLength(1)
  })
})
