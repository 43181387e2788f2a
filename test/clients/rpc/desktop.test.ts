import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallGuest } from '../../drivers/qemu/gateway.ts'
import { emulatorVersion } from '../../drivers/qemu/needs.ts'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { type RpcDaemon, startVirtgate, uriOf } from './daemons.ts'
import { Client, isProgram, isSkipped, run } from './tools.ts'

const skipped = isSkipped('virt-manager and virt-viewer', {
  'virt-manager': isProgram('virt-manager'),
  'virt-viewer': isProgram('virt-viewer'),
  virsh: isProgram('virsh'),
  xvfb: isProgram('Xvfb'),
  xdotool: isProgram('xdotool'),
  'dbus-daemon': isProgram('dbus-run-session'),
})
const noQemu = emulatorVersion() === undefined

describe.skipIf(skipped)('on a desktop', () => {
  let folder: string
  let daemon: RpcDaemon
  const clients: Client[] = []
  let display: string
  /** The form of a URI that desktop programs take for one of this machine: it names a socket, but no transport. */
  let qemu: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-desktop-'))
    daemon = await startVirtgate(['test:///default', ...(noQemu ? [] : ['qemu:///system'])])
    qemu = `qemu:///system?socket=${join(daemon.sockets, 'libvirt-sock')}`
    const options = ['-displayfd', '1', '-screen', '0', '1024x768x24', '-nolisten', 'tcp']
    const screen = new Client('Xvfb', options, { folder, timeoutMs: 300_000 })
    clients.push(screen)
    const [number = ''] = await screen.until(/^\d+$/m)
    display = `:${number}`
    if (noQemu) return
    const disk = join(folder, 'boot.img')
    await writeBootDisk(disk)
    const devices = `<graphics type='vnc' autoport='yes'/><video><model type='vga'/></video>`
    await writeFile(join(folder, 'shown.xml'), smallGuest({ name: 'shown', disk, devices }))
    await virsh(qemu, 'create shown.xml')
  })
  afterAll(async () => {
    if (!noQemu) await virsh(qemu, 'destroy shown')
    for (const client of clients.reverse()) await client.stop('SIGKILL')
    await daemon?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const virsh = (uri: string, commands: string) => run('virsh', ['-c', uri, commands], { folder })

  /** Starts a program on the screen, with a message bus of its own. */
  function start(command: string, ...args: readonly string[]): Client {
    const env = { DISPLAY: display, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' }
    const client = new Client('dbus-run-session', ['--', command, ...args], { folder, env })
    clients.push(client)
    return client
  }

  /** Resolves when a window with such a title is there; throws when none comes. */
  async function untilWindow(title: string): Promise<void> {
    const args = ['search', '--sync', '--onlyvisible', '--name', title]
    const { code } = await run('xdotool', args, { folder, env: { DISPLAY: display }, timeoutMs: 30_000 })
    expect(code).toBe(0)
  }

  test('virt-manager shows guests and hears what happens to them', async () => {
    const uri = uriOf(daemon, 'test:///default')
    const manager = start('virt-manager', '--no-fork', '--debug', '-c', uri)
    await manager.until(/domain=test status=Running added/)
    await manager.until(/changed to state=Active/)
    await untilWindow('^Virtual Machine Manager$')
    await virsh(uri, 'suspend test; resume test')
    await manager.until(/domain=test state=VIR_DOMAIN_EVENT_SUSPENDED/)
    await manager.until(/domain=test state=VIR_DOMAIN_EVENT_RESUMED/)
    const { text } = await manager.stop()
    expect(text).not.toMatch(/Traceback/)
  })

  test.skipIf(noQemu)('virt-manager is handed the display of a guest', async () => {
    const manager = start(
      'virt-manager',
      '--no-fork',
      '--debug',
      '-c',
      qemu,
      '--show-domain-console',
      'shown',
    )
    await manager.until(/Viewer connected/)
    await untilWindow('^shown on QEMU')
    await manager.stop()
  })

  test.skipIf(noQemu)('virt-viewer shows a guest, with the display that the gateway hands it', async () => {
    const viewer = start('virt-viewer', '--debug', '--attach', '-c', qemu, 'shown')
    await viewer.until(/After open connection callback fd=\d/)
    await viewer.until(/desktop resize \d+x\d+/)
    await untilWindow('^shown')
    await viewer.stop()
  })
})
