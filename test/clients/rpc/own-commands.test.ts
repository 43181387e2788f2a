import { copyFile, cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallGuest } from '../../drivers/qemu/gateway.ts'
import { emulatorVersion } from '../../drivers/qemu/needs.ts'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { type RpcDaemon, startVirtgate, uriOf } from './daemons.ts'
import { here, isProgram, isSkipped, run } from './tools.ts'
import { blocksOf } from './virsh/transcript.ts'

const skipped = isSkipped('virsh with our drivers', { virsh: isProgram('virsh') })
const noQemu = emulatorVersion() === undefined

describe.skipIf(skipped)('virsh, where libvirtd has nothing to compare with', () => {
  let folder: string
  let daemon: RpcDaemon
  let node: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-own-'))
    node = join(folder, 'node.xml')
    await cp(join(here, 'virsh/files'), folder, { recursive: true })
    await copyFile(join(here, 'node.xml'), node)
    await writeBootDisk(join(folder, 'boot.img'))
    await writeFile(join(folder, 'more.img'), '')
    await truncate(join(folder, 'more.img'), 1024 * 1024)
    const devices = `<console type='pty'/><graphics type='vnc' autoport='yes'/><video><model type='vga'/></video>`
    const guest = { name: 'sector', disk: join(folder, 'boot.img'), serial: `<serial type='pty'/>`, devices }
    await writeFile(join(folder, 'qemu.xml'), smallGuest(guest))
    daemon = await startVirtgate([`test://${node}`, ...(noQemu ? [] : ['qemu:///system'])])
  })
  afterAll(async () => {
    if (!noQemu) await session('qemu:///system', 'destroy sector\nundefine sector --managed-save\n')
    await daemon?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function session(name: string, input: string): Promise<string> {
    const { text } = await run('virsh', ['-c', uriOf(daemon, name)], { folder, input })
    return text
  }

  /** Commands of a file that failed, with what they said. */
  async function failures(name: string, file: string): Promise<string[]> {
    const input = (await readFile(join(here, 'virsh/own', file), 'utf8')).replaceAll('HERE', folder)
    const blocks = blocksOf(await session(name, input), { [folder]: 'HERE' })
    expect(blocks.length).toBe(input.trim().split('\n').length)
    return blocks.flatMap(({ command, lines }) =>
      lines.some((line) => line.startsWith('error:')) ? [`${command}: ${lines.join(' ')}`] : [],
    )
  }

  test('all that the test hypervisor does beyond libvirt’s works', async () => {
    expect(await failures(`test://${node}`, 'test-driver.txt')).toEqual([])
  })

  test.skipIf(noQemu)('all commands work with a real guest', async () => {
    expect(await failures('qemu:///system', 'qemu.txt')).toEqual([])
  })
})
