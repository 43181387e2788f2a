import type { InventoryReader } from '../../core/contracts.ts'

/** Names of the sockets of one daemon: for full access, for reading only, and for its administration. */
export interface SocketNames {
  readonly full: string
  readonly readOnly: string
  readonly admin: string
}

/** Names of the sockets of a daemon of libvirt. */
export function socketNames(daemon: string): SocketNames {
  return { full: `${daemon}-sock`, readOnly: `${daemon}-sock-ro`, admin: `${daemon}-admin-sock` }
}

/** Name of the sockets that every client finds when no daemon for its driver is there. */
export const mainSockets: SocketNames = socketNames('libvirt')

const services = ['interface', 'network', 'nodedev', 'nwfilter', 'secret', 'storage']
const hypervisors = ['bhyve', 'ch', 'lxc', 'qemu', 'vbox', 'vz', 'xen']

/**
 * The other daemons whose sockets clients look for first: those of the hypervisors that the gateway has connections to,
 * and of the services of a host.
 */
export function otherDaemons(reader: InventoryReader): string[] {
  const connected = new Set<string>()
  for (const { attrs } of reader.list('host')) connected.add(attrs.uri.split(/[+:]/, 1)[0] ?? '')
  return [...hypervisors.filter((name) => connected.has(name)), ...services].map((name) => `virt${name}d`)
}
