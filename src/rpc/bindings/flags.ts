import { VirtError } from '../../core/errors/index.ts'
import type { TypeName } from '../../core/model/index.ts'
import type { Call } from '../binding.ts'
import { errorDomainOf } from './missing.ts'

/** Refuses flags beyond those of the mask, as clients that probe for a flag expect it. */
export function checkFlags(call: Call, type: TypeName, flags: number, mask: number): void {
  const unknown = (flags & ~mask) >>> 0
  if (unknown === 0) return
  throw new VirtError(
    'invalidArg',
    `unsupported flags (0x${unknown.toString(16)}) in function ${call.procedure.api ?? call.name}`,
    { domain: errorDomainOf(call, type) },
  )
}

/** Whether a bit is set. */
export function has(flags: number, bit: number): boolean {
  return (flags & bit) !== 0
}

/** The switches of an operation that are set in flags; those that are not are left out. */
export function switches<K extends string>(
  flags: number,
  bits: Readonly<Record<K, number>>,
): { readonly [S in K]?: boolean } {
  const set: { [S in K]?: boolean } = {}
  for (const name of Object.keys(bits) as K[]) if (has(flags, bits[name])) set[name] = true
  return set
}

/** All bits of a group of flags. */
export function maskOf(...bits: readonly number[]): number {
  return bits.reduce((mask, bit) => mask | bit, 0)
}

/** An error for arguments that contradict each other or are none. */
export function badArgument(call: Call, type: TypeName, text: string): VirtError {
  return new VirtError('invalidArg', `invalid argument: ${text}`, { domain: errorDomainOf(call, type) })
}
