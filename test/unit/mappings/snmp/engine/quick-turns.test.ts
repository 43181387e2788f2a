import { describe, expect, test } from 'vitest'
import { QuickTurns } from '../../../../../src/mappings/snmp/engine/quick-turns.ts'

/** A clock that is set by hand and a loop whose turns are taken by hand. */
function loop() {
  const waiting: Array<() => void> = []
  const state = { now: 0 }
  const turns = new QuickTurns(
    () => state.now,
    (run) => waiting.push(run),
  )
  return {
    waiting,
    arriveAt(now: number) {
      state.now = now
      turns.arrived()
    },
    turnAt(now: number) {
      state.now = now
      waiting.shift()?.()
    },
  }
}

describe('the event loop of an agent', () => {
  test('sleeps after a datagram that stands alone', () => {
    const { arriveAt, waiting } = loop()
    arriveAt(1)
    arriveAt(1.2)
    expect(waiting).toHaveLength(0)
  })

  test('turns on for a moment after two that followed each other closely, once however many came', () => {
    const { arriveAt, turnAt, waiting } = loop()
    arriveAt(1)
    arriveAt(1.05)
    arriveAt(1.06)
    expect(waiting).toHaveLength(1)
    turnAt(1.1)
    expect(waiting).toHaveLength(1)
    turnAt(1.2)
    expect(waiting).toHaveLength(0)
  })

  test('turns on again when datagrams come closely again', () => {
    const { arriveAt, turnAt, waiting } = loop()
    arriveAt(1)
    arriveAt(1.05)
    turnAt(2)
    arriveAt(3)
    expect(waiting).toHaveLength(0)
    arriveAt(3.05)
    expect(waiting).toHaveLength(1)
  })
})
