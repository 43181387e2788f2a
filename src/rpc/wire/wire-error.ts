import {
  type ErrorCode,
  type ErrorDomain,
  errorCodes,
  errorDomains,
  errorTable,
  VirtError,
} from '../../core/errors/index.ts'
import { errorPrefixes } from './error-prefixes.ts'
import type { RemoteError } from './generated/types.ts'
import type { BodyWriter } from './message.ts'
import { codecOf } from './procedures.ts'
import { XdrReader } from './xdr-reader.ts'

const LEVEL_ERROR = 2
const UNUSED = -1
/** An error message is no place for megabytes; libvirt's own are cut off at 1,023 octets. */
const MAX_TEXT = 16_384

/** Writes an error as the body of a reply or of a stream's packet. */
export function encodeError(error: VirtError): BodyWriter {
  const { prefix, detail } = texts(error)
  const value: RemoteError = {
    code: error.number,
    domain: errorDomains[domainOf(error)],
    message: prefix ? `${prefix}: ${detail}` : detail,
    level: LEVEL_ERROR,
    dom: null,
    str1: prefix ? `${prefix}: %s` : '%s',
    str2: detail,
    str3: null,
    int1: UNUSED,
    int2: UNUSED,
    net: null,
  }
  return (writer) => codecOf('remote_error').write(writer, value)
}

/** Reads an error that a server sent, with what every client of libvirt makes of old and unknown ones. */
export function decodeError(body: Buffer): VirtError {
  // The table, from which both the codec and the type are made, ties one to the other.
  const wire = codecOf('remote_error').read(new XdrReader(body)) as RemoteError
  const domain = domainNamed(wire.domain)
  const message = wire.message ?? ''
  return new VirtError(codeOf(wire, domain, message), message || 'the server gave no reason', { domain })
}

/** Scripts know the text of each code, so it stands before the detail, once. */
function texts(error: VirtError): { prefix: string; detail: string } {
  const message = error.message.slice(0, MAX_TEXT)
  const prefix = errorPrefixes[error.code]
  if (message.startsWith(`${prefix}: `)) return { prefix, detail: message.slice(prefix.length + 2) }
  return standsAlone(error.code, message) ? { prefix: '', detail: message } : { prefix, detail: message }
}

/** Unknown bits of flags have a text of their own, without the one of the code. */
function standsAlone(code: ErrorCode, message: string): boolean {
  return code === 'invalidArg' && message.startsWith('unsupported flags (')
}

/** Clients take these numbers for others unless they come from the network filters. */
function domainOf(error: VirtError): ErrorDomain {
  const filters = error.code === 'invalidNwfilter' || error.code === 'noNwfilter'
  return filters || error.code === 'buildFirewall' ? 'nwfilter' : error.domain
}

function domainNamed(number: number): ErrorDomain {
  const names = Object.keys(errorDomains) as ErrorDomain[]
  return names.find((name) => errorDomains[name] === number) ?? 'none'
}

function codeOf(wire: RemoteError, domain: ErrorDomain, message: string): ErrorCode {
  const unknown = wire.code === errorTable.rpc.number && (domain === 'rpc' || domain === 'remote')
  if (unknown && message.startsWith('unknown procedure')) return 'noSupport'
  const number = currentNumber(wire.code, domain)
  return errorCodes.find((code) => errorTable[code].number === number) ?? 'internalError'
}

/** Numbers that were given twice in old releases; since then the second meaning has another. */
function currentNumber(number: number, domain: ErrorDomain): number {
  if (number >= 61 && number <= 63) return domain === 'nwfilter' ? number : number + 4
  if (number === 64 && domain === 'qemu') return 68
  if (number === 65 && domain === 'xen') return 69
  return number
}
