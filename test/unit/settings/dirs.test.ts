import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Dirs, ensureDirs } from '../../../src/core/settings/index.ts'

let root = ''
const own = process.getuid?.() ?? 0
const other = own + 12_345

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vg-dirs-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(root, { recursive: true, force: true })
})

function dirs(run: string): Dirs {
  return { run, state: run, cache: run, log: run }
}

test('directories that are missing are made, and a link of the own user to an own one is taken', async () => {
  await ensureDirs(dirs(join(root, 'a', 'b')))
  await symlink(join(root, 'a'), join(root, 'link'))
  await expect(ensureDirs(dirs(join(root, 'link')))).resolves.toBeUndefined()
})

// All files of the test belong to its user: for a daemon of another user they are a stranger's.
test.each(['directory', 'link'])('a %s that another user made is refused', async (what) => {
  await chmod(root, 0o755)
  const path = join(root, 'run')
  if (what === 'directory') await mkdir(path)
  else {
    await mkdir(join(root, 'theirs'))
    await symlink(join(root, 'theirs'), path)
  }
  vi.spyOn(process, 'getuid').mockReturnValue(other)
  await expect(ensureDirs(dirs(path))).rejects.toMatchObject({
    code: 'accessDenied',
    message: `the run directory ${path} belongs to user ${own}, not to user ${other} who runs the daemon`,
  })
})
