import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadNative, type NativeSockets } from '../../../../src/rpc/native/descriptors.ts'
import { newDir, Served } from './served.ts'

const load = loadNative()
const skip = 'reason' in load || spawnSync('virsh', ['--version']).status !== 0
if (skip)
  process.emitWarning('sockets that are handed over are not tested: virsh or the native part is absent')

let dir: string
let native: NativeSockets
let served: Served | undefined

beforeEach(async () => {
  if ('sockets' in load) native = load.sockets
  dir = await newDir()
})
afterEach(async () => {
  await served?.stop()
  served = undefined
})

/** A socket that listens already, as a number without an owner in this process. */
async function listening(at: string | number): Promise<{ fd: number; port: number }> {
  const server = createServer()
  const path = typeof at === 'string' ? `${at}.made` : undefined
  server.listen(path ?? { port: at, host: '127.0.0.1' })
  await once(server, 'listening')
  const { _handle: handle } = server as unknown as { _handle: { fd: number } } // what Node keeps of a listener
  const fd = native.duplicate(handle.fd)
  const address = server.address()
  // Node takes the path away when it closes; under its new name the socket stays.
  if (path !== undefined) renameSync(path, String(at))
  await new Promise((resolve) => server.close(resolve))
  return { fd, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

describe('sockets that were made by somebody else', { skip }, () => {
  test('lead each to what it is for', async () => {
    const paths = { rw: join(dir, 'a'), ro: join(dir, 'b'), admin: join(dir, 'c') }
    const [rw, ro, admin] = await Promise.all([paths.rw, paths.ro, paths.admin].map(listening))
    if (!rw || !ro || !admin) throw new Error('a socket is missing')
    const activated = { rw: [rw.fd], ro: [ro.fd], admin: [admin.fd], tcp: [], tls: [] }
    served = await Served.start([], { dir, activated })
    const virsh = (path: string, ...words: string[]) =>
      served?.run('virsh', ['-c', `test+unix:///default?socket=${path}`, ...words])
    expect(await virsh(paths.rw, 'suspend', 'test')).toMatchObject({ code: 0 })
    expect(await virsh(paths.ro, 'resume', 'test')).toMatchObject({
      code: 1,
      err: expect.stringContaining('read only access prevents virDomainResume'),
    })
    const listed = await served.run('virt-admin', [
      '-c',
      `libvirtd:///system?socket=${paths.admin}`,
      'server-list',
    ])
    expect(listed.out).toContain('libvirtd')
  })

  test('are not made again under their usual names', async () => {
    const { fd } = await listening(join(dir, 'a'))
    served = await Served.start([], { dir, activated: { rw: [fd], ro: [], admin: [], tcp: [], tls: [] } })
    expect(served.endpoints).not.toContain(served.socket('libvirt-sock'))
    expect(served.endpoints).toContain(served.socket('libvirt-admin-sock'))
  })

  test('may be ports, for which the settings say how clients are known', async () => {
    const { fd, port } = await listening(0)
    const activated = { rw: [], ro: [], admin: [], tcp: [fd], tls: [] }
    served = await Served.start(['rpc.tcp_auth=none'], { dir, activated })
    const done = await served.run('virsh', ['-c', `test+tcp://127.0.0.1:${port}/default`, 'list', '--name'])
    expect(done).toEqual({ code: 0, out: 'test\n\n', err: '' })
  })
})
