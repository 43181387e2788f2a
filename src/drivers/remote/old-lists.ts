import type { Daemon } from './daemon.ts'

/** How lists are asked for of daemons from before lists of objects (libvirt 0.9.12, small ones of our days). */
const MAX_IDS = 16_384

/** One list of names with how its objects are looked up. */
interface OldList<R> {
  names(): Promise<readonly string[] | undefined>
  lookup(name: string): Promise<R>
}

/** All objects of several lists of names; those that vanish between the two questions are left out. */
export async function lookUpAll<R>(lists: readonly OldList<R>[]): Promise<R[]> {
  const found: R[] = []
  for (const { names, lookup } of lists) {
    const all = (await names()) ?? []
    const looked = await Promise.allSettled(all.map((name) => lookup(name)))
    for (const each of looked) if (each.status === 'fulfilled') found.push(each.value)
  }
  return found
}

/** Domains by the old calls: those that run by number, the others by name. */
export async function oldDomains(daemon: Daemon) {
  const running = await daemon.tryCall('CONNECT_LIST_DOMAINS', { maxids: MAX_IDS })
  return lookUpAll([
    {
      names: async () => running?.ids.map(String),
      lookup: async (id) => (await daemon.call('DOMAIN_LOOKUP_BY_ID', { id: Number(id) })).dom,
    },
    {
      names: async () => (await daemon.tryCall('CONNECT_LIST_DEFINED_DOMAINS', { maxnames: MAX_IDS }))?.names,
      lookup: async (name) => (await daemon.call('DOMAIN_LOOKUP_BY_NAME', { name })).dom,
    },
  ])
}

/** Networks by the old calls. */
export function oldNetworks(daemon: Daemon) {
  const lookup = async (name: string) => (await daemon.call('NETWORK_LOOKUP_BY_NAME', { name })).net
  return lookUpAll([
    {
      names: async () => (await daemon.tryCall('CONNECT_LIST_NETWORKS', { maxnames: MAX_IDS }))?.names,
      lookup,
    },
    {
      names: async () =>
        (await daemon.tryCall('CONNECT_LIST_DEFINED_NETWORKS', { maxnames: MAX_IDS }))?.names,
      lookup,
    },
  ])
}

/** Storage pools by the old calls. */
export function oldPools(daemon: Daemon) {
  const lookup = async (name: string) => (await daemon.call('STORAGE_POOL_LOOKUP_BY_NAME', { name })).pool
  return lookUpAll([
    {
      names: async () => (await daemon.tryCall('CONNECT_LIST_STORAGE_POOLS', { maxnames: MAX_IDS }))?.names,
      lookup,
    },
    {
      names: async () =>
        (await daemon.tryCall('CONNECT_LIST_DEFINED_STORAGE_POOLS', { maxnames: MAX_IDS }))?.names,
      lookup,
    },
  ])
}

/** Interfaces of the host by the old calls. */
export function oldInterfaces(daemon: Daemon) {
  const lookup = async (name: string) => (await daemon.call('INTERFACE_LOOKUP_BY_NAME', { name })).iface
  return lookUpAll([
    {
      names: async () => (await daemon.tryCall('CONNECT_LIST_INTERFACES', { maxnames: MAX_IDS }))?.names,
      lookup,
    },
    {
      names: async () =>
        (await daemon.tryCall('CONNECT_LIST_DEFINED_INTERFACES', { maxnames: MAX_IDS }))?.names,
      lookup,
    },
  ])
}

/** Devices of the host by the old calls. */
export function oldNodedevs(daemon: Daemon) {
  return lookUpAll([
    {
      names: async () =>
        (await daemon.tryCall('NODE_LIST_DEVICES', { cap: null, maxnames: MAX_IDS, flags: 0 }))?.names,
      lookup: async (name) => ({ name }),
    },
  ])
}

/** Secrets by the old calls. */
export function oldSecrets(daemon: Daemon) {
  return lookUpAll([
    {
      names: async () => (await daemon.tryCall('CONNECT_LIST_SECRETS', { maxuuids: MAX_IDS }))?.uuids,
      lookup: async (uuid) => (await daemon.call('SECRET_LOOKUP_BY_UUID', { uuid })).secret,
    },
  ])
}

/** Network filters by the old calls. */
export function oldNwfilters(daemon: Daemon) {
  return lookUpAll([
    {
      names: async () => (await daemon.tryCall('CONNECT_LIST_NWFILTERS', { maxnames: MAX_IDS }))?.names,
      lookup: async (name) => (await daemon.call('NWFILTER_LOOKUP_BY_NAME', { name })).nwfilter,
    },
  ])
}

/** Volumes of a pool by the old calls. */
export function oldVolumes(daemon: Daemon, pool: { readonly name: string; readonly uuid: string }) {
  return lookUpAll([
    {
      names: async () =>
        (await daemon.tryCall('STORAGE_POOL_LIST_VOLUMES', { pool, maxnames: MAX_IDS }))?.names,
      lookup: async (name) => (await daemon.call('STORAGE_VOL_LOOKUP_BY_NAME', { pool, name })).vol,
    },
  ])
}
