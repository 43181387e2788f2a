import { chmod, lstat, mkdtemp, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AccessRule } from '../../../../src/core/access/rules.ts'
import { createGateway, type Gateway } from '../../../../src/core/engine/gateway.ts'
import { systemClock } from '../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import { checkSettings } from '../../../../src/core/settings/load.ts'
import { readSource } from '../../../../src/core/settings/source.ts'
import { createDriverRegistry } from '../../../../src/drivers/registry.ts'
import { type RpcSurface, startRpc } from '../../../../src/rpc/index.ts'
import { RawClient } from './support.ts'

let dir: string
let gateway: Gateway
const running: Array<() => Promise<unknown>> = []

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vg-rpc-'))
  const dirs = { state: join(dir, 's'), run: join(dir, 'r'), cache: join(dir, 'c'), log: join(dir, 'l') }
  gateway = createGateway({ clock: systemClock, log: silentLogger, dirs, drivers: createDriverRegistry() })
  await gateway.connections.open('one', 'test:///default')
})

afterEach(async () => {
  for (const end of running.splice(0).reverse()) await end()
  await gateway.close()
  await rm(dir, { recursive: true, force: true })
})

/** Starts the surface with settings of the group rpc; its sockets are in `dir`/v. */
async function start(settings = ''): Promise<RpcSurface> {
  const dirs = { state: join(dir, 's'), run: join(dir, 'r'), cache: join(dir, 'c'), log: join(dir, 'l') }
  const text = `rpc: { socket_dir: ${join(dir, 'v')}${settings && `, ${settings}`} }`
  const surface = await startRpc({
    reader: gateway.inventory,
    operations: gateway.operations,
    settings: checkSettings(readSource(text, 'settings'), [], dirs).rpc,
    dirs,
    log: silentLogger,
    clock: systemClock,
    hostname: 'here',
    activated: { rw: [], ro: [], admin: [], tcp: [], tls: [] },
    daemon: { logRules: { level: 'info', modules: {} }, setLogRules: () => {}, stop: () => {} },
  })
  running.push(() => surface.close(AbortSignal.abort()))
  return surface
}

async function client(name = 'libvirt-sock', flags = 0): Promise<RawClient> {
  const client = await RawClient.connect(join(dir, 'v', name))
  running.push(async () => client.socket.destroy())
  await client.call('CONNECT_OPEN', { name: 'test:///default', flags })
  return client
}

const lookup = { name: 'test' }
const refused = (api: string) => ({
  code: 'operationDenied',
  message: `operation forbidden: read only access prevents ${api}`,
})

describe('the sockets', () => {
  test('are those that clients look for, with permissions of their kind', async () => {
    const { endpoints } = await start()
    const modes = await Promise.all(endpoints.map(async (path) => [path, (await stat(path)).mode & 0o777]))
    const at = (name: string) => join(dir, 'v', name)
    expect(modes).toEqual([
      [at('libvirt-sock'), 0o700],
      [at('libvirt-sock-ro'), 0o777],
      [at('libvirt-admin-sock'), 0o700],
    ])
    expect(await readlink(at('virtstoraged-sock'))).toBe('libvirt-sock')
    expect(await readlink(at('virtnetworkd-sock-ro'))).toBe('libvirt-sock-ro')
    expect(await readlink(at('virtsecretd-admin-sock'))).toBe('libvirt-admin-sock')
  })

  test('are open to a group, closed to readers, or elsewhere, as the settings say', async () => {
    const gid = process.getgid?.() ?? 0
    const { endpoints } = await start(`socket_group: "${gid}", readonly_mode: off`)
    expect(endpoints.map((path) => path.slice(dir.length))).toEqual([
      '/v/libvirt-sock',
      '/v/libvirt-admin-sock',
    ])
    expect((await stat(join(dir, 'v', 'libvirt-sock'))).mode & 0o777).toBe(0o770)
  })

  test('are gone when the surface ends', async () => {
    const surface = await start()
    await surface.close(AbortSignal.abort())
    for (const name of ['libvirt-sock', 'libvirt-sock-ro', 'virtnetworkd-sock']) {
      await expect(lstat(join(dir, 'v', name))).rejects.toThrow('ENOENT')
    }
  })

  test('of a daemon that has ended are replaced', async () => {
    const first = await start()
    await first.close(AbortSignal.abort())
    await symlink('nowhere', join(dir, 'v', 'libvirt-sock'))
    await start()
    await client()
  })

  test('of a daemon that lives are refused', async () => {
    await start()
    await expect(start()).rejects.toThrow(
      `another daemon answers on ${join(dir, 'v', 'libvirt-sock')}; stop it`,
    )
    await client()
  })

  test('do not take the place of a file', async () => {
    const surface = await start()
    await surface.close(AbortSignal.abort())
    await writeFile(join(dir, 'v', 'libvirt-sock'), '')
    await expect(start()).rejects.toThrow('is there and is no socket')
  })

  test('are not made where others may rename files, unless these may rename their own only', async () => {
    const surface = await start()
    await surface.close(AbortSignal.abort())
    await chmod(join(dir, 'v'), 0o777)
    await expect(start()).rejects.toThrow('is not safe: others may rename files in it')
    await chmod(join(dir, 'v'), 0o1777)
    await start()
  })

  test('of the daemons of single drivers are refused when these live', async () => {
    const surface = await start()
    await surface.close(AbortSignal.abort())
    const other: Server = createServer()
    await new Promise<void>((resolve) => other.listen(join(dir, 'v', 'virtnetworkd-sock'), resolve))
    running.push(() => new Promise((resolve) => other.close(resolve)))
    await expect(start()).rejects.toThrow('another daemon answers on')
  })
})

describe('a connection that only reads', () => {
  test('comes through the socket for that', async () => {
    await start()
    const reader = await client('libvirt-sock-ro')
    const { dom } = await reader.call('DOMAIN_LOOKUP_BY_NAME', lookup)
    await expect(reader.call('DOMAIN_DESTROY', { dom })).rejects.toMatchObject(refused('virDomainDestroy'))
    expect(await reader.call('DOMAIN_IS_ACTIVE', { dom })).toEqual({ active: 1 })
  })

  test('is asked for with a flag', async () => {
    await start()
    const reader = await client('libvirt-sock', 1)
    const { dom } = await reader.call('DOMAIN_LOOKUP_BY_NAME', lookup)
    await expect(reader.call('DOMAIN_SUSPEND', { dom })).rejects.toMatchObject(refused('virDomainSuspend'))
  })

  test('is refused what some flags ask for', async () => {
    await start()
    const reader = await client('libvirt-sock-ro')
    const { dom } = await reader.call('DOMAIN_LOOKUP_BY_NAME', lookup)
    expect((await reader.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 })).xml).toContain('<name>test</name>')
    const secure = reader.call('DOMAIN_GET_XML_DESC', { dom, flags: 1 })
    await expect(secure).rejects.toMatchObject(refused('virDomainGetXMLDesc'))
  })
})

describe('rules of access control', () => {
  const rule = (allow: readonly string[], types?: AccessRule['types']): AccessRule[] => [
    { callers: 'local:*', allow, ...(types && { types }) },
  ]

  test('refuse what they do not give', async () => {
    await start()
    gateway.setRules(rule(['read']))
    const reader = await client()
    const { dom } = await reader.call('DOMAIN_LOOKUP_BY_NAME', lookup)
    const destroyed = reader.call('DOMAIN_DESTROY', { dom })
    await expect(destroyed).rejects.toMatchObject({ code: 'accessDenied', domain: 'access' })
  })

  test('give single permissions by the names of libvirt', async () => {
    await start()
    gateway.setRules(rule(['read', 'suspend']))
    const reader = await client()
    const { dom } = await reader.call('DOMAIN_LOOKUP_BY_NAME', lookup)
    await reader.call('DOMAIN_SUSPEND', { dom })
    await expect(reader.call('DOMAIN_DESTROY', { dom })).rejects.toMatchObject({ code: 'accessDenied' })
  })

  test('hide objects', async () => {
    await start()
    gateway.setRules([{ callers: '*', names: 'test', types: ['domain'], allow: [] }, ...rule(['read'])])
    const reader = await client()
    const { domains } = await reader.call('CONNECT_LIST_ALL_DOMAINS', { need_results: 1, flags: 0 })
    expect(domains).toEqual([])
    const looked = reader.call('DOMAIN_LOOKUP_BY_NAME', lookup)
    await expect(looked).rejects.toMatchObject({
      code: 'noDomain',
      message: "Domain not found: no domain with matching name 'test'",
    })
  })

  test('close whole connections', async () => {
    await start()
    gateway.setRules(rule([]))
    await expect(client()).rejects.toMatchObject({ code: 'accessDenied' })
  })
})

test('TCP without a word about authentication is refused', async () => {
  await expect(start('tcp_listen: "127.0.0.1:0"')).rejects.toThrow(
    'rpc.tcp_listen is set without rpc.tcp_auth',
  )
})

test('TCP is served where the settings let everybody in', async () => {
  const { endpoints } = await start('tcp_listen: "127.0.0.1:0", tcp_auth: none')
  expect(endpoints.at(-1)).toMatch(/^127\.0\.0\.1:\d+$/)
})
