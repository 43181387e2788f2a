import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emulatorVersion } from '../../drivers/qemu/needs.ts'
import { sectorUp, writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { noLibvirtd, startLibvirtd, startVirtgate, uriOf } from './daemons.ts'
import { here, isProgram, isSkipped, type Outcome, run } from './tools.ts'

const skipped = isSkipped('virt-install', {
  virtinst: isProgram('virt-install'),
  virsh: isProgram('virsh'),
})
const noQemu = emulatorVersion() === undefined

describe.skipIf(skipped)('virt-install', () => {
  let folder: string
  let daemon: Awaited<ReturnType<typeof startVirtgate>>
  let node: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-install-'))
    node = join(folder, 'node.xml')
    await copyFile(join(here, 'node.xml'), node)
    daemon = await startVirtgate([`test://${node}?strict=1`, ...(noQemu ? [] : ['qemu:///system'])])
  })
  afterAll(async () => {
    await daemon?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** Installs a guest without asking anything and without waiting for its end. */
  function install(uri: string, ...more: readonly string[]): Promise<Outcome> {
    const always = ['--memory', '64', '--vcpus', '1', '--osinfo', 'detect=off,require=off', '--noautoconsole']
    return run('virt-install', ['--connect', uri, ...always, ...more], { folder })
  }

  async function virsh(uri: string, commands: string): Promise<string> {
    const { text } = await run('virsh', ['-q', '-c', uri, commands], { folder })
    return text.trim()
  }

  /** A guest with a new volume and a network, and the document that virt-install made of it. */
  async function installed(uri: string): Promise<string> {
    const devices = ['--disk', 'size=1,pool=images', '--network', 'network=lan,mac=52:54:00:00:00:07']
    const start = ['--pxe', '--virt-type', 'test', '--graphics', 'none']
    const { code, text } = await install(uri, '--name', 'made', ...devices, ...start)
    expect({ code, text }).toMatchObject({ code: 0 })
    expect(await virsh(uri, 'domstate made')).toBe('running')
    return virsh(uri, 'domblklist made; domiflist made; vol-list images')
  }

  test('makes a volume and starts a guest from it', async () => {
    const uri = uriOf(daemon, `test://${node}`)
    expect(await installed(uri)).toContain('/images/made.qcow2')
    expect(await virsh(uri, 'vol-dumpxml made.qcow2 images')).toContain('<capacity unit=')
  })

  test.skipIf(noLibvirtd)('says the same to libvirtd', async () => {
    const libvirtd = await startLibvirtd(join(folder, 'libvirtd'))
    try {
      // Each connection of libvirtd to a node file has a node of its own, which is gone at its end.
      const both = await Promise.all(
        [libvirtd, daemon].map((one) =>
          install(
            uriOf(one, `test://${node}`),
            ...['--name', 'printed', '--disk', 'none', '--network', 'network=lan,mac=52:54:00:00:00:08'],
            ...[
              '--uuid',
              '0a0b0c0d-0001-4000-8000-0000000000aa',
              '--pxe',
              '--print-xml',
              '--virt-type',
              'test',
            ],
          ),
        ),
      )
      expect(both[1]).toEqual(both[0])
      expect(both[0]?.code).toBe(0)
    } finally {
      await libvirtd.stop()
    }
  })

  test.skipIf(noQemu)('brings a real guest up', async () => {
    const uri = uriOf(daemon, 'qemu:///system')
    const disk = join(folder, 'boot.img')
    await writeBootDisk(disk)
    const devices = ['--disk', `source.file=${disk},driver.type=raw,target.bus=ide`, '--network', 'none']
    const start = ['--import', '--virt-type', 'qemu', '--graphics', 'none', '--name', 'real']
    const { code, text } = await install(uri, ...devices, ...start)
    try {
      expect({ code, text }).toMatchObject({ code: 0 })
      expect(await virsh(uri, 'domstate real')).toBe('running')
      await guestIsUp()
    } finally {
      await virsh(uri, 'destroy real; undefine real')
    }
  })

  /** Waits for what the guest writes when it is up. */
  async function guestIsUp(): Promise<void> {
    const late = AbortSignal.timeout(30_000)
    for (;;) {
      const { out } = await daemon.place.cli('console-log', 'real')
      if (out.includes(sectorUp)) return
      late.throwIfAborted()
    }
  }
})
