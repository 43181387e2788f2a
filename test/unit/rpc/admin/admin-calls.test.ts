import { beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { adminCalls } from '../../../../src/rpc/admin/admin-calls.ts'
import type { AdminParts, AdminServer, LogRules } from '../../../../src/rpc/admin/admin-parts.ts'
import { formatFilters, parseFilters } from '../../../../src/rpc/admin/log-texts.ts'
import { AccountNames } from '../../../../src/rpc/auth/account-names.ts'
import type { OwnHandler, OwnSession } from '../../../../src/rpc/server/own-calls.ts'
import { adminProgram } from '../../../../src/rpc/wire/protocol/admin.ts'

const limits = {
  maxClients: 10,
  maxAnonymousClients: 5,
  maxQueuedClients: 10,
  maxWorkers: 4,
  prioWorkers: 1,
  maxClientRequests: 5,
  maxMessageSize: 65_536,
  keepaliveInterval: 0,
  keepaliveCount: 0,
  authWait: 0,
  stallWait: 0,
}

let calls: Readonly<Record<string, OwnHandler | undefined>>
let refills: number
let stopped: string | undefined
let rules: LogRules

beforeEach(() => {
  refills = 0
  stopped = undefined
  rules = { level: 'info', modules: {} }
  const server: AdminServer = {
    name: 'libvirtd',
    limits: { ...limits },
    slots: { busy: 4, urgentBusy: 1, waiting: 7 },
    clients: [],
    size: 0,
    anonymous: 0,
    client: () => undefined,
    refill: () => {
      refills++
    },
  }
  const parts: AdminParts = {
    servers: [server],
    tls: undefined,
    accounts: new AccountNames(),
    clock: new FakeClock(),
    daemon: {
      get logRules() {
        return rules
      },
      setLogRules: (next) => {
        rules = next
      },
      stop: (reason) => {
        stopped = reason
      },
    },
  }
  calls = adminCalls(parts)
})

// The calls of this program use nothing of a session but its end.
const session = { leave: () => {} } as OwnSession
const call = (name: string, args?: unknown) => calls[name]?.(session, args)
const srv = { name: 'libvirtd' }
const uint = (field: string, value: number) => ({ field, value: { type: 2, value } })

describe('the calls of the admin program', () => {
  test('are all answered', () => {
    expect(Object.keys(calls).sort()).toEqual(Object.keys(adminProgram.procedures).sort())
  })

  test('refuse flags that are not known, with the name of their function', () => {
    expect(() => call('CONNECT_LIST_SERVERS', { need_results: 1, flags: 4 })).toThrow(
      'unsupported flags (0x4) in function virAdmConnectListServers',
    )
  })

  test('count without a list when that is all that is asked for', () => {
    expect(call('CONNECT_LIST_SERVERS', { need_results: 0, flags: 0 })).toEqual({ servers: [], ret: 1 })
    expect(call('SERVER_LIST_CLIENTS', { srv, need_results: 0, flags: 0 })).toEqual({ clients: [], ret: 0 })
  })

  test('tell calls of high priority from those that take a common slot', () => {
    const { params } = call('SERVER_GET_THREADPOOL_PARAMETERS', { srv, flags: 0 }) as { params: unknown[] }
    expect(params).toContainEqual(uint('freeWorkers', 1))
    expect(params).toContainEqual(uint('jobQueueDepth', 7))
  })

  test('put limits in force at once', () => {
    call('SERVER_SET_THREADPOOL_PARAMETERS', { srv, params: [uint('maxWorkers', 9)], flags: 0 })
    expect(refills).toBe(1)
  })

  const wrong: Record<string, readonly [params: readonly unknown[], message: string]> = {
    'a field that is not known': [[uint('freeWorkers', 1)], "parameter 'freeWorkers' not supported"],
    'a field of another type': [
      [{ field: 'maxWorkers', value: { type: 1, value: 3 } }],
      "invalid type for parameter 'maxWorkers', expected 'uint'",
    ],
    'a field that is there twice': [
      [uint('maxWorkers', 3), uint('maxWorkers', 4)],
      "parameter 'maxWorkers' occurs multiple times",
    ],
    'no workers at all': [[uint('maxWorkers', 0)], "'maxWorkers' must be at least 1"],
  }
  test.each(Object.entries(wrong))('set nothing for %s', (_what, [params, message]) => {
    expect(() => call('SERVER_SET_THREADPOOL_PARAMETERS', { srv, params, flags: 0 })).toThrow(message)
    expect(refills).toBe(0)
  })

  test('end the daemon, with guests left running or without saying so', () => {
    call('CONNECT_DAEMON_SHUTDOWN', { flags: 1 })
    expect(stopped).toBe('an administrator asked for it')
  })
})

describe('filters of the log', () => {
  test('are read as they are written', () => {
    const text = '1:driver.qemu 4:snmp'
    expect(formatFilters({ level: 'info', modules: parseFilters(text) })).toEqual({ text, count: 2 })
  })

  test.each(['5:rpc', '0:rpc', 'rpc', '1:', '1:a b', '1:*'])('are refused in another form: %s', (text) => {
    expect(() => parseFilters(text)).toThrow('is not understood')
  })
})
