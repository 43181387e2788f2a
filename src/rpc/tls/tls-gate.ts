import { constants } from 'node:crypto'
import type { TLSSocket, TlsOptions } from 'node:tls'
import { globMatches } from '../../core/access/glob.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Logger } from '../../core/log/logger.ts'
import type { Settings } from '../../core/settings/index.ts'
import { distinguishedName } from './distinguished-name.ts'
import { readTlsFiles, type TlsFiles } from './tls-files.ts'

/** What the gate works with. */
export interface TlsGateOptions {
  readonly settings: Settings['rpc']
  readonly clock: Clock
  readonly log: Logger
}

/** What a server takes on to serve with other files (`tls.Server.setSecureContext`). */
export interface SecureContextTaker {
  setSecureContext(options: TlsOptions): void
}

/** A client's certificate, as far as it matters; undefined when it has none. */
export type PeerName = string | undefined

/** A certificate that ends so soon is warned of, ms. */
const endsSoonMs = 14 * 86_400_000

/** Who may come in over TLS, and with what the gateway shows who it is. */
export class TlsGate {
  readonly #clock: Clock
  readonly #log: Logger
  readonly #servers = new Set<SecureContextTaker>()
  #settings: Settings['rpc']
  #files: TlsFiles

  private constructor({ settings, clock, log }: TlsGateOptions, files: TlsFiles) {
    this.#clock = clock
    this.#log = log
    this.#settings = settings
    this.#files = files
    this.#warnOfEnd()
  }

  /** Reads and checks the files; throws naming the one that is no good. */
  static async open(options: TlsGateOptions): Promise<TlsGate> {
    return new TlsGate(options, await readTlsFiles(options.settings, options.clock.now()))
  }

  /** What `tls.createServer` is given. */
  get options(): TlsOptions {
    const { ca, cert, key, crl } = this.#files
    return {
      ca,
      cert,
      key,
      ...(crl !== undefined && { crl }),
      minVersion: 'TLSv1.2',
      honorCipherOrder: true,
      // A session that is taken up again would pass by a list of revoked certificates that is newer than it. Nobody
      // becomes somebody else within a connection.
      secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
      requestCert: true,
      // A client that is not let in is told so after the handshake, and why is logged: `admit` decides.
      rejectUnauthorized: false,
    }
  }

  /** Gives the files to a server, now and each time they are read again; the result ends that. */
  serve(server: SecureContextTaker): () => void {
    this.#servers.add(server)
    return () => this.#servers.delete(server)
  }

  /** Reads the files again; clients that are connected stay. When it throws, the files before stay in force. */
  async reload(settings: Settings['rpc'] = this.#settings): Promise<void> {
    const files = await readTlsFiles(settings, this.#clock.now())
    const before = this.#files
    this.#files = files
    try {
      for (const server of this.#servers) server.setSecureContext(this.options)
    } catch (cause) {
      this.#files = before
      throw new VirtError('gnutlsError', 'the files of TLS cannot be used together', { domain: 'rpc', cause })
    }
    this.#settings = settings
    this.#warnOfEnd()
  }

  /**
   * Decides about a client after the handshake and answers the name of its certificate. Throws `authFailed` for one
   * that is not let in. One that is let in is sent the octet 1, then it begins.
   */
  admit(socket: Pick<TLSSocket, 'authorized' | 'authorizationError' | 'getPeerX509Certificate'>): PeerName {
    const certificate = socket.getPeerX509Certificate()
    const name = certificate && distinguishedName(certificate)
    if (!this.#settings.tls_verify_clients) return socket.authorized ? name : undefined
    if (!certificate || name === undefined) throw refusal('the client has no certificate')
    if (!socket.authorized) {
      throw refusal(`the certificate '${name}' is not valid: ${reasonOf(socket.authorizationError)}`)
    }
    const { tls_allowed_dns: allowed } = this.#settings
    if (allowed.length > 0 && !allowed.some((pattern) => globMatches(pattern, name))) {
      throw refusal(`the certificate '${name}' fits none of rpc.tls_allowed_dns`)
    }
    return name
  }

  #warnOfEnd(): void {
    const left = this.#files.validUntil - this.#clock.now()
    if (left > endsSoonMs) return
    this.#log.warn('a certificate of the RPC surface ends soon', {
      end: new Date(this.#files.validUntil).toISOString(),
    })
  }
}

/** What a client gets that was let in. */
export const admittedOctet: Uint8Array = Uint8Array.of(1)

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function refusal(reason: string): VirtError {
  return new VirtError('authFailed', `authentication failed: ${reason}`, { domain: 'rpc' })
}
