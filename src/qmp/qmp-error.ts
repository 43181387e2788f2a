import { type ErrorCode, VirtError } from '../core/errors/index.ts'
import { isQmpObject, type QmpValue } from './value.ts'

/** Classes of errors that QEMU promises to keep. */
export const qmpErrorClasses = [
  'GenericError',
  'CommandNotFound',
  'DeviceNotActive',
  'DeviceNotFound',
  'KVMMissingCap',
] as const

/** A class of QMP errors. */
export type QmpErrorClass = (typeof qmpErrorClasses)[number]

const codeOfClass = {
  GenericError: 'operationFailed',
  CommandNotFound: 'operationUnsupported',
  DeviceNotActive: 'operationInvalid',
  DeviceNotFound: 'deviceMissing',
  KVMMissingCap: 'configUnsupported',
} as const satisfies Record<QmpErrorClass, ErrorCode>

/** What the other end of a monitor or agent said instead of an answer; its words are in `detail`. */
export class QmpError extends VirtError {
  readonly class: QmpErrorClass
  readonly command: string

  constructor(
    code: ErrorCode,
    message: string,
    facts: { class: QmpErrorClass; command: string; text: string },
  ) {
    super(code, message, { domain: 'qemu', detail: facts.text })
    this.name = 'QmpError'
    this.class = facts.class
    this.command = facts.command
  }
}

/** The class and text of an error reply; a class that is not known counts as generic. */
export function readErrorReply(error: QmpValue | undefined): { class: QmpErrorClass; text: string } {
  const said = isQmpObject(error) ? error : {}
  const known = qmpErrorClasses.find((name) => name === said.class)
  const text = typeof said.desc === 'string' ? said.desc : 'no reason was given'
  return { class: known ?? 'GenericError', text }
}

/** The error for a command that QEMU refused; a generic one takes the code `failAs`, if given. */
export function commandError(command: string, error: QmpValue | undefined, failAs?: ErrorCode): QmpError {
  const reply = readErrorReply(error)
  const code =
    reply.class === 'GenericError' ? (failAs ?? codeOfClass.GenericError) : codeOfClass[reply.class]
  return new QmpError(code, `QEMU could not execute the command '${command}': ${reply.text}`, {
    ...reply,
    command,
  })
}

/** Whether an error is QEMU's of the given class. */
export function isQmpError(thrown: unknown, errorClass?: QmpErrorClass): thrown is QmpError {
  return thrown instanceof QmpError && (errorClass === undefined || thrown.class === errorClass)
}

/** The error for a wait that its caller ended; a reason that is a VirtError already is passed on as it is. */
export function abortError(what: string, signal: AbortSignal): VirtError {
  const reason: unknown = signal.reason
  if (reason instanceof VirtError) return reason
  return new VirtError('operationAborted', `${what} was aborted by its caller`, {
    domain: 'qemu',
    cause: reason,
  })
}
