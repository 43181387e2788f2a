import { readFile } from 'node:fs/promises'
import type { Result } from '../../../core/model/index.ts'
import { devicesOf } from '../definition/devices.ts'
import type { Guest } from '../guest/guest.ts'
import { agentOf, objects } from './agent-answers.ts'
import { unsupportedArgument } from './context.ts'

type Addresses = Result<'domain.getInterfaceAddresses'>

/** Addresses of a guest: as its agent tells them, or as this host has seen them. */
export async function interfaceAddresses(
  guest: Guest,
  source: 'lease' | 'agent' | 'arp',
  signal: AbortSignal,
): Promise<Addresses> {
  if (source === 'agent') return fromAgent(guest, signal)
  if (source === 'arp') return fromArp(guest)
  throw unsupportedArgument('leases as the source of addresses (agent and arp are)')
}

async function fromAgent(guest: Guest, signal: AbortSignal): Promise<Addresses> {
  const answer = await agentOf(guest).request('guest-network-get-interfaces', undefined, { signal })
  return objects(answer).map((link) => ({
    name: String(link.name ?? ''),
    ...(typeof link['hardware-address'] === 'string' ? { mac: link['hardware-address'] } : {}),
    addresses: objects(link['ip-addresses']).map((ip) => ({
      type: ip['ip-address-type'] === 'ipv6' ? ('ipv6' as const) : ('ipv4' as const),
      address: String(ip['ip-address'] ?? ''),
      prefix: Number(ip.prefix ?? 0),
    })),
  }))
}

/** The host's table of neighbours: address, type, flags, hardware address, mask, device. */
async function fromArp(guest: Guest): Promise<Addresses> {
  const { doc } = guest.running()
  const rows = (await readFile('/proc/net/arp', 'utf8')).split('\n').map((line) => line.split(/\s+/))
  return devicesOf(doc).interfaces.map((net) => ({
    name: net.target?.dev ?? net.alias?.name ?? '',
    ...(net.mac ? { mac: net.mac.address } : {}),
    addresses: rows
      .filter((row) => net.mac !== undefined && row[3] === net.mac.address)
      .map((row) => ({ type: 'ipv4' as const, address: row[0] ?? '', prefix: 0 })),
  }))
}
