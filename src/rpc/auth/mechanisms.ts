import { External } from './external.ts'
import type { MechanismRow } from './mechanism.ts'
import { Plain } from './plain.ts'
import { Scram } from './scram.ts'

/** The SASL mechanisms, best first. */
export const mechanisms = {
  EXTERNAL: {
    fits: (_peer, external) => external !== undefined,
    begin: (parts) => new External(parts),
  },
  'SCRAM-SHA-256': {
    fits: () => true,
    begin: (parts) => new Scram(parts),
  },
  PLAIN: {
    // What it sends can be read, and used again, by whoever reads the connection.
    fits: ({ transport }) => transport === 'tls',
    begin: (parts) => new Plain(parts),
  },
  ANONYMOUS: {
    fits: () => true,
    begin: () => ({
      step: () => ({ caller: { id: 'sasl:anonymous', surface: 'rpc', classes: ['read'] } }),
    }),
  },
} as const satisfies Record<string, MechanismRow>

/** Name of a SASL mechanism. */
export type MechanismName = keyof typeof mechanisms

/** All names, best first. */
export const mechanismNames: readonly MechanismName[] = Object.keys(mechanisms) as MechanismName[]
