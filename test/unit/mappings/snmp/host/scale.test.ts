import { expect, test } from 'vitest'
import type { ConnectionView } from '../../../../../src/mappings/snmp/connection-view.ts'
import { OrderedIndex } from '../../../../../src/mappings/snmp/engine/ordered-index.ts'
import { hostModules } from '../../../../../src/mappings/snmp/host/host-modules.ts'
import { cells, nic, World } from '../objects.ts'

test('ten thousand guests have one interface row and one row in the host each, and their number is told', async () => {
  const world = new World()
  world.host('test')
  for (let n = 1; n <= 10_000; n++) world.domain(n, { interfaces: [nic(n & 255)] })
  const view = await world.view()
  const hosts = new OrderedIndex<ConnectionView>()
  hosts.set([view.hostIndex], view)
  const connections = new Map([['test', view]])
  const { clock } = world
  const shown = { objects: view, hosts, connections, clock, ticks: () => 0, refresh: () => undefined }
  const [interfaces, , entities] = hostModules(shown)
  if (!interfaces || !entities) throw new Error('modules are missing')
  const rows = Object.keys(cells(interfaces, 'ifTable')).filter((at) => at.startsWith('1.'))
  expect(rows).toHaveLength(10_000)
  expect(interfaces.scalars?.[0]?.scalars[0]?.get()).toBe(10_000)
  expect(Object.keys(cells(interfaces, 'ifStackTable'))).toHaveLength(20_000)
  // Four processors, ten thousand guests, and one interface in each of these.
  expect(Object.keys(cells(entities, 'entPhysicalContainsTable'))).toHaveLength(20_004)
})
