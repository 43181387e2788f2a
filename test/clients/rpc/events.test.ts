import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noLibvirtd, type RpcDaemon, startLibvirtd, startVirtgate, uriOf } from './daemons.ts'
import { Client, here, isProgram, isSkipped, run } from './tools.ts'

const skipped = isSkipped('virsh event', {
  virsh: isProgram('virsh'),
  ...(noLibvirtd && { [noLibvirtd]: false }),
})

/** What one virsh does while another one listens. */
const work = [
  'suspend test',
  'resume test',
  'desc test hello',
  'metadata test http://example.org/a --key k --set <x/>',
  'managedsave test',
  'start test',
  'reboot test',
  'shutdown test',
  'start test',
  'destroy test',
  'start test',
  'snapshot-create-as test s1',
  'snapshot-revert test s1',
  'create transient.xml',
  'define transient.xml',
  'undefine fleeting',
  'destroy fleeting',
  'autostart test',
]

/** What it hears with libvirtd, in this order. */
const heard = [
  "event 'lifecycle' for domain 'test': Suspended Paused",
  "event 'lifecycle' for domain 'test': Resumed Unpaused",
  "event 'metadata-change' for domain 'test': type description, uri <null>",
  "event 'metadata-change' for domain 'test': type element, uri http://example.org/a",
  "event 'lifecycle' for domain 'test': Stopped Saved",
  "event 'lifecycle' for domain 'test': Started Booted",
  "event 'lifecycle' for domain 'test': Stopped Shutdown",
  "event 'lifecycle' for domain 'test': Started Booted",
  "event 'lifecycle' for domain 'test': Stopped Destroyed",
  "event 'lifecycle' for domain 'test': Started Booted",
  "event 'lifecycle' for domain 'test': Stopped Snapshot",
  "event 'lifecycle' for domain 'test': Started Snapshot",
  "event 'lifecycle' for domain 'fleeting': Started Booted",
  "event 'lifecycle' for domain 'fleeting': Defined Added",
  "event 'lifecycle' for domain 'fleeting': Undefined Removed",
  "event 'lifecycle' for domain 'fleeting': Stopped Destroyed",
]

describe.skipIf(skipped)('virsh event', () => {
  let folder: string
  const daemons: RpcDaemon[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-events-'))
    await cp(join(here, 'virsh/files'), folder, { recursive: true })
    daemons.push(await startVirtgate(['test:///default']), await startLibvirtd(join(folder, 'libvirtd')))
  })
  afterAll(async () => {
    for (const daemon of daemons) await daemon.stop()
    await rm(folder, { recursive: true, force: true })
  })

  function daemonOf(name: string): RpcDaemon {
    const found = daemons.find((daemon) => daemon.name === name)
    if (!found) throw new Error(`${name} does not run`)
    return found
  }

  /** A virsh that listens; once it hears of a pause of its guest, it hears all. */
  async function listener(daemon: RpcDaemon, command: string): Promise<Client> {
    const uri = uriOf(daemon, 'test:///default')
    const client = new Client('virsh', ['-c', uri, command], { folder })
    const isListening = client.until(/^event /m).then(() => true)
    let isReady = false
    while (!isReady) {
      const { text } = await run('virsh', ['-c', uri, 'suspend test; resume test'], { folder })
      expect(text).toContain('resumed')
      isReady = await Promise.race([isListening, Promise.resolve(false)])
    }
    return client
  }

  test.each(['virtgate', 'libvirtd'])('--all --loop hears what happens, with %s', async (name) => {
    const daemon = daemonOf(name)
    const uri = uriOf(daemon, 'test:///default')
    const client = await listener(daemon, 'event --all --loop')
    // What was heard while nobody knew whether it listens ends here.
    await run('virsh', ['-c', uri, 'desc test --title --new-desc begin'], { folder })
    await client.until(/type title/)
    await run('virsh', ['-c', uri, work.join(';')], { folder })
    await client.until(/'fleeting': Stopped/)
    const { text } = await client.stop('SIGINT')
    const [, after = ''] = text.split(/.*type title.*\n/)
    expect(after.split('\n').filter((line) => line.startsWith('event '))).toEqual([
      ...heard,
      'event loop interrupted',
    ])
  })
})
