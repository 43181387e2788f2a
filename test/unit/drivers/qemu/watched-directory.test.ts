import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WatchedDirectory } from '../../../../src/drivers/qemu/host/watched-directory.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vgw-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('a watched directory wakes all who wait when something appears in it', async () => {
  const directory = new WatchedDirectory(root)
  const waits = [directory.changed(), directory.changed()]
  await writeFile(join(root, 'x'), '')
  await Promise.all(waits)
  directory.close()
})

test('a directory that is not there is no error', () => {
  const directory = new WatchedDirectory(join(root, 'none'))
  expect(directory.changed()).toBeInstanceOf(Promise)
  directory.close()
})
