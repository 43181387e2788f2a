import { isQmpObject } from '../../../qmp/index.ts'
import { devicesOf } from '../definition/devices.ts'
import { emitEvent } from './publish.ts'
import type { Scene } from './scene.ts'

/**
 * The guest changed what an interface is to receive. Its word on the address counts only where the definition trusts
 * it. QEMU tells the next change once it was asked what this one is.
 */
export async function receiveFilterChanged({ services, guest, live }: Scene, alias: string): Promise<void> {
  const net = devicesOf(live.doc).interfaces.find((candidate) => candidate.alias?.name === alias)
  if (net?.trustGuestRxFilters !== true) return
  const filters = await live.monitor.request('query-rx-filter', { name: alias })
  const filter = Array.isArray(filters) ? filters[0] : undefined
  const newMac = isQmpObject(filter) && typeof filter['main-mac'] === 'string' ? filter['main-mac'] : ''
  const oldMac = live.guestMacs.get(alias) ?? net.mac?.address
  if (newMac === '' || oldMac === undefined || newMac === oldMac) return
  live.guestMacs.set(alias, newMac)
  emitEvent(services, guest, 'nicMacChange', { device: alias, oldMac, newMac })
}
