import { beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { IdleStop } from '../../../../src/rpc/admin/idle-stop.ts'

let clock: FakeClock
let clients: number
let stops: number
let idle: IdleStop

beforeEach(() => {
  clock = new FakeClock()
  clients = 0
  stops = 0
  idle = new IdleStop({
    clock,
    clients: () => clients,
    stop: () => {
      stops++
    },
  })
})

describe('a stop without clients', () => {
  test('comes after the time that was asked for, once', () => {
    idle.set(60)
    clock.advance(59_999)
    expect(stops).toBe(0)
    clock.advance(60_001)
    expect(stops).toBe(1)
  })

  test('does not come while there are clients, nor before the time after the last', () => {
    clients = 1
    idle.set(60)
    clock.advance(600_000)
    clients = 0
    clock.advance(59_000)
    expect(stops).toBe(0)
    clock.advance(2000)
    expect(stops).toBe(1)
  })

  test('never comes once it is switched off', () => {
    idle.set(60)
    idle.set(0)
    clock.advance(600_000)
    expect(stops).toBe(0)
  })
})
