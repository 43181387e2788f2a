import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorDomains } from '../../../../src/core/errors/index.ts'
import { findConnection } from '../../../../src/rpc/server/open-connection.ts'
import { holds, routesOf } from '../../../../src/rpc/server/routes.ts'
import type { ProgramName } from '../../../../src/rpc/wire/index.ts'
import { everybody, hostEntry } from './support.ts'

const routes = [...routesOf('remote', {}).values()]
const routeOf = (name: string) => routes.find((route) => route.name === name)

/** Calls that libvirt lets pass on a connection that only reads although they ask for more; operations decide. */
const letPass = [
  'CONNECT_SET_IDENTITY',
  'DOMAIN_DEL_THROTTLE_GROUP',
  'DOMAIN_GET_GUEST_INFO',
  'DOMAIN_MIGRATE_GET_COMPRESSION_CACHE',
  'DOMAIN_MIGRATE_GET_MAX_DOWNTIME',
  'DOMAIN_SET_LAUNCH_SECURITY_STATE',
  'DOMAIN_SET_LIFECYCLE_ACTION',
  'DOMAIN_SET_PERF_EVENTS',
]

describe('routes', () => {
  test('are there for every call and for no event', () => {
    expect(routes.length).toBeGreaterThan(400)
    expect(routeOf('DOMAIN_EVENT_CALLBACK_LIFECYCLE')).toBeUndefined()
  })

  test('a call that only reads asks for no more than reading, but for those that libvirt lets pass', () => {
    const more = routes.filter(({ refusal, needs }) => {
      const always = [...needs.host, ...[...needs.objects.values()].flat()].filter(({ when }) => !when)
      return refusal === 'never' && always.some(({ need }) => need.access !== 'read')
    })
    expect(more.map(({ name }) => name).filter((name) => !letPass.includes(name))).toEqual([])
  })

  test.each([
    ['DOMAIN_CREATE', 'domain', ['domain.start']],
    ['DOMAIN_SNAPSHOT_DELETE', 'snapshot', ['domain.snapshot']],
    ['NETWORK_PORT_DELETE', 'port', ['network_port.delete']],
    ['STORAGE_VOL_UPLOAD', 'volume', ['storage_vol.data_write']],
    ['SECRET_GET_VALUE', 'secret', ['secret.read_secure']],
  ] as const)('%s asks for permissions of a %s', (name, type, wanted) => {
    const needs = routeOf(name)?.needs.objects.get(type) ?? []
    expect(needs.map((need) => need.name)).toEqual(wanted)
  })

  test('secrets take more than reading', () => {
    const needs = routeOf('DOMAIN_GET_XML_DESC')?.needs.objects.get('domain') ?? []
    const secure = needs.filter(({ name }) => name === 'domain.read_secure')
    expect(secure.map(({ need }) => need.access)).toEqual(['configure', 'configure'])
  })
})

describe('a rule with a condition', () => {
  test.each([
    [{ set: 6 }, { flags: 4 }, true],
    [{ set: 6 }, { flags: 1 }, false],
    [{ unset: 2 }, { flags: 1 }, true],
    [{ unset: 2 }, { flags: 2 }, false],
    [{ unset: 2, set: 1 }, { flags: 3 }, true],
    [{ param: 'source', equals: 1 }, { source: 1 }, true],
    [{ param: 'source', equals: 1 }, { source: 0 }, false],
    [{ set: 1 }, undefined, false],
  ])('%j holds for %j: %s', (when, args, expected) => {
    expect(holds(when, args)).toBe(expected)
  })
})

const vectors = resolve(import.meta.dirname, '../../../../../shared/spec/rpc/vectors.json')
const recordedHere = existsSync(vectors)
if (!recordedHere) process.stderr.write('skipped: there are no recorded packets to compare with\n')

test.skipIf(!recordedHere)('calls without support come from the part of libvirt that they do there', () => {
  interface Vector {
    readonly program: ProgramName
    readonly procedure: string
    readonly status: number
    readonly body?: { readonly code?: number; readonly domain?: number }
  }
  const recorded: readonly Vector[] = JSON.parse(readFileSync(vectors, 'utf8'))
  const tables = { remote: routes, qemu: [...routesOf('qemu', {}).values()] } as const
  const seen = recorded.filter(({ status, body }) => status === 1 && body?.code === 3)
  const wrong = seen.filter(({ program, procedure, body }) => {
    const table = program === 'remote' || program === 'qemu' ? tables[program] : []
    const route = table.find(({ name }) => name === procedure)
    return route && errorDomains[route.domain] !== body?.domain
  })
  expect(seen.length).toBeGreaterThan(90)
  expect(wrong.map(({ procedure, body }) => `${procedure} ${body?.domain}`)).toEqual([])
})

describe('the connection that a client means', () => {
  const hosts = [
    hostEntry('one', 'test:///default'),
    hostEntry('two', 'qemu:///system'),
    hostEntry('far', 'qemu+tls://far.example/system'),
    hostEntry('esx', 'esx://esx.example/?no_verify=1'),
  ]
  const find = (name: string | null, seen = (_: string) => true) =>
    findConnection(
      {
        reader: { list: () => hosts } as never,
        operations: {
          permits: (_: unknown, entry: { connection: string }) => seen(entry.connection),
        } as never,
        hostname: 'here.example',
      },
      name,
      everybody,
    ).connection

  test.each([
    [null, 'one'],
    ['', 'one'],
    ['test:///default', 'one'],
    ['test+unix:///default', 'one'],
    ['qemu:///system', 'two'],
    ['qemu://here.example/system', 'two'],
    ['qemu://localhost/system/', 'two'],
    ['qemu://far.example/system', 'far'],
    ['esx://esx.example/', 'esx'],
    ['virtgate:///esx', 'esx'],
  ])('%j is %s', (name, expected) => {
    expect(find(name)).toBe(expected)
  })

  test.each(['qemu:///session', 'qemu://other.example/system', 'virtgate:///none', 'nonsense', 'xen:'])(
    '%j is none of them',
    (name) => {
      expect(() => find(name)).toThrow(
        `no connection driver available for ${name}; this gateway has test:///default`,
      )
    },
  )

  test('is the first that the client may use, when it names none', () => {
    expect(find(null, (connection) => connection === 'esx')).toBe('esx')
  })

  test('is refused when rules say so, and others are not told of', () => {
    expect(() => find('qemu:///system', () => false)).toThrow("no permission 'connect.getattr'")
    expect(() => find('lxc:///', (connection) => connection === 'two')).toThrow(
      'this gateway has qemu:///system (virtgate:///two)',
    )
  })
})
