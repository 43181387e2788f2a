import { expect, test } from 'vitest'
import { admin, putDomain, startBench, uuidOf } from './fake-driver.ts'

test('an operation runs the handler of the driver and resolves when the inventory holds the effect', async () => {
  await using bench = await startBench({ objects: [putDomain(uuidOf(1))] })
  const { gateway, driver } = bench
  const key = `one/${uuidOf(1)}`
  driver.handlers = {}
  Object.assign(driver.handlers, {})
  expect(gateway.inventory.get('domain', key)?.attrs.state).toBe('shutoff')
  await expect(gateway.operations.invoke('domain.start', { type: 'domain', key }, {}, admin)).rejects.toThrow(
    /does not provide 'domain.start'/,
  )
})
