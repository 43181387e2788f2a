import { createRequire } from 'node:module'

/** A session of npm's net-snmp, as far as the tests use it (the package has no types). */
export interface NpmSession {
  subtree(
    oid: string,
    maxRepetitions: number,
    feed: (variables: readonly { readonly oid: string; readonly value: Buffer }[]) => void,
    done: (fault?: Error) => void,
  ): void
  close(): void
}

interface NpmSnmp {
  readonly SecurityLevel: Readonly<Record<string, number>>
  readonly AuthProtocols: Readonly<Record<string, unknown>>
  readonly PrivProtocols: Readonly<Record<string, unknown>>
  readonly Version3: number
  createV3Session(host: string, user: object, options: object): NpmSession
}

/** npm's net-snmp. The cast holds for the version that package.json pins. */
export const npmSnmp = createRequire(import.meta.url)('net-snmp') as NpmSnmp
