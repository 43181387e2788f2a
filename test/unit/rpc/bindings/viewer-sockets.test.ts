import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { graphicsHandlers } from '../../../../src/rpc/bindings/graphics.ts'
import { loadNative } from '../../../../src/rpc/native/descriptors.ts'
import { descriptorOf } from '../../../../src/rpc/native/socket-handle.ts'
import { openBench, type RpcBench } from '../support.ts'

const load = loadNative()
const reason = 'reason' in load ? load.reason : undefined
if (reason) process.emitWarning(`sockets of viewers are not tested: ${reason}`)

let bench: RpcBench
let listener: Server
const faults: unknown[] = []
const onFault = (fault: unknown) => faults.push(fault)

beforeEach(async () => {
  faults.length = 0
  process.on('uncaughtException', onFault)
  bench = await openBench(graphicsHandlers)
  listener = createServer({ pauseOnConnect: true })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
})

afterEach(async () => {
  process.off('uncaughtException', onFault)
  listener.close()
  await bench.close()
})

describe.skipIf(reason)('a client that brings a socket for a display', () => {
  test('does no harm with one that breaks before its permission is known', async () => {
    if ('reason' in load) return
    const { port } = listener.address() as AddressInfo
    const far = connect(port, '127.0.0.1')
    const [near] = (await once(listener, 'connection')) as [Socket]
    const fd = load.sockets.duplicate(descriptorOf(near) ?? -1)
    const call = { ...bench.makeCall('DOMAIN_OPEN_GRAPHICS'), takeFiles: () => [fd] }
    const invoke = async () => {
      far.resetAndDestroy()
      await once(far, 'close')
      for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
      near.destroy()
      throw new Error('refused')
    }
    const [domain] = bench.gateway.inventory.list('domain', 'here')
    const dom = { name: 'test', uuid: domain?.attrs.uuid ?? '', id: 1 }
    const asked = graphicsHandlers.DOMAIN_OPEN_GRAPHICS?.({ ...call, invoke }, { dom, idx: 0, flags: 0 })
    await expect(asked).rejects.toThrow('refused')
    expect(faults).toEqual([])
  })
})
