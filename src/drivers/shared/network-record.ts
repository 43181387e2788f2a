import type { NetworkDoc } from '../../core/config/index.ts'
import type { Attrs } from '../../core/model/index.ts'

type ConfigNames = 'uuid' | 'name' | 'bridge' | 'forward' | 'domainName' | 'addresses'

/** The attributes of a network that follow from its document alone. */
export function networkAttrs(doc: NetworkDoc): Pick<Attrs<'network'>, ConfigNames> {
  const bridge = doc.bridge?.name
  const forward = doc.forward?.mode
  const domainName = doc.domain?.name
  return {
    uuid: doc.uuid,
    name: doc.name,
    addresses: (doc.ips ?? []).map(addressRecord),
    ...(bridge === undefined ? {} : { bridge }),
    ...(forward === undefined ? {} : { forward }),
    ...(domainName === undefined ? {} : { domainName }),
  }
}

type Ip = NonNullable<NetworkDoc['ips']>[number]

function addressRecord(ip: Ip): Attrs<'network'>['addresses'][number] {
  const family = ip.family ?? (ip.address?.includes(':') ? 'ipv6' : 'ipv4')
  const range = ip.dhcp?.ranges?.[0]
  return {
    family,
    address: ip.address ?? '',
    prefix: ip.prefix ?? prefixOf(ip.netmask) ?? classPrefix(family, ip.address ?? ''),
    ...(range === undefined ? {} : { dhcpStart: range.start, dhcpEnd: range.end }),
  }
}

/** Length of a netmask like 255.255.255.0. */
function prefixOf(netmask: string | undefined): number | undefined {
  if (netmask === undefined) return undefined
  const bits = netmask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('')
  return bits.length === 32 ? /^1*/.exec(bits)?.[0].length : undefined
}

/** Without a mask the old classes of addresses hold. */
function classPrefix(family: 'ipv4' | 'ipv6', address: string): number {
  if (family === 'ipv6') return 64
  const first = Number(address.split('.')[0])
  return first < 128 ? 8 : first < 192 ? 16 : 24
}
