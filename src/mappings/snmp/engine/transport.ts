import type { BerWriter } from './ber-writer.ts'

/** Where a datagram came from. */
export interface Peer {
  readonly address: string
  readonly port: number
}

/** What carries a response back. */
export interface Transport {
  /** Sends what the writer holds; the writer may be used again when it returns. */
  send(writer: BerWriter, peer: Peer): void
}

/** Address and port as text for logs. */
export function formatPeer(peer: Peer): string {
  return peer.address.includes(':') ? `[${peer.address}]:${peer.port}` : `${peer.address}:${peer.port}`
}
