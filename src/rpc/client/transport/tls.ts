import { X509Certificate } from 'node:crypto'
import { isIP, type Socket } from 'node:net'
import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import { toVirtError, VirtError } from '../../../core/errors/index.ts'
import { type Channel, noComplaint } from './channel.ts'
import type { ClientPki } from './pki.ts'
import { openTcp, type Place } from './socket.ts'

/** What is sent once the server has found the client's certificate good. */
const WELCOME = 1

/** How a TLS channel is opened. */
export interface TlsOptions {
  readonly place: Place
  readonly pki: ClientPki
  /** Whether the certificate of the server is checked. */
  readonly verify: boolean
  readonly label: string
}

/** Connects to a daemon over TLS, checks its certificate, and waits until it has accepted ours. */
export async function openTls(options: TlsOptions, signal: AbortSignal): Promise<Channel> {
  const { pki, verify, label } = options
  if (verify && pki.ca === undefined) {
    throw new VirtError(
      'authFailed',
      `${label} cannot be checked: there is no '${pki.caFile}' with the authority that signed its certificate`,
      { domain: 'rpc' },
    )
  }
  const { stream: raw } = await openTcp(options.place, label, signal)
  const socket = secure(raw, options)
  const guard = () => socket.destroy(toVirtError(signal.reason, 'operationAborted'))
  signal.addEventListener('abort', guard, { once: true })
  try {
    await handshake(socket, label)
    if (verify) checkCertificate(socket, label)
    await welcome(socket, label)
    // libvirtd reads one packet of a TLS record and forgets the rest of the record until more arrives.
    return { stream: socket, secure: true, paced: true, complaint: noComplaint }
  } catch (thrown) {
    socket.on('error', () => {}).destroy()
    raw.destroy()
    throw signal.aborted ? toVirtError(signal.reason, 'operationAborted') : thrown
  } finally {
    signal.removeEventListener('abort', guard)
  }
}

function secure(socket: Socket, options: TlsOptions): TLSSocket {
  const { pki, verify, place } = options
  return connect({
    socket,
    // Names go along so that a server of many names answers with the right one; addresses may not.
    ...(isIP(place.host) === 0 && { servername: place.host }),
    ...(pki.ca && { ca: pki.ca }),
    ...(pki.crl && { crl: pki.crl }),
    ...(pki.cert && pki.key && { cert: pki.cert, key: pki.key }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: verify,
    checkServerIdentity: (_name: string, cert: PeerCertificate) =>
      verify ? checkServerIdentity(place.host, cert) : undefined,
  })
}

function handshake(socket: TLSSocket, label: string): Promise<void> {
  return until(socket, 'secureConnect', (cause) =>
    cause
      ? new VirtError('authFailed', `${label}: the TLS handshake failed: ${plain(cause)}`, {
          domain: 'rpc',
          cause,
        })
      : new VirtError('authFailed', `${label} ended the TLS handshake`, { domain: 'rpc' }),
  )
}

/** A certificate of an authority is not one of a server, whatever chain it has. */
function checkCertificate(socket: TLSSocket, label: string): void {
  const { raw } = socket.getPeerCertificate()
  if (raw !== undefined && !new X509Certificate(raw).ca) return
  throw new VirtError(
    'authFailed',
    `${label} showed ${raw === undefined ? 'no certificate' : "an authority's certificate"}; one of a server was expected`,
    { domain: 'rpc' },
  )
}

/** TLS 1.3 ends the handshake before the server has looked at our certificate; only this byte tells that it was good. */
async function welcome(socket: TLSSocket, label: string): Promise<void> {
  const refused = (cause?: Error) =>
    new VirtError(
      'authFailed',
      `${label} did not accept the certificate of this client${cause ? `: ${plain(cause)}` : ''}`,
      { domain: 'rpc', cause },
    )
  for (;;) {
    const byte: Buffer | null = socket.read(1)
    if (byte !== null) {
      if (byte[0] === WELCOME) return
      throw refused()
    }
    if (socket.readableEnded || socket.destroyed) throw refused()
    await until(socket, 'readable', refused)
  }
}

function until(socket: TLSSocket, event: string, refused: (cause?: Error) => VirtError): Promise<void> {
  return new Promise((resolve, reject) => {
    const off = () => socket.off(event, ok).off('error', failed).off('end', ended).off('close', ended)
    const ok = () => {
      off()
      resolve()
    }
    const failed = (cause: Error) => {
      off()
      reject(cause instanceof VirtError ? cause : refused(cause))
    }
    const ended = () => {
      off()
      reject(refused())
    }
    socket.once(event, ok).once('error', failed).once('end', ended).once('close', ended)
  })
}

/** OpenSSL's own words, without its file and line. */
function plain(cause: Error): string {
  return 'reason' in cause && typeof cause.reason === 'string' ? cause.reason : cause.message
}
