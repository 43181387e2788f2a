import type { Attrs, Counters } from '../../core/model/index.ts'
import type { RemoteNonnullDomain } from '../../rpc/wire/generated/types.ts'
import type { Daemon } from './daemon.ts'

type Balloon = NonNullable<Counters<'domain'>['balloon']>

/** What memory statistics mean, by libvirt's numbers. */
const balloonTags: ReadonlyArray<keyof Balloon> = [
  'swapIn',
  'swapOut',
  'majorFault',
  'minorFault',
  'unused',
  'available',
  'actual',
  'rss',
  'usable',
  'lastUpdate',
  'diskCaches',
  'hugetlbPageAlloc',
  'hugetlbPageFail',
]

/** Counters of one domain by the calls from before statistics of all. What cannot be had is left out. */
export async function singleCounters(
  daemon: Daemon,
  dom: RemoteNonnullDomain,
  attrs: Attrs<'domain'>,
  signal: AbortSignal,
): Promise<Counters<'domain'>> {
  const options = { signal }
  const [info, disks, interfaces, balloon] = await Promise.all([
    daemon.call('DOMAIN_GET_INFO', { dom }, options),
    Promise.all(attrs.disks.map(({ target }) => diskStats(daemon, dom, target, options))),
    Promise.all(attrs.interfaces.map((each) => interfaceStats(daemon, dom, each, options))),
    balloonStats(daemon, dom, options),
  ])
  const diskFound = disks.flatMap((each) => each ?? [])
  const interfaceFound = interfaces.flatMap((each) => each ?? [])
  return {
    cpuTime: info.cpuTime,
    ...(diskFound.length > 0 && { diskStats: diskFound }),
    ...(interfaceFound.length > 0 && { interfaceStats: interfaceFound }),
    ...(balloon && { balloon }),
  }
}

type Options = { readonly signal: AbortSignal }

async function diskStats(daemon: Daemon, dom: RemoteNonnullDomain, target: string, options: Options) {
  const stats = await daemon
    .tryCall('DOMAIN_BLOCK_STATS', { dom, path: target }, options)
    .catch(() => undefined)
  return (
    stats && {
      target,
      readRequests: known(stats.rd_req),
      readBytes: known(stats.rd_bytes),
      writeRequests: known(stats.wr_req),
      writeBytes: known(stats.wr_bytes),
      errors: stats.errs,
    }
  )
}

async function interfaceStats(
  daemon: Daemon,
  dom: RemoteNonnullDomain,
  { mac, target }: Attrs<'domain'>['interfaces'][number],
  options: Options,
) {
  const stats = await daemon
    .tryCall('DOMAIN_INTERFACE_STATS', { dom, device: target ?? mac }, options)
    .catch(() => undefined)
  return (
    stats && {
      mac,
      rxBytes: known(stats.rx_bytes),
      rxPackets: known(stats.rx_packets),
      rxErrors: known(stats.rx_errs),
      rxDropped: known(stats.rx_drop),
      txBytes: known(stats.tx_bytes),
      txPackets: known(stats.tx_packets),
      txErrors: known(stats.tx_errs),
      txDropped: known(stats.tx_drop),
    }
  )
}

/** -1 stands for what the hypervisor does not count. */
function known(value: bigint): bigint {
  return value < 0n ? 0n : value
}

async function balloonStats(
  daemon: Daemon,
  dom: RemoteNonnullDomain,
  options: Options,
): Promise<Balloon | undefined> {
  const args = { dom, maxStats: balloonTags.length, flags: 0 }
  const ret = await daemon.tryCall('DOMAIN_MEMORY_STATS', args, options).catch(() => undefined)
  const pairs = (ret?.stats ?? []).flatMap(({ tag, val }) => {
    const name = balloonTags[tag]
    return name === undefined ? [] : [[name, val] as const]
  })
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs)
}
