import type { Handlers } from '../../../core/driver.ts'
import { textParams } from '../stats.ts'
import { ask, type HandlerContext, impact, numberOf, run, wireRef } from './context.ts'

const addressSources = ['lease', 'agent', 'arp'] as const
const addressTypes = ['ipv4', 'ipv6'] as const
const hostnameBits = { lease: 1, agent: 2 } as const
const infoTypes = [
  'users',
  'os',
  'timezone',
  'hostname',
  'filesystem',
  'disks',
  'interfaces',
  'load',
] as const
const keyModes = { replace: 0, append: 1, remove: 2 } as const
const metadataTypes = ['description', 'title', 'element'] as const
const PASSWORD_ENCRYPTED = 1
const TIME_SYNC = 1
const MONITOR_HMP = 1
const AGENT_DEFAULT = -1

/** What goes on inside of guests, by their agents and otherwise. */
export function domainGuestHandlers(context: HandlerContext): Handlers {
  const domOf = (ref: { readonly key: string }) => wireRef(context, 'domain', ref)
  const { daemon } = context
  return {
    'domain.getInterfaceAddresses': async (ctx, ref, { source = 'lease' }) => {
      const args = { dom: domOf(ref), source: numberOf(addressSources, source), flags: 0 }
      const { ifaces } = await ask(context, ctx, 'DOMAIN_INTERFACE_ADDRESSES', args)
      return ifaces.map(({ name, hwaddr, addrs }) => ({
        name,
        ...(hwaddr !== null && { mac: hwaddr.toLowerCase() }),
        addresses: addrs.map(({ type, addr, prefix }) => ({
          type: addressTypes[type] ?? 'ipv4',
          address: addr,
          prefix,
        })),
      }))
    },
    'domain.getFsInfo': async (ctx, ref) => {
      const { info } = await ask(context, ctx, 'DOMAIN_GET_FSINFO', { dom: domOf(ref), flags: 0 })
      return info.map(({ mountpoint, name, fstype, dev_aliases }) => ({
        mountpoint,
        name,
        type: fstype,
        devices: dev_aliases,
      }))
    },
    'domain.fsFreeze': async (ctx, ref, { mountpoints = [] }) =>
      (await ask(context, ctx, 'DOMAIN_FSFREEZE', { dom: domOf(ref), mountpoints, flags: 0 })).filesystems,
    'domain.fsThaw': async (ctx, ref, { mountpoints = [] }) =>
      (await ask(context, ctx, 'DOMAIN_FSTHAW', { dom: domOf(ref), mountpoints, flags: 0 })).filesystems,
    'domain.fsTrim': (ctx, ref, { mountpoint, minimum = 0n }) =>
      run(context, ctx, 'DOMAIN_FSTRIM', {
        dom: domOf(ref),
        mountPoint: mountpoint ?? null,
        minimum,
        flags: 0,
      }),
    'domain.getGuestHostname': async (ctx, ref, { source }) => {
      const flags = source === undefined ? 0 : hostnameBits[source]
      return (await ask(context, ctx, 'DOMAIN_GET_HOSTNAME', { dom: domOf(ref), flags })).hostname
    },
    'domain.getGuestInfo': async (ctx, ref, { types = [] }) => {
      const wanted = types.reduce((sum, type) => sum + 2 ** infoTypes.indexOf(type), 0)
      const args = { dom: domOf(ref), types: wanted, flags: 0 }
      return textParams((await ask(context, ctx, 'DOMAIN_GET_GUEST_INFO', args)).params)
    },
    'domain.getTime': (ctx, ref) => ask(context, ctx, 'DOMAIN_GET_TIME', { dom: domOf(ref), flags: 0 }),
    'domain.setTime': (ctx, ref, { seconds, nseconds, sync }) =>
      run(context, ctx, 'DOMAIN_SET_TIME', {
        dom: domOf(ref),
        seconds,
        nseconds,
        flags: sync === true ? TIME_SYNC : 0,
      }),
    'domain.setUserPassword': (ctx, ref, { user, password, encrypted }) =>
      run(context, ctx, 'DOMAIN_SET_USER_PASSWORD', {
        dom: domOf(ref),
        user,
        password,
        flags: encrypted === true ? PASSWORD_ENCRYPTED : 0,
      }),
    'domain.getSshKeys': async (ctx, ref, { user }) =>
      (await ask(context, ctx, 'DOMAIN_AUTHORIZED_SSH_KEYS_GET', { dom: domOf(ref), user, flags: 0 })).keys,
    'domain.setSshKeys': (ctx, ref, { user, keys, mode = 'replace' }) =>
      run(context, ctx, 'DOMAIN_AUTHORIZED_SSH_KEYS_SET', {
        dom: domOf(ref),
        user,
        keys,
        flags: keyModes[mode],
      }),
    'domain.setAgentTimeout': (ctx, ref, { timeout }) =>
      run(context, ctx, 'DOMAIN_AGENT_SET_RESPONSE_TIMEOUT', { dom: domOf(ref), timeout, flags: 0 }),
    'domain.agentCommand': async (ctx, ref, { command, timeout = AGENT_DEFAULT }) => {
      const args = { dom: domOf(ref), cmd: command, timeout, flags: 0 }
      return (await daemon.qemu('DOMAIN_AGENT_COMMAND', args, { signal: ctx.signal })).result ?? ''
    },
    'domain.monitorCommand': async (ctx, ref, { command, hmp }) => {
      const args = { dom: domOf(ref), cmd: command, flags: hmp === true ? MONITOR_HMP : 0 }
      return (await daemon.qemu('DOMAIN_MONITOR_COMMAND', args, { signal: ctx.signal })).result
    },
    'domain.getMetadata': async (ctx, ref, { type, uri, ...where }) => {
      const args = {
        dom: domOf(ref),
        type: numberOf(metadataTypes, type),
        uri: uri ?? null,
        flags: impact(where),
      }
      return (await ask(context, ctx, 'DOMAIN_GET_METADATA', args)).metadata
    },
    'domain.setMetadata': (ctx, ref, { type, value, key, uri, ...where }) =>
      run(context, ctx, 'DOMAIN_SET_METADATA', {
        dom: domOf(ref),
        type: numberOf(metadataTypes, type),
        metadata: value ?? null,
        key: key ?? null,
        uri: uri ?? null,
        flags: impact(where),
      }),
  }
}
