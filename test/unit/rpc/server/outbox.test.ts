import type { Socket } from 'node:net'
import { Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { systemClock } from '../../../../src/core/lib/clock.ts'
import { Outbox } from '../../../../src/rpc/server/outbox.ts'

test('there is room again after a large packet that the kernel takes at once', async () => {
  let roomy = 0
  // What an outbox uses of a socket is a stream's.
  const socket = new Writable({ write: (_chunk, _encoding, taken) => taken() }) as Socket
  const outbox = new Outbox({
    socket,
    clock: systemClock,
    stallWait: 60_000,
    stalled: () => {},
    roomy: () => {
      roomy++
    },
    failed: () => {},
  })
  outbox.send(Buffer.alloc(2 * 1024 * 1024))
  expect(outbox.full).toBe(true)
  await nextTurn()
  expect({ full: outbox.full, roomy }).toEqual({ full: false, roomy: 1 })
  socket.destroy()
})
