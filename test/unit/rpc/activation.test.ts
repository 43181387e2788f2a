import { describe, expect, test } from 'vitest'
import { takeActivatedSockets } from '../../../src/rpc/activation.ts'

const none = { rw: [], ro: [], admin: [], tcp: [], tls: [] }
const env = (names: string, count: number, pid = 42) => ({
  LISTEN_PID: String(pid),
  LISTEN_FDS: String(count),
  LISTEN_FDNAMES: names,
})

describe('sockets that systemd hands over', () => {
  test('are told apart by the names of their units', () => {
    const names =
      'virtgate.socket:virtgate-ro.socket:virtgate-admin.socket:virtgate-tcp.socket:virtgate-tls.socket'
    expect(takeActivatedSockets(env(names, 5), 42)).toEqual({
      rw: [3],
      ro: [4],
      admin: [5],
      tcp: [6],
      tls: [7],
    })
  })

  test("may have the names of libvirt's own units", () => {
    expect(takeActivatedSockets(env('libvirtd-ro.socket:libvirtd.socket', 2), 42)).toEqual({
      ...none,
      ro: [3],
      rw: [4],
    })
  })

  test('may have plain names, and be several of a kind', () => {
    expect(takeActivatedSockets(env('tls:tls:rw', 3), 42)).toEqual({ ...none, tls: [3, 4], rw: [5] })
  })

  test('are none for another process', () => {
    expect(takeActivatedSockets(env('rw', 1), 43)).toEqual(none)
  })

  test('are none where nothing was handed over', () => {
    expect(takeActivatedSockets({}, 42)).toEqual(none)
  })

  test('are not told to children', () => {
    const given: Record<string, string | undefined> = { ...env('rw', 1), PATH: '/bin' }
    takeActivatedSockets(given, 42)
    expect(given).toEqual({ PATH: '/bin' })
  })

  test.each(['unknown', '', 'storage'])('are refused under a name that says nothing: %j', (name) => {
    expect(() => takeActivatedSockets(env(name, 1), 42)).toThrow(`is named '${name}'`)
  })
})
