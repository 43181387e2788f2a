import type { Result } from '../../core/model/index.ts'
import type { TestDomain } from './domain.ts'
import type { TestNode } from './node.ts'

type Addresses = Result<'domain.getInterfaceAddresses'>

const defaultPrefix = 24

/** An IPv4 address as a number. */
function ipv4ToNumber(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

/** An IPv4 address of a number; it wraps around. */
function numberToIpv4(value: number): string {
  const bits = value >>> 0
  return [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255].join('.')
}

/**
 * Addresses of a running guest: one for each interface. On a network of the node it is counted from the first
 * address that the network gives out, twenty for each guest; elsewhere it is in 192.168.0.0/24.
 */
export function guestAddresses(node: TestNode, domain: TestDomain): Addresses {
  return domain.record.interfaces.map(({ mac, source, target, type }, index) => {
    const range = type === 'network' && source !== undefined ? rangeOf(node, source) : undefined
    const address =
      range === undefined
        ? numberToIpv4(ipv4ToNumber('192.168.0.1') + index)
        : numberToIpv4(ipv4ToNumber(range.start) + 20 * (domain.record.id - 1) + index + 1)
    return {
      name: target ?? `testnet${index}`,
      mac,
      addresses: [{ type: 'ipv4', address, prefix: range?.prefix ?? defaultPrefix }],
    }
  })
}

function rangeOf(node: TestNode, network: string): { start: string; prefix: number } | undefined {
  const found = node.networks
    .findByName(network)
    ?.record.addresses.find(({ family, dhcpStart }) => family === 'ipv4' && dhcpStart !== undefined)
  return found?.dhcpStart === undefined ? undefined : { start: found.dhcpStart, prefix: found.prefix }
}
