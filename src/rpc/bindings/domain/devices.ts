import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteNonnullDomain } from '../../wire/generated/types.ts'
import { onDomain, scopeOf } from './on-domain.ts'

/** A change of a device that the guest does not give up by itself is asked for no matter what; so are ours. */
const FORCE = 4

interface DeviceArgs {
  readonly dom: RemoteNonnullDomain
  readonly xml: string
  readonly flags: number
}

const LIVE = 1

/** Devices that come, go and change. */
export const deviceHandlers: RemoteHandlers = {
  DOMAIN_ATTACH_DEVICE: (call, args) => attach(call, { ...args, flags: LIVE }),
  DOMAIN_ATTACH_DEVICE_FLAGS: attach,
  DOMAIN_DETACH_DEVICE: (call, args) => detach(call, { ...args, flags: LIVE }),
  DOMAIN_DETACH_DEVICE_FLAGS: detach,
  DOMAIN_DETACH_DEVICE_ALIAS: (call, { dom, alias, flags }) =>
    onDomain(call, dom, 'domain.detachDeviceAlias', { alias, ...scopeOf(call, flags) }),
  DOMAIN_UPDATE_DEVICE_FLAGS: (call, { dom, xml, flags }) =>
    onDomain(call, dom, 'domain.updateDevice', { xml, ...scopeOf(call, flags, FORCE) }),
}

function attach(call: Call, { dom, xml, flags }: DeviceArgs): Promise<void> {
  return onDomain(call, dom, 'domain.attachDevice', { xml, ...scopeOf(call, flags) })
}

function detach(call: Call, { dom, xml, flags }: DeviceArgs): Promise<void> {
  return onDomain(call, dom, 'domain.detachDevice', { xml, ...scopeOf(call, flags) })
}
