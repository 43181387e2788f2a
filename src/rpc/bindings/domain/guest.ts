import type { Args, Result } from '../../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteDomainInterface, RemoteNonnullDomain } from '../../wire/generated/types.ts'
import { checkFlags, has, switches } from '../flags.ts'
import { guestInfoParams, infoTypes } from './guest-info.ts'
import { domainError, onDomain, wordOf } from './on-domain.ts'

const addressSources = ['lease', 'agent', 'arp'] as const
const addressTypes = { ipv4: 0, ipv6: 1 } as const
const APPEND = 1
const REMOVE = 2
const TIME_SYNC = 1
const NS_PER_S = 1_000_000_000

/** What is asked of the system inside the guest. */
export const guestHandlers: RemoteHandlers = {
  DOMAIN_INTERFACE_ADDRESSES: async (call, { dom, source, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    const args = { source: wordOf(call, addressSources, source, 'the source of addresses') }
    return { ifaces: (await onDomain(call, dom, 'domain.getInterfaceAddresses', args)).map(interfaceOf) }
  },
  DOMAIN_GET_FSINFO: async (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    const all = await onDomain(call, dom, 'domain.getFsInfo', {})
    const info = all.map(({ mountpoint, name, type, devices }) => ({
      mountpoint,
      name,
      fstype: type,
      dev_aliases: devices,
    }))
    return { info, ret: info.length }
  },
  DOMAIN_FSFREEZE: async (call, { dom, mountpoints, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return { filesystems: await onDomain(call, dom, 'domain.fsFreeze', places(mountpoints)) }
  },
  DOMAIN_FSTHAW: async (call, { dom, mountpoints, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return { filesystems: await onDomain(call, dom, 'domain.fsThaw', places(mountpoints)) }
  },
  DOMAIN_FSTRIM: (call, { dom, mountPoint, minimum, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return onDomain(call, dom, 'domain.fsTrim', {
      ...(mountPoint === null ? {} : { mountpoint: mountPoint }),
      ...(minimum === 0n ? {} : { minimum }),
    })
  },
  DOMAIN_GET_HOSTNAME: (call, { dom, flags }) => hostname(call, dom, flags),
  DOMAIN_GET_GUEST_INFO: async (call, { dom, types, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    const asked = infoTypes(types)
    const args = asked === undefined ? {} : { types: asked }
    return { params: guestInfoParams(await onDomain(call, dom, 'domain.getGuestInfo', args)) }
  },
  DOMAIN_GET_TIME: async (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return await onDomain(call, dom, 'domain.getTime', {})
  },
  DOMAIN_SET_TIME: (call, { dom, seconds, nseconds, flags }) => {
    checkFlags(call, 'domain', flags, TIME_SYNC)
    if (nseconds >= NS_PER_S) {
      throw domainError(call, 'invalidArg', `${nseconds} ns are more than a second`)
    }
    const args = { seconds, nseconds, ...switches(flags, { sync: TIME_SYNC }) }
    return onDomain(call, dom, 'domain.setTime', args)
  },
  DOMAIN_SET_USER_PASSWORD: (call, { dom, user, password, flags }) => {
    checkFlags(call, 'domain', flags, 1)
    const args = { user: user ?? '', password: password ?? '', ...switches(flags, { encrypted: 1 }) }
    return onDomain(call, dom, 'domain.setUserPassword', args)
  },
  DOMAIN_AUTHORIZED_SSH_KEYS_GET: async (call, { dom, user, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return { keys: await onDomain(call, dom, 'domain.getSshKeys', { user }) }
  },
  DOMAIN_AUTHORIZED_SSH_KEYS_SET: (call, { dom, user, keys, flags }) =>
    onDomain(call, dom, 'domain.setSshKeys', { user, keys, mode: keysMode(call, flags) }),
  DOMAIN_AGENT_SET_RESPONSE_TIMEOUT: async (call, { dom, timeout, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    await onDomain(call, dom, 'domain.setAgentTimeout', { timeout })
    return { result: 0 }
  },
}

/** No places given means all of them. */
function places(mountpoints: readonly string[]): { mountpoints?: readonly string[] } {
  return mountpoints.length === 0 ? {} : { mountpoints }
}

function interfaceOf(found: Result<'domain.getInterfaceAddresses'>[number]): RemoteDomainInterface {
  const addrs = found.addresses.map(({ type, address, prefix }) => ({
    type: addressTypes[type],
    addr: address,
    prefix,
  }))
  return { name: found.name, hwaddr: found.mac ?? null, addrs }
}

async function hostname(call: Call, dom: RemoteNonnullDomain, flags: number): Promise<{ hostname: string }> {
  checkFlags(call, 'domain', flags, 3)
  if (flags === 3)
    throw domainError(call, 'invalidArg', 'a name is asked of leases or of the agent, not of both')
  const args: Args<'domain.getGuestHostname'> =
    flags === 0 ? {} : { source: has(flags, 1) ? 'lease' : 'agent' }
  return { hostname: await onDomain(call, dom, 'domain.getGuestHostname', args) }
}

function keysMode(call: Call, flags: number): 'replace' | 'append' | 'remove' {
  checkFlags(call, 'domain', flags, APPEND | REMOVE)
  if (flags === (APPEND | REMOVE)) {
    throw domainError(call, 'invalidArg', 'keys are added or removed, not both')
  }
  return has(flags, APPEND) ? 'append' : has(flags, REMOVE) ? 'remove' : 'replace'
}
