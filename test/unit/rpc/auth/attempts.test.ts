import { beforeEach, describe, expect, test } from 'vitest'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { Attempts } from '../../../../src/rpc/auth/attempts.ts'

let clock: FakeClock
let attempts: Attempts

beforeEach(() => {
  clock = new FakeClock()
  attempts = new Attempts(clock)
})

function fail(from: string, times: number): void {
  for (let i = 0; i < times; i++) attempts.failed(from, 'fred')
}

describe('wrong passwords', () => {
  test('cost nothing at first', () => {
    fail('a', 4)
    expect(attempts.allowed('a')).toBe(true)
  })

  test('shut the door for a while, longer each time', () => {
    fail('a', 5)
    expect(attempts.allowed('a')).toBe(false)
    clock.advance(2000)
    expect(attempts.allowed('a')).toBe(true)
    fail('a', 1)
    clock.advance(2000)
    expect(attempts.allowed('a')).toBe(false)
    clock.advance(2000)
    expect(attempts.allowed('a')).toBe(true)
  })

  test('never shut it for longer than five minutes', () => {
    fail('a', 1000)
    clock.advance(300_000)
    expect(attempts.allowed('a')).toBe(true)
  })

  test('are forgotten after a right one', () => {
    fail('a', 4)
    attempts.succeeded('a', 'fred')
    fail('a', 4)
    expect(attempts.allowed('a')).toBe(true)
  })

  test.each([['wilma'], [undefined]])('are not forgotten after a right one of %s', (other) => {
    fail('a', 4)
    attempts.succeeded('a', other)
    fail('a', 1)
    expect(attempts.allowed('a')).toBe(false)
  })

  test('of several names are not forgotten after a right one of the last', () => {
    attempts.failed('a', 'root')
    fail('a', 3)
    attempts.succeeded('a', 'fred')
    fail('a', 1)
    expect(attempts.allowed('a')).toBe(false)
  })

  test('are forgotten after a long time', () => {
    fail('a', 6)
    clock.advance(600_001)
    fail('a', 1)
    expect(attempts.allowed('a')).toBe(true)
  })

  test('are remembered of so many addresses only', () => {
    fail('a', 5)
    for (let i = 0; i < 10_000; i++) attempts.failed(`other ${i}`, undefined)
    expect(attempts.allowed('a')).toBe(true)
    expect(attempts.allowed('other 9999')).toBe(true)
  })
})
