import { isQmpObject, type QmpObject } from './value.ts'

/** A version of QEMU. */
export interface QemuVersion {
  readonly major: number
  readonly minor: number
  readonly micro: number
}

/** What QEMU says of itself when a monitor is connected. */
export interface QmpGreeting {
  readonly version: QemuVersion
  /** Text of whoever packaged it; may be empty. */
  readonly package: string
  /** What may be negotiated. */
  readonly capabilities: readonly string[]
}

function part(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

/** Reads a greeting; undefined if the message is none. */
export function readGreeting(message: QmpObject): QmpGreeting | undefined {
  const qmp = message.QMP
  if (!isQmpObject(qmp)) return undefined
  const version = isQmpObject(qmp.version) ? qmp.version : {}
  const qemu = isQmpObject(version.qemu) ? version.qemu : {}
  const offered = Array.isArray(qmp.capabilities) ? qmp.capabilities : []
  return {
    version: { major: part(qemu.major), minor: part(qemu.minor), micro: part(qemu.micro) },
    package: typeof version.package === 'string' ? version.package : '',
    capabilities: offered.filter((name) => typeof name === 'string'),
  }
}
