import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RpcDaemon, startVirtgate, uriOf } from './daemons.ts'
import { here, isProgram, isSkipped, run } from './tools.ts'

const mib = 1024 * 1024
const skipped = isSkipped('volumes of virsh', { virsh: isProgram('virsh') })

describe.skipIf(skipped)('virsh moves contents of volumes', () => {
  let folder: string
  let daemon: RpcDaemon
  let uri: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-volumes-'))
    await copyFile(join(here, 'node.xml'), join(folder, 'node.xml'))
    daemon = await startVirtgate([`test://${folder}/node.xml`])
    uri = uriOf(daemon, `test://${folder}/node.xml`)
    await virsh('vol-create-as images data 4M --allocation 0')
  })
  afterAll(async () => {
    await daemon?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** Runs commands; answers with what they printed. */
  async function virsh(commands: string): Promise<string> {
    const { text } = await run('virsh', ['-q', '-c', uri, commands], { folder })
    return text.trim()
  }

  const file = (name: string) => readFile(join(folder, name))

  test('up, down, and a part of them', async () => {
    const content = randomBytes(3 * mib + 17)
    await writeFile(join(folder, 'up.bin'), content)
    expect(await virsh('vol-upload data up.bin images; vol-download data down.bin images')).toBe('')
    expect((await file('down.bin')).subarray(0, content.length).equals(content)).toBe(true)
    expect(await virsh('vol-download data part.bin images --offset 1000 --length 300000')).toBe('')
    expect((await file('part.bin')).equals(content.subarray(1000, 301_000))).toBe(true)
  })

  test('with holes that stay holes', async () => {
    await writeFile(join(folder, 'sparse.bin'), 'begin')
    await truncate(join(folder, 'sparse.bin'), 4 * mib)
    expect(await virsh('vol-upload data sparse.bin images --sparse')).toBe('')
    expect(await virsh('vol-download data sparse-down.bin images --sparse')).toBe('')
    expect((await file('sparse-down.bin')).equals(await file('sparse.bin'))).toBe(true)
    const { blocks } = await stat(join(folder, 'sparse-down.bin'))
    expect(blocks * 512).toBeLessThan(mib)
  })

  test('but not past the end of a volume, which stays as it was', async () => {
    await writeFile(join(folder, 'first.bin'), Buffer.alloc(4 * mib, 1))
    await writeFile(join(folder, 'long.bin'), Buffer.alloc(5 * mib, 2))
    expect(await virsh('vol-upload data first.bin images')).toBe('')
    expect(await virsh('vol-upload data long.bin images')).toMatch(
      /^error: cannot (send data to|close) volume data\n.*No space left on device/,
    )
    await virsh('vol-download data kept.bin images')
    expect((await file('kept.bin')).equals(await file('first.bin'))).toBe(true)
  })
})
