import type { ErrorDomain } from './domains.ts'
import { type ErrorCode, errorTable } from './table.ts'

/** What may be said beside code and message when an error is made. */
export interface VirtErrorOptions {
  /** The error that this one reports. */
  readonly cause?: unknown
  /** The part of the product that it comes from; `none` unless given. */
  readonly domain?: ErrorDomain
  /** Where in a document it was found. */
  readonly at?: SourcePosition
  /** Native text of the hypervisor or tool, verbatim, without secrets. */
  readonly detail?: string
}

/** A place in a document; line and column count from 1. */
export interface SourcePosition {
  readonly file?: string
  readonly line: number
  readonly column?: number
}

/** The one error class: a code of the table, and a clause that names the object and what was found. */
export class VirtError extends Error {
  readonly code: ErrorCode
  readonly domain: ErrorDomain
  readonly at: SourcePosition | undefined
  readonly detail: string | undefined

  constructor(code: ErrorCode, message: string, options: VirtErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'VirtError'
    this.code = code
    this.domain = options.domain ?? 'none'
    this.at = options.at
    this.detail = options.detail
  }

  /** libvirt's number of the code. */
  get number(): number {
    return errorTable[this.code].number
  }

  /** Exit code of the command line for this error. */
  get exitCode(): number {
    return errorTable[this.code].exit
  }
}

/** Makes a VirtError of anything thrown; what is none already becomes `internalError` with its cause kept. */
export function toVirtError(thrown: unknown, code: ErrorCode = 'internalError'): VirtError {
  if (thrown instanceof VirtError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new VirtError(code, message, { cause: thrown })
}

/** The system's code (`ENOENT` ...) of a thrown value, if it carries one. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined
  return typeof thrown.code === 'string' ? thrown.code : undefined
}

/** A VirtError for a refused call of the operating system; a full disk and a read-only one say so plainly. */
export function fromSystem(thrown: unknown, what: string): VirtError {
  if (thrown instanceof VirtError) return thrown
  const code = systemCode(thrown)
  const reason =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'no space is left on the device'
      : code === 'EROFS'
        ? 'the file system is read-only'
        : code === 'EACCES' || code === 'EPERM'
          ? 'permission denied'
          : thrown instanceof Error
            ? thrown.message
            : String(thrown)
  return new VirtError('systemError', `${what}: ${reason}`, { cause: thrown })
}
