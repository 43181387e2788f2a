import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Caller } from '../../../../src/core/access/caller.ts'
import { type Entry, globalKey } from '../../../../src/core/contracts.ts'
import { hostKey } from '../../../../src/core/driver.ts'
import { VirtError } from '../../../../src/core/errors/index.ts'
import { systemClock } from '../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import { snapshotHandlers } from '../../../../src/rpc/bindings/domain/snapshots.ts'
import { remoteHandlers } from '../../../../src/rpc/bindings/index.ts'
import { RpcCall } from '../../../../src/rpc/server/call.ts'
import type { CallHandler, ServerContext } from '../../../../src/rpc/server/context.ts'
import { type Route, routesOf } from '../../../../src/rpc/server/routes.ts'
import { SharedState } from '../../../../src/rpc/server/shared-state.ts'
import { remoteProgram } from '../../../../src/rpc/wire/protocol/remote.ts'
import type { TypeEntry } from '../../../../src/rpc/wire/protocol/table.ts'
import { everything, openBench, type RpcBench } from '../support.ts'

const remote: Caller = { id: 'tls:CN=somebody', surface: 'rpc', classes: ['read', 'operate', 'configure'] }
const types: Readonly<Record<string, TypeEntry>> = remoteProgram.types
const routes = [...routesOf('remote', remoteHandlers as Readonly<Record<string, CallHandler>>).values()]
const bound = routes.filter(({ handler }) => handler !== undefined)

let bench: RpcBench
/** What stands for each kind of object: one that is there. */
let objects: Readonly<Record<string, unknown>>

beforeAll(async () => {
  bench = await openBench(snapshotHandlers)
  const { inventory, operations } = bench.gateway
  const host = inventory.get('host', globalKey('here', hostKey)) as Entry<'host'>
  const domain = inventory.findByName('domain', 'here', 'test') as Entry<'domain'>
  const network = inventory.findByName('network', 'here', 'default') as Entry<'network'>
  const pool = inventory.findByName('pool', 'here', 'default-pool') as Entry<'pool'>
  const by = (op: string, ref: Entry, args: unknown) =>
    operations.invoke(op as never, ref, args as never, everything)
  await by('snapshot.create', domain, { xml: '<domainsnapshot><name>s1</name></domainsnapshot>' })
  await by('snapshot.create', domain, { xml: '<domainsnapshot><name>s2</name></domainsnapshot>' })
  await by('secret.define', host, {
    xml: `<secret ephemeral='no' private='no'><uuid>${uuids.secret}</uuid><usage type='volume'><volume>/dev/v</volume></usage></secret>`,
  })
  const [secret] = inventory.list('secret', 'here')
  if (secret) await by('secret.setValue', secret, { value: Buffer.from('TOP') })
  await by('volume.create', pool, {
    xml: '<volume><name>v1</name><capacity>1048576</capacity></volume>',
  })
  const [volume] = inventory.list('volume', 'here')
  const [iface] = inventory.list('interface', 'here')
  const [nodedev] = inventory.list('nodedev', 'here')
  const dom = { name: 'test', uuid: domain.attrs.uuid, id: 1 }
  objects = {
    remote_nonnull_domain: dom,
    remote_nonnull_domain_snapshot: { name: 's2', dom },
    remote_nonnull_domain_checkpoint: { name: 'c1', dom },
    remote_nonnull_network: { name: 'default', uuid: network.attrs.uuid },
    remote_nonnull_network_port: { net: { name: 'default', uuid: network.attrs.uuid }, uuid: uuids.none },
    remote_nonnull_storage_pool: { name: 'default-pool', uuid: pool.attrs.uuid },
    remote_nonnull_storage_vol: { pool: 'default-pool', name: 'v1', key: volume?.attrs.volumeKey ?? '' },
    remote_nonnull_interface: { name: iface?.attrs.name ?? '', mac: '' },
    remote_nonnull_node_device: { name: nodedev?.attrs.name ?? '' },
    remote_nonnull_secret: { uuid: uuids.secret, usageType: 1, usageID: '/dev/v' },
    remote_nonnull_nwfilter: { name: 'none', uuid: uuids.none },
    remote_nonnull_nwfilter_binding: { portdev: 'none', filtername: 'none' },
  }
})

afterAll(async () => {
  await bench.close()
})

const uuids = {
  secret: '11111111-2222-3333-4444-555555555555',
  none: '99999999-2222-3333-4444-555555555555',
} as const

/** A value of a type in which every object is one that is there, and every list has room. */
function sample(text: string, field = ''): unknown {
  if (text in objects) return objects[text]
  if (text.endsWith('?')) return sample(text.slice(0, -1), field)
  if (text === 'remote_uuid') return uuids.secret
  const [, of = '', size] = /^(\w+)[<[](\d+)[>\]]$/.exec(text) ?? []
  if (of === 'string') return named[field] ?? 'x'
  if (of === 'opaque' || of === 'char') return new Uint8Array(1)
  if (size !== undefined) return [sample(of, field)]
  if (text === 'hyper' || text === 'uhyper') return 0n
  const entry = types[text]
  if (entry === undefined) return /^(need|max|nparams)/.test(field) ? 16 : 0
  if (typeof entry === 'string') return sample(entry, field)
  if (typeof entry.arms === 'object') return { type: 1, value: 0 }
  return Object.fromEntries(
    Object.entries(entry as Readonly<Record<string, string>>).map(([name, type]) => [
      name,
      sample(type, name),
    ]),
  )
}

const named: Readonly<Record<string, string>> = { name: 'test', type: 'dir', mac: 'aa:bb:cc:dd:ee:ff' }

async function outcome(route: Route<CallHandler>, caller: Caller, given = {}): Promise<unknown> {
  const { gateway } = bench
  const shared = {
    reader: gateway.inventory,
    operations: gateway.operations,
    clock: systemClock,
    log: silentLogger,
  }
  const ended = new AbortController()
  const state = new SharedState({ ...shared, ended: ended.signal })
  const args =
    route.entry.args === undefined ? undefined : { ...(sample(route.entry.args) as object), ...given }
  const call = new RpcCall({
    context: { ...shared, shared: (make: () => unknown) => state.get(make) } as unknown as ServerContext,
    session: bench.session,
    connection: 'here',
    caller,
    route,
    args,
    files: [],
  })
  try {
    call.checkHost()
    return await route.handler?.(call, args)
  } catch (thrown) {
    if (thrown instanceof VirtError) return thrown
    throw thrown
  } finally {
    ended.abort()
  }
}

/** Permissions that only show things. */
const reads = /\.(getattr|read|search_\w+|detect_storage_pools)$/
/** What a call is refused for before permissions are asked: arguments that no sample can fit. */
const badArguments = ['argumentUnsupported', 'invalidArg', 'internalError', 'operationUnsupported']

function isEmpty(answer: unknown): boolean {
  if (answer === undefined || answer === null || answer === 0) return true
  if (Array.isArray(answer)) return answer.length === 0
  return typeof answer === 'object' && Object.values(answer).every(isEmpty)
}

function ofDevice({ name }: Route): object {
  const device = objects.remote_nonnull_node_device as { readonly name: string }
  return name.startsWith('NODE_DEVICE') && !name.includes('WWN') ? { name: device.name } : {}
}

describe('a caller whom rules allow nothing', () => {
  test('is told nothing by any call', async () => {
    bench.gateway.setRules([{ callers: '*', allow: [] }])
    const told: string[] = []
    for (const route of bound) {
      const got = await outcome(route, remote, ofDevice(route))
      if (!(got instanceof VirtError) && !isEmpty(got)) told.push(route.name)
    }
    // Of its own connection to the gateway.
    expect(told).toEqual(['CONNECT_IS_SECURE'])
  })
})

describe('a caller who may only read', () => {
  const writing = bound.filter(({ entry }) =>
    entry.acl?.some((need) => typeof need === 'string' && !reads.test(need)),
  )

  test('is refused every call that needs more', async () => {
    bench.gateway.setRules([{ callers: '*', allow: ['read'] }])
    const passed: string[] = []
    for (const route of writing) {
      const got = await outcome(route, remote, ofDevice(route))
      if (got instanceof VirtError && got.code === 'accessDenied') continue
      const code = got instanceof VirtError ? got.code : 'answered'
      if (!badArguments.includes(code) && !/^no[A-Z]/.test(code)) passed.push(`${route.name} ${code}`)
    }
    expect(passed).toEqual([])
    expect(writing.length).toBeGreaterThan(150)
  })

  test('is shown no passwords', async () => {
    bench.gateway.setRules([{ callers: '*', allow: ['read'] }])
    for (const [name, given] of [
      ['DOMAIN_GET_XML_DESC', { flags: 1 }],
      ['DOMAIN_GET_XML_DESC', { flags: 8 }],
      ['DOMAIN_SNAPSHOT_GET_XML_DESC', { flags: 1 }],
      ['SECRET_GET_VALUE', {}],
    ] as const) {
      const route = bound.find((each) => each.name === name)
      const got = route && (await outcome(route, remote, given))
      expect(got, name).toMatchObject({ code: 'accessDenied' })
    }
  })
})

test('no call that writes passes a connection that only reads', () => {
  const writes = routes.filter(({ entry }) =>
    entry.acl?.some((need) => typeof need === 'string' && need.endsWith('.write')),
  )
  expect(writes.filter(({ refusal }) => refusal !== 'always').map(({ name }) => name)).toEqual([])
})

describe('objects that rules hide one by one', () => {
  const hiding = (types: readonly ['snapshot'] | readonly ['pool', 'volume'] | readonly ['pool']) =>
    bench.gateway.setRules([
      { callers: '*', types, allow: [] },
      { callers: '*', allow: ['read'] },
    ])
  const ask = async (name: string, given = {}) => {
    const route = bound.find((each) => each.name === name)
    return route && (await outcome(route, remote, given))
  }

  test('are in no list of snapshots, nor counted, nor current', async () => {
    hiding(['snapshot'])
    expect(await ask('DOMAIN_LIST_ALL_SNAPSHOTS')).toEqual({ snapshots: [], ret: 0 })
    expect(await ask('DOMAIN_SNAPSHOT_NUM')).toEqual({ num: 0 })
    expect(await ask('DOMAIN_SNAPSHOT_CURRENT')).toMatchObject({ code: 'noDomainSnapshot' })
    expect(await ask('CONNECT_LIST_ALL_DOMAINS', { need_results: 1, flags: 4096 })).toMatchObject({ ret: 0 })
  })

  test('are pools that look as if they were not there', async () => {
    hiding(['pool', 'volume'])
    const lost = {
      code: 'noStoragePool',
      message: "Storage pool not found: no storage pool with matching name 'default-pool'",
    }
    const vol = { pool: 'default-pool', name: 'v1', key: '' }
    expect(await ask('STORAGE_VOL_GET_INFO', { vol })).toMatchObject(lost)
    expect(await ask('STORAGE_VOL_GET_INFO', { vol: { ...vol, name: 'none' } })).toMatchObject(lost)
  })

  test('are pools whose volumes are shown', async () => {
    hiding(['pool'])
    expect(await ask('STORAGE_VOL_GET_INFO')).toMatchObject({ capacity: 1_048_576n })
  })
})
