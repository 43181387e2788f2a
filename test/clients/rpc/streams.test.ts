import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallGuest } from '../../drivers/qemu/gateway.ts'
import { emulatorVersion } from '../../drivers/qemu/needs.ts'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { startVirtgate, uriOf } from './daemons.ts'
import { Client, here, isProgram, isSkipped, run, works } from './tools.ts'

const python = '/usr/bin/python3'
const noQemu = emulatorVersion() === undefined
const skipped = isSkipped('streams and events', {
  virsh: isProgram('virsh'),
  'python3-libvirt': works(python, '-c', 'import libvirt'),
})

describe.skipIf(skipped)('streams, descriptors and events with real clients', () => {
  let folder: string
  let daemon: Awaited<ReturnType<typeof startVirtgate>>
  const connections = ['test:///default', ...(noQemu ? [] : ['qemu:///system'])]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-streams-'))
    daemon = await startVirtgate(connections)
    if (noQemu) return
    const disk = join(folder, 'boot.img')
    await writeBootDisk(disk)
    const display = `<graphics type='vnc'><listen type='socket' socket='${join(folder, 'vnc')}'/></graphics>`
    const devices = `${display}<video><model type='vga'/></video>`
    const xml = smallGuest({ name: 'seen', disk, serial: `<serial type='pty'/>`, devices })
    await writeFile(join(folder, 'seen.xml'), xml)
    await virsh('qemu:///system', `create ${join(folder, 'seen.xml')}`)
  })
  afterAll(async () => {
    if (!noQemu) await virsh('qemu:///system', 'destroy seen')
    await daemon?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const uri = (name: string) => uriOf(daemon, name)

  async function virsh(name: string, commands: string): Promise<string> {
    const { text } = await run('virsh', ['-q', '-c', uri(name), commands], { folder })
    return text
  }

  async function terminal(steps: readonly string[], command: readonly string[]): Promise<string> {
    const program = join(here, 'programs/terminal.py')
    const { code, text } = await run(python, [program, ...steps, '--', ...command], { folder })
    expect({ code, text }).toMatchObject({ code: 0 })
    return text
  }

  test('virsh console talks to a guest on a terminal, until its user leaves', async () => {
    const steps = ['Escape character', 'hello', 'hello', '\\x1d']
    const text = await terminal(steps, ['virsh', '-c', uri('test:///default'), 'console', 'test'])
    expect(text).toContain("Connected to domain 'test'")
  })

  test.skipIf(noQemu)('virsh console types to the serial port of a real guest', async () => {
    const steps = ['Escape character', 'r', 'SECTOR UP', '\\x1d']
    await terminal(steps, ['virsh', '-c', uri('qemu:///system'), 'console', 'seen'])
  })

  test('virsh screenshot writes a picture', async () => {
    const file = join(folder, 'screen.png')
    await virsh('test:///default', `screenshot test ${file}`)
    expect((await readFile(file)).subarray(1, 4).toString()).toBe('PNG')
  })

  test('the Python binding opens consoles and takes pictures; a display is missing by its code', async () => {
    const { text } = await run(python, [join(here, 'programs/streams.py'), uri('test:///default'), 'test'], {
      folder,
    })
    expect(text.trim().split('\n')).toEqual([
      'console again error 9',
      'console True',
      'console taken error 78',
      'screenshot image/png PNG',
      'graphics error 3',
      'graphics of ours error 3',
      'no such display error 3',
    ])
  })

  test.skipIf(noQemu)('the Python binding is handed the display of a real guest', async () => {
    const { text } = await run(python, [join(here, 'programs/streams.py'), uri('qemu:///system'), 'seen'], {
      folder,
    })
    expect(text.trim().split('\n')).toEqual([
      'console again error 9',
      'console True',
      'console taken error 78',
      'screenshot image/png PNG',
      'graphics RFB 003',
      'graphics of ours RFB 003',
      'no such display error 8',
    ])
  })

  /** Starts a virsh that listens, does things until it hears of them, and answers what it heard. */
  async function hear(name: string, command: string, work: string, wanted: RegExp): Promise<string> {
    const client = new Client('virsh', ['-c', uri(name), command], { folder })
    const heard = client.until(wanted).then(() => true)
    while (!(await Promise.race([heard, Promise.resolve(false)]))) await virsh(name, work)
    return (await client.stop('SIGINT')).text
  }

  const objects = [
    [
      'net-event --event lifecycle --loop',
      'net-destroy default; net-start default',
      /network default: Started/,
    ],
    [
      'pool-event --event lifecycle --loop',
      'pool-destroy default-pool; pool-start default-pool',
      /pool default-pool: Started/,
    ],
    ['pool-event --event refresh --loop', 'pool-refresh default-pool', /'refresh' .*default-pool/],
  ] as const
  for (const [command, work, wanted] of objects) {
    test(`virsh ${command} hears what happens`, async () => {
      expect(await hear('test:///default', command, work, wanted)).toMatch(wanted)
    })
  }

  test('virsh secret-event and nodedev-event hear what happens', async () => {
    const secret = join(folder, 'secret.xml')
    const uuid = '9a5de629-14df-45d0-8c7b-483aef1a6839'
    await writeFile(
      secret,
      `<secret ephemeral='no' private='no'><uuid>${uuid}</uuid><usage type='ceph'><name>n</name></usage></secret>`,
    )
    const work = `secret-define ${secret}; secret-set-value ${uuid} --base64 eA==; secret-undefine ${uuid}`
    for (const [event, wanted] of [
      ['lifecycle', /Undefined/],
      ['value-changed', /value-changed/],
    ] as const) {
      await hear('test:///default', `secret-event --event ${event} --loop`, work, wanted)
    }
    const device = join(folder, 'device.xml')
    await writeFile(
      device,
      `<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'><wwnn>2000000000000001</wwnn><wwpn>2000000000000002</wwpn></capability></capability></device>`,
    )
    const create = `nodedev-create ${device}; nodedev-destroy scsi_host12`
    await hear('test:///default', 'nodedev-event --event lifecycle --loop', create, /Created/)
  })

  test.skipIf(noQemu)(
    'virsh qemu-monitor-event hears what the emulator says, and only what it asks for',
    async () => {
      const command = 'qemu-monitor-event --event ^st --regex --no-case --loop'
      const text = await hear('qemu:///system', command, 'suspend seen; resume seen', /event STOP/)
      expect(text).not.toContain('RESUME')
    },
  )
})
