import type { Entry } from '../../../core/contracts.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args, OpPath, Result } from '../../../core/model/index.ts'
import type { Call } from '../../binding.ts'
import type { RemoteNonnullDomain } from '../../wire/generated/types.ts'
import { checkFlags, switches } from '../flags.ts'
import { findDomain } from '../lookup.ts'
import { errorDomainOf } from '../missing.ts'

/** Operations that are called on a domain. */
type DomainOp = Extract<OpPath, `domain.${string}` | 'snapshot.create' | 'checkpoint.create'>

/** Runs an operation on the domain that a client means. */
export async function onDomain<P extends DomainOp>(
  call: Call,
  dom: RemoteNonnullDomain,
  op: P,
  args: Args<P>,
): Promise<Result<P>> {
  return await call.invoke(op, findDomain(call, dom), args)
}

/** What a change is for: the running guest, the kept definition. */
export const scopeBits = { live: 1, config: 2 } as const

/** Both halves of what a change is for, as flags of a call say it; refuses all other flags but those of `more`. */
export function scopeOf(call: Call, flags: number, more = 0): { live?: boolean; config?: boolean } {
  checkFlags(call, 'domain', flags, 3 | more)
  return switches(flags, scopeBits)
}

/** The same for what is asked, which can be only one of the two. */
export function sideOf(call: Call, flags: number, more = 0): { live?: boolean; config?: boolean } {
  const side = scopeOf(call, flags, more)
  if (!(side.live && side.config)) return side
  throw domainError(
    call,
    'invalidArg',
    'Flags for the running guest and for its definition exclude each other',
  )
}

/** An error about a domain, as the driver of the connection would tell it. */
export function domainError(
  call: Call,
  code: ConstructorParameters<typeof VirtError>[0],
  text: string,
): VirtError {
  return new VirtError(code, text, { domain: errorDomainOf(call, 'domain') })
}

/** Whether a domain has a guest that runs, or is paused. */
export function isActive({ attrs }: Entry<'domain'>): boolean {
  return attrs.id !== -1
}

/** Refuses what needs a running guest. */
export function checkRuns(call: Call, domain: Entry<'domain'>): void {
  if (!isActive(domain)) throw domainError(call, 'operationInvalid', 'domain is not running')
}

/** A word by its number; throws `invalidArg` for a number that stands for none. */
export function wordOf<W extends string>(call: Call, words: readonly W[], number: number, what: string): W {
  const word = words[number]
  if (word !== undefined) return word
  throw domainError(call, 'invalidArg', `${what} ${number} is not known; 0 to ${words.length - 1} are`)
}
