import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ObjectRef } from '../../../src/core/contracts.ts'
import type { ByteStream } from '../../../src/core/lib/byte-stream.ts'
import { sectorUp, writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import { QemuHost, smallGuest } from './gateway.ts'
import { describeQemu } from './needs.ts'

/** Reads a stream until a text came; answers all that came. */
async function readUntil(stream: ByteStream, wanted: string): Promise<string> {
  let text = ''
  for await (const piece of stream.incoming) {
    text += Buffer.from(piece as Uint8Array).toString('latin1')
    if (text.includes(wanted)) return text
  }
  throw new Error(`the stream ended; '${text}' came`)
}

async function readToEnd(stream: ByteStream): Promise<void> {
  for await (const _ of stream.incoming) {
    // what comes does not matter, that it ends does
  }
}

describeQemu('ways into a running guest', () => {
  let host: QemuHost
  let ref: ObjectRef<'domain'>

  beforeAll(async () => {
    host = await QemuHost.open()
    const disk = join(host.root, 'boot.img')
    await writeBootDisk(disk)
    const xml = smallGuest({
      name: 'open',
      disk,
      serial: `<serial type='pty'/>`,
      devices: `<graphics type='vnc'><listen type='socket' socket='${join(host.root, 'vnc.sock')}'/></graphics>
        <channel type='unix'><target type='virtio' name='org.example.0'/></channel>
        <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>`,
    })
    ref = await host.define(xml)
    await host.invoke('domain.start', ref, {})
    await host.until(async () => (await host.console(ref)).includes(sectorUp))
  })
  afterAll(() => host?.close())

  test('a console gives what the guest writes and takes what it reads; the log of it goes on', async () => {
    const stream = await host.invoke('domain.openConsole', ref, {})
    const before = (await host.console(ref)).split(sectorUp).length
    // The emulator sees only after a while that somebody has opened its terminal.
    await readUntil(stream, 'T')
    await stream.write(Buffer.from('r'))
    await readUntil(stream, sectorUp)
    await stream.finish()
    expect((await host.console(ref)).split(sectorUp).length).toBe(before + 1)
  })

  test('a console has one holder, from whom it can be taken', async () => {
    const first = await host.invoke('domain.openConsole', ref, { safe: true })
    await expect(host.invoke('domain.openConsole', ref, {})).rejects.toMatchObject({
      code: 'operationFailed',
      message: 'Active console session exists for this domain',
    })
    const second = await host.invoke('domain.openConsole', ref, { force: true })
    await expect(readToEnd(first)).rejects.toMatchObject({ code: 'operationAborted' })
    await readUntil(second, 'T')
    await second.abort(new Error('enough'))
    const third = await host.invoke('domain.openConsole', ref, {})
    await third.finish()
  })

  test('a channel is opened by its name, except the one of the agent', async () => {
    const stream = await host.invoke('domain.openChannel', ref, { channel: 'org.example.0' })
    await expect(host.invoke('domain.openChannel', ref, {})).rejects.toMatchObject({
      code: 'operationFailed',
      message: 'Active channel stream exists for this domain',
    })
    await stream.finish()
    for (const channel of ['org.qemu.guest_agent.0', 'none']) {
      await expect(host.invoke('domain.openChannel', ref, { channel })).rejects.toMatchObject({
        code: channel === 'none' ? 'deviceMissing' : 'operationFailed',
      })
    }
  })

  test('a display says where it can be reached on this host', async () => {
    const place = await host.invoke('domain.openGraphics', ref, {})
    expect(place).toEqual({ type: 'vnc', path: join(host.root, 'vnc.sock') })
    const socket = connect(place.path ?? '')
    const [greeting] = await once(socket, 'data')
    expect(String(greeting)).toMatch(/^RFB 003/)
    socket.destroy()
    await expect(host.invoke('domain.openGraphics', ref, { index: 1 })).rejects.toMatchObject({
      code: 'invalidArg',
    })
  })

  test('what is open ends with the guest', async () => {
    const console_ = await host.invoke('domain.openConsole', ref, {})
    const channel = await host.invoke('domain.openChannel', ref, {})
    const ends = Promise.all([readToEnd(console_), readToEnd(channel)])
    await host.invoke('domain.destroy', ref, {})
    await ends
    await expect(host.invoke('domain.openConsole', ref, {})).rejects.toMatchObject({
      code: 'operationInvalid',
    })
  })
})
