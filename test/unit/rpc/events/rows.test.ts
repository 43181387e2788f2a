import { describe, expect, test } from 'vitest'
import type { Entry, EventItem } from '../../../../src/core/contracts.ts'
import { domainRows } from '../../../../src/rpc/events/domain-rows.ts'
import type { EventPacket } from '../../../../src/rpc/events/event-packet.ts'
import { monitorRow } from '../../../../src/rpc/events/monitor-row.ts'
import { makePatterns, nameMatcher, Patterns } from '../../../../src/rpc/events/name-matcher.ts'
import { networkRows, nodedevRows, poolRows, secretRows } from '../../../../src/rpc/events/object-rows.ts'
import { decodeArgs, procedureByNumber } from '../../../../src/rpc/wire/index.ts'

const uuid = '6695eb01-f6a4-8304-79aa-97f2502e193f'
const dom = { name: 'web1', uuid, id: 3 }
const disks = [{ target: 'vda', device: 'disk', sourceType: 'file', source: '/i.img', readOnly: false }]

function item(type: string, event: string, fields: object, attrs: object): EventItem {
  const ref = { type, key: `a/${uuid}` }
  const entry = { ...ref, connection: 'a', revision: 1, attrs } as unknown as Entry
  return { kind: 'event', revision: 1, time: 0, ref, entry, event, fields } as unknown as EventItem
}

function read(packet: EventPacket | undefined, program: 'remote' | 'qemu' = 'remote') {
  if (!packet) return undefined
  const bytes = packet.withId(5)
  const event = procedureByNumber(program, bytes.readInt32BE(12))?.name ?? ''
  return [event, decodeArgs(program, event, bytes.subarray(28))]
}

const rows = domainRows()

/** What event `id` tells of a domain. */
function tell(id: number, event: string, fields: object) {
  const row = rows[id]
  expect(row?.topic).toBe(`domain.${event}`)
  return read(row?.encode(item('domain', event, fields, { ...dom, disks })))
}

describe('events of domains on the wire', () => {
  test('there are 30', () => {
    expect(rows).toHaveLength(30)
  })

  test('the old ones are those up to number 15', () => {
    expect(rows.map((row) => row.encodeOld !== undefined)).toEqual(rows.map((_, id) => id < 16))
  })

  const nested = [
    [0, 'lifecycle', { type: 'pmsuspended', detail: 'disk' }, 'LIFECYCLE', { event: 7, detail: 1 }],
    [0, 'lifecycle', { type: 'stopped', detail: 'saved' }, 'LIFECYCLE', { event: 5, detail: 4 }],
    [1, 'reboot', {}, 'REBOOT', {}],
    [2, 'rtcChange', { offset: -3n }, 'RTC_CHANGE', { offset: -3n }],
    [3, 'watchdog', { action: 'inject-nmi' }, 'WATCHDOG', { action: 6 }],
    [
      4,
      'ioError',
      { source: '/i.img', device: 'virtio-disk0', action: 'pause', reason: 'enospc' },
      'IO_ERROR',
      { srcPath: '/i.img', devAlias: 'virtio-disk0', action: 1 },
    ],
    [
      5,
      'graphics',
      {
        phase: 'initialize',
        local: '127.0.0.1:5900',
        remote: ':',
        remoteFamily: 'unix',
        authScheme: 'none',
        subject: [{ type: 'saslUsername', name: 'fred' }],
      },
      'GRAPHICS',
      {
        phase: 1,
        local: { family: 0, node: '127.0.0.1', service: '5900' },
        remote: { family: 2, node: '', service: '' },
        authScheme: 'none',
        subject: [{ type: 'saslUsername', name: 'fred' }],
      },
    ],
    [
      6,
      'ioError',
      { source: '', device: 'd', action: 'report', reason: 'enospc' },
      'IO_ERROR_REASON',
      { srcPath: '', devAlias: 'd', action: 2, reason: 'enospc' },
    ],
    [7, 'controlError', {}, 'CONTROL_ERROR', {}],
    [
      8,
      'blockJob',
      { disk: 'vda', type: 'copy', status: 'ready' },
      'BLOCK_JOB',
      { path: '/i.img', type: 2, status: 3 },
    ],
    [
      9,
      'diskChange',
      { device: 'd', oldSource: '/o', reason: 'dropped-on-start' },
      'DISK_CHANGE',
      { oldSrcPath: '/o', newSrcPath: null, devAlias: 'd', reason: 1 },
    ],
    [10, 'trayChange', { device: 'd', reason: 'close' }, 'TRAY_CHANGE', { devAlias: 'd', reason: 1 }],
    [13, 'balloonChange', { actual: 5n }, 'BALLOON_CHANGE', { actual: 5n }],
    [15, 'deviceRemoved', { device: 'd' }, 'DEVICE_REMOVED', { devAlias: 'd' }],
  ] as const
  for (const [id, event, fields, name, body] of nested) {
    test(`${id} puts the old message behind the number: ${JSON.stringify(body, (_, v) => (typeof v === 'bigint' ? `${v}` : v))}`, () => {
      expect(tell(id, event, fields)).toEqual([
        `DOMAIN_EVENT_CALLBACK_${name}`,
        { callbackID: 5, msg: { dom, ...body } },
      ])
    })
  }

  test('power management has a reason between, and each kind of sleep its own event', () => {
    expect(tell(11, 'pmWakeup', {})).toEqual([
      'DOMAIN_EVENT_CALLBACK_PMWAKEUP',
      { callbackID: 5, reason: 0, msg: { dom } },
    ])
    expect(tell(12, 'pmSuspend', { to: 'memory' })?.[0]).toBe('DOMAIN_EVENT_CALLBACK_PMSUSPEND')
    expect(tell(12, 'pmSuspend', { to: 'disk' })).toBeUndefined()
    expect(tell(14, 'pmSuspend', { to: 'disk' })?.[0]).toBe('DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK')
    expect(tell(14, 'pmSuspend', { to: 'memory' })).toBeUndefined()
  })

  test('the end of work is told where libvirt tells it, and whether it went well where that is not plain', () => {
    expect(tell(21, 'jobCompleted', { job: 'dump', success: true })).toBeUndefined()
    expect(tell(21, 'jobCompleted', { job: 'backup', success: false })?.[1]).toMatchObject({
      params: [
        { field: 'operation', value: { type: 1, value: 9 } },
        { field: 'success', value: { type: 6, value: 0 } },
      ],
    })
  })

  test('a medium that somebody changes is no event of the wire', () => {
    expect(tell(9, 'diskChange', { device: 'd', newSource: '/n' })).toBeUndefined()
  })

  const flat = [
    [
      16,
      'blockJob',
      { disk: 'vda', type: 'active-commit', status: 'failed' },
      'DOMAIN_EVENT_BLOCK_JOB_2',
      { dst: 'vda', type: 4, status: 1 },
    ],
    [
      17,
      'tunable',
      {
        values: [
          { name: 'cputune.vcpupin12', value: '0-1' },
          { name: 'cputune.cpu_shares', value: '1000' },
          { name: 'cputune.vcpu_quota', value: '-1' },
        ],
      },
      'DOMAIN_EVENT_CALLBACK_TUNABLE',
      {
        params: [
          { field: 'cputune.vcpupin12', value: { type: 7, value: '0-1' } },
          { field: 'cputune.cpu_shares', value: { type: 4, value: 1000n } },
          { field: 'cputune.vcpu_quota', value: { type: 3, value: -1n } },
        ],
      },
    ],
    [
      18,
      'agentLifecycle',
      { connected: false, reason: 'domain-started' },
      'DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE',
      { state: 2, reason: 1 },
    ],
    [19, 'deviceAdded', { device: 'd' }, 'DOMAIN_EVENT_CALLBACK_DEVICE_ADDED', { devAlias: 'd' }],
    [
      20,
      'migrationIteration',
      { iteration: 2 },
      'DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION',
      { iteration: 2 },
    ],
    [
      21,
      'jobCompleted',
      { job: 'managed-save', success: true, values: [{ name: 'downtime', value: '12' }] },
      'DOMAIN_EVENT_CALLBACK_JOB_COMPLETED',
      {
        params: [
          { field: 'operation', value: { type: 1, value: 2 } },
          { field: 'downtime', value: { type: 4, value: 12n } },
        ],
      },
    ],
    [
      22,
      'deviceRemovalFailed',
      { device: 'd' },
      'DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED',
      { devAlias: 'd' },
    ],
    [
      23,
      'metadataChange',
      { type: 'element', nsuri: 'urn:x' },
      'DOMAIN_EVENT_CALLBACK_METADATA_CHANGE',
      { type: 2, nsuri: 'urn:x' },
    ],
    [
      24,
      'blockThreshold',
      { device: 'vda', threshold: 9n, excess: 1n },
      'DOMAIN_EVENT_BLOCK_THRESHOLD',
      { dev: 'vda', path: null, threshold: 9n, excess: 1n },
    ],
    [
      25,
      'memoryFailure',
      { recipient: 'guest', action: 'reset', actionRequired: true, recursive: true },
      'DOMAIN_EVENT_MEMORY_FAILURE',
      { recipient: 1, action: 3, flags: 3 },
    ],
    [
      26,
      'memoryDeviceSizeChange',
      { device: 'mem0', size: 4n },
      'DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE',
      { alias: 'mem0', size: 4n },
    ],
    [
      27,
      'nicMacChange',
      { device: 'net0', oldMac: 'a', newMac: 'b' },
      'DOMAIN_EVENT_NIC_MAC_CHANGE',
      { alias: 'net0', oldMAC: 'a', newMAC: 'b' },
    ],
    [28, 'vcpuRemoved', { vcpu: 1 }, 'DOMAIN_EVENT_VCPU_REMOVED', { vcpuid: 1 }],
    [
      29,
      'channelLifecycle',
      { channel: 'c', connected: true, reason: 'channel' },
      'DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE',
      { channelName: 'c', state: 1, reason: 2 },
    ],
  ] as const
  for (const [id, event, fields, name, body] of flat) {
    test(`${id} is flat: ${name}`, () => {
      expect(tell(id, event, fields)).toEqual([name, { callbackID: 5, dom, ...body }])
    })
  }
})

describe('events of other objects on the wire', () => {
  test('name the object by what it is known by', () => {
    const named = { uuid, name: 'n' }
    const of = (row: ReturnType<typeof networkRows>[number] | undefined, fields: object, attrs: object) => {
      const [type = '', event = ''] = row?.topic.split('.') ?? []
      return read(row?.encode(item(type, event, fields, attrs)))
    }
    const net = { name: 'n', uuid }
    expect(of(networkRows()[0], { type: 'stopped' }, named)).toEqual([
      'NETWORK_EVENT_LIFECYCLE',
      { callbackID: 5, net, event: 3, detail: 0 },
    ])
    expect(of(networkRows()[1], { type: 'title' }, named)).toEqual([
      'NETWORK_EVENT_CALLBACK_METADATA_CHANGE',
      { callbackID: 5, net, type: 1, nsuri: null },
    ])
    expect(of(poolRows()[0], { type: 'deleted' }, named)).toEqual([
      'STORAGE_POOL_EVENT_LIFECYCLE',
      { callbackID: 5, pool: net, event: 5, detail: 0 },
    ])
    expect(of(poolRows()[1], {}, named)).toEqual(['STORAGE_POOL_EVENT_REFRESH', { callbackID: 5, pool: net }])
    expect(of(nodedevRows()[0], { type: 'deleted' }, named)).toEqual([
      'NODE_DEVICE_EVENT_LIFECYCLE',
      { callbackID: 5, dev: { name: 'n' }, event: 1, detail: 0 },
    ])
    expect(of(nodedevRows()[1], {}, named)).toEqual([
      'NODE_DEVICE_EVENT_UPDATE',
      { callbackID: 5, dev: { name: 'n' } },
    ])
    const secret = { uuid, usageType: 2, usageID: 'u' }
    const held = { uuid, usageType: 'ceph', usageId: 'u' }
    expect(of(secretRows()[0], { type: 'undefined' }, held)).toEqual([
      'SECRET_EVENT_LIFECYCLE',
      { callbackID: 5, secret, event: 1, detail: 0 },
    ])
    expect(of(secretRows()[1], {}, held)).toEqual(['SECRET_EVENT_VALUE_CHANGED', { callbackID: 5, secret }])
  })

  test('a monitor says what it said', () => {
    const fields = { name: 'STOP', seconds: 7n, micros: 8 }
    expect(read(monitorRow().encode(item('domain', 'monitorEvent', fields, dom)), 'qemu')).toEqual([
      'DOMAIN_MONITOR_EVENT',
      { callbackID: 5, dom, event: 'STOP', seconds: 7n, micros: 8, details: null },
    ])
  })
})

describe('an event packet', () => {
  test('is encoded once however many clients it goes to', () => {
    const packet = rows[1]?.encode(item('domain', 'reboot', {}, dom))
    expect(packet?.withId(3)).toBe(packet?.withId(3))
    expect(packet?.withId(4).readInt32BE(28)).toBe(4)
    expect(packet?.withId(3).readInt32BE(28)).toBe(3)
  })
})

describe('a name of a monitor event', () => {
  test('is a word, or an expression, in any case of letters if wanted', () => {
    const plain = nameMatcher('STOP', { regex: false, nocase: false }, makePatterns)
    expect([plain('STOP'), plain('stop'), plain('STOPPED')]).toEqual([true, false, false])
    expect(nameMatcher('stop', { regex: false, nocase: true }, makePatterns)('STOP')).toBe(true)
    const expression = nameMatcher('^block_job', { regex: true, nocase: true }, makePatterns)
    expect([expression('BLOCK_JOB_READY'), expression('STOP'), expression('BLOCK_JOB_READY')]).toEqual([
      true,
      false,
      true,
    ])
  })

  test('an expression that cannot be read is refused', () => {
    expect(() => nameMatcher('((', { regex: true, nocase: false }, makePatterns)).toThrow(
      /failed to compile regex/,
    )
  })

  test('an expression that never ends fits nothing', () => {
    const evil = nameMatcher('^([A-Z]+)+([A-Z]+)+([A-Z]+)+x$', { regex: true, nocase: false }, makePatterns)
    expect(evil('A'.repeat(60))).toBe(false)
  })

  test('nothing fits the expressions of a client any more that has had several without an end', () => {
    const patterns = new Patterns()
    const matcher = (pattern: string) => nameMatcher(pattern, { regex: true, nocase: false }, () => patterns)
    const [early, late] = [matcher('^STOP$'), matcher('^STOP')]
    expect(early('STOP')).toBe(true)
    const evil = matcher('^([A-Z]+)+([A-Z]+)+([A-Z]+)+x$')
    for (let length = 60; length < 65; length++) evil('A'.repeat(length))
    expect([late('STOP'), early('STOP')]).toEqual([false, true])
  })

  test('a client has a bounded number of expressions', () => {
    const patterns = new Patterns()
    for (let count = 0; count < 256; count++) patterns.add('x', '')
    expect(() => patterns.add('x', '')).toThrow('this client has had 256 before')
  })
})
