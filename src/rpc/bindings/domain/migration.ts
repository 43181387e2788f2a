import type { Args } from '../../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteNonnullDomain } from '../../wire/generated/types.ts'
import { switches } from '../flags.ts'
import { domainError, onDomain } from './on-domain.ts'
import { type ParamTable, readParams } from './typed-params.ts'

const PEER2PEER = 2
/** Flags of which the operation knows: live, peer to peer, persistent there, undefined here, paused. */
const KNOWN = 59
/** Flags that change how migration is done, not what comes of it. */
const HINTS = 256 | 512 | 4096
const migrateBits = { live: 1, persistDest: 8, undefineSource: 16, paused: 32 } as const
const MIB = 1_048_576n

const migrateParams = {
  migrate_uri: 'string',
  destination_name: 'string',
  bandwidth: 'ullong',
} as const satisfies ParamTable

/** Migration that the source carries out on its own; what a client would have to carry between two daemons is not offered. */
export const migrationHandlers: RemoteHandlers = {
  DOMAIN_MIGRATE_PERFORM: async (call, { dom, uri, dname, flags, bandwidth }) => {
    await migrate(call, dom, { to: uri, name: dname, bandwidth, flags: Number(flags) })
  },
  DOMAIN_MIGRATE_PERFORM3: async (call, { dom, dconnuri, dname, flags, bandwidth }) => {
    await migrate(call, dom, { to: dconnuri, name: dname, bandwidth, flags: Number(flags) })
    return { cookie_out: new Uint8Array(0) }
  },
  DOMAIN_MIGRATE_PERFORM3_PARAMS: async (call, { dom, dconnuri, params, flags }) => {
    const given = new Map(readParams(call, migrateParams, params).map(({ name, value }) => [name, value]))
    await migrate(call, dom, {
      to: dconnuri,
      name: given.get('destination_name') ?? null,
      bandwidth: BigInt(given.get('bandwidth') ?? 0),
      flags,
    })
    return { cookie_out: new Uint8Array(0) }
  },
}

interface Migration {
  readonly to: string | null
  readonly name: string | null
  /** In MiB a second; 0 for no limit. */
  readonly bandwidth: bigint
  readonly flags: number
}

async function migrate(call: Call, dom: RemoteNonnullDomain, wish: Migration): Promise<void> {
  const { to, name, bandwidth, flags } = wish
  const unknown = (flags & ~(KNOWN | HINTS)) >>> 0
  if (unknown !== 0) {
    throw domainError(call, 'argumentUnsupported', `migration with flags 0x${unknown.toString(16)}`)
  }
  if ((flags & PEER2PEER) === 0 || to === null) {
    throw domainError(call, 'operationUnsupported', 'only migration from peer to peer is offered')
  }
  const args: Args<'domain.migrate'> = {
    to,
    ...switches(flags, migrateBits),
    ...(name === null ? {} : { name }),
    ...(bandwidth === 0n ? {} : { bandwidth: bandwidth * MIB }),
  }
  await onDomain(call, dom, 'domain.migrate', args)
}
