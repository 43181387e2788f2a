import { describe, expect, test } from 'vitest'
import { FakeClock } from '../../../src/core/lib/clock.ts'
import { Limiter } from '../../../src/qmp/limiter.ts'

const bounds = (more: object = {}) => ({ what: 'a place', clock: new FakeClock(), ...more })

describe('a limiter', () => {
  test('lets in as many as it may, and the others in order', async () => {
    const limiter = new Limiter(2)
    const order: number[] = []
    const leave = [await limiter.enter(bounds()), await limiter.enter(bounds())]
    const waiting = [1, 2, 3].map(async (n) => {
      const out = await limiter.enter(bounds())
      order.push(n)
      out()
    })
    expect([limiter.inside, limiter.waiting]).toEqual([2, 3])
    leave[0]?.()
    await Promise.all(waiting)
    expect(order).toEqual([1, 2, 3])
    expect([limiter.inside, limiter.waiting]).toEqual([1, 0])
  })

  test('a place given back twice counts once', async () => {
    const limiter = new Limiter(1)
    const leave = await limiter.enter(bounds())
    leave()
    leave()
    expect(limiter.inside).toBe(0)
  })

  test('who gives up waiting does not hold up the others', async () => {
    const limiter = new Limiter(1)
    const leave = await limiter.enter(bounds())
    const abort = new AbortController()
    const first = limiter.enter(bounds({ signal: abort.signal }))
    const second = limiter.enter(bounds())
    abort.abort()
    await expect(first).rejects.toMatchObject({ code: 'operationAborted' })
    leave()
    await expect(second).resolves.toBeTypeOf('function')
  })

  test('who waits too long is told so', async () => {
    const clock = new FakeClock()
    const limiter = new Limiter(1)
    await limiter.enter(bounds())
    const late = limiter.enter(bounds({ clock, timeoutMs: 100 }))
    clock.advance(100)
    await expect(late).rejects.toMatchObject({ code: 'operationTimeout' })
    expect(limiter.waiting).toBe(0)
  })

  test('no more may wait than the bound', async () => {
    const limiter = new Limiter(1, 0)
    await limiter.enter(bounds())
    await expect(limiter.enter(bounds())).rejects.toMatchObject({ code: 'resourceBusy' })
  })
})
