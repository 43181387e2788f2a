import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLogger } from '../../../src/core/log/logger.ts'
import { createQemuDriver } from '../../../src/drivers/qemu/driver.ts'
import { sharedCache } from './gateway.ts'
import { describeQemu } from './needs.ts'

describeQemu('the probe of a host', () => {
  let runDir: string
  beforeAll(async () => {
    runDir = await mkdtemp(join(tmpdir(), 'vgq-'))
  })
  afterAll(() => rm(runDir, { recursive: true, force: true }))

  test('tells the emulator, its version and whether KVM works, and which URI to open', async () => {
    const { signal } = new AbortController()
    const found = await createQemuDriver().probe?.({
      cacheDir: sharedCache,
      runDir,
      log: silentLogger,
      signal,
    })
    expect(found).toMatchObject({ usable: true })
    expect(found?.uri).toMatch(/^qemu:\/\/\/(system|session)$/)
    expect(found?.found.join('\n')).toMatch(
      /qemu-system-x86_64: QEMU \d+\.\d+\.\d+, (KVM works|without KVM \(.+\))/,
    )
  })
})
