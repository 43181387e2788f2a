import type { LocalRef, OpContext } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { TypeName } from '../../../core/model/index.ts'
import type { RemoteUri } from '../../../rpc/client/uri.ts'
import type {
  RemoteArgs,
  RemoteNonnullDomain,
  RemoteNonnullDomainCheckpoint,
  RemoteNonnullDomainSnapshot,
  RemoteNonnullInterface,
  RemoteNonnullNetwork,
  RemoteNonnullNetworkPort,
  RemoteNonnullNwfilter,
  RemoteNonnullSecret,
  RemoteNonnullStoragePool,
  RemoteNonnullStorageVol,
  RemoteRets,
} from '../../../rpc/wire/generated/types.ts'
import type { Daemon, Procedure } from '../daemon.ts'
import type { Mirror } from '../mirror.ts'
import { units } from '../objects/index.ts'
import { splitMember, type UnitType } from '../units.ts'
import type { Upkeep } from '../upkeep.ts'

/** What handlers work with. */
export interface HandlerContext {
  readonly daemon: Daemon
  readonly mirror: Mirror
  readonly upkeep: Upkeep
  readonly uri: RemoteUri
  /** Type of the hypervisor as libvirt names it. */
  readonly hvType: string
}

/** Calls a procedure for an operation: who cancels the operation does not wait for the reply. */
export function ask<N extends Procedure>(
  { daemon }: HandlerContext,
  { signal }: OpContext,
  name: N,
  args: RemoteArgs[N],
): Promise<RemoteRets[N]> {
  return daemon.call(name, args, { signal })
}

/** The same for an operation without a result. */
export async function run<N extends Procedure>(
  context: HandlerContext,
  ctx: OpContext,
  name: N,
  args: RemoteArgs[N],
): Promise<void> {
  await ask(context, ctx, name, args)
}

/** Calls the first of two procedures that the daemon has: the second is from before there was the first. */
export async function askEither<N extends Procedure, O extends Procedure>(
  { daemon }: HandlerContext,
  { signal }: OpContext,
  newer: readonly [N, RemoteArgs[N]],
  older: readonly [O, RemoteArgs[O]],
): Promise<RemoteRets[N] | RemoteRets[O]> {
  if (daemon.lacks(newer[0])) return daemon.call(older[0], older[1], { signal })
  try {
    return await daemon.call(newer[0], newer[1], { signal })
  } catch (thrown) {
    if (!daemon.lacks(newer[0])) throw thrown
    return daemon.call(older[0], older[1], { signal })
  }
}

interface RefTypes {
  domain: RemoteNonnullDomain
  network: RemoteNonnullNetwork
  pool: RemoteNonnullStoragePool
  secret: RemoteNonnullSecret
  nwfilter: RemoteNonnullNwfilter
  interface: RemoteNonnullInterface
  nodedev: { readonly name: string }
  snapshot: RemoteNonnullDomainSnapshot
  checkpoint: RemoteNonnullDomainCheckpoint
  volume: RemoteNonnullStorageVol
  port: RemoteNonnullNetworkPort
}

/** How the wire names the object of an operation. */
export function wireRef<T extends keyof RefTypes & TypeName>(
  { mirror }: HandlerContext,
  type: T,
  { key }: Pick<LocalRef, 'key'>,
): RefTypes[T] {
  const known = mirror.ref(type, key)
  // What is held for a type is a reference of that type, and what is made of a key is one, too.
  return (known ?? madeOfKey(mirror, type, key)) as RefTypes[T]
}

function madeOfKey(mirror: Mirror, type: keyof RefTypes, key: string): unknown {
  const { owner, name } = splitMember(key)
  switch (type) {
    case 'snapshot':
    case 'checkpoint':
      return { name, dom: mirror.ref('domain', owner) ?? units.domain.refOf(owner) }
    case 'port':
      return { net: mirror.ref('network', owner) ?? units.network.refOf(owner), uuid: name }
    case 'volume':
      return { pool: mirror.attrs('pool', owner)?.name ?? '', name, key: '' }
    default:
      return units[type satisfies UnitType].refOf(key)
  }
}

/** Bits of the flags that are set. */
export function bits(table: Readonly<Record<string, number>>, switches: object): number {
  let flags = 0
  for (const [name, on] of Object.entries(switches)) if (on === true) flags += table[name] ?? 0
  return flags
}

/** Whether a change is for what runs or for what is kept. */
export function impact({ live, config }: { readonly live?: boolean; readonly config?: boolean }): number {
  return (live === true ? 1 : 0) + (config === true ? 2 : 0)
}

/** Number of a word in a table; a word that is not there is one of the model that the wire has no number for. */
export function numberOf<W extends string>(table: readonly W[], word: W): number {
  return Math.max(0, table.indexOf(word))
}

/** Number of a word that the caller chose freely; throws `invalidArg` for one that is not known. */
export function numberOfWord(table: readonly string[], word: string, what: string): number {
  const number = table.indexOf(word)
  if (number >= 0) return number
  throw new VirtError('invalidArg', `${what} '${word.slice(0, 40)}' is not one of ${table.join(', ')}`, {
    domain: 'remote',
  })
}
