import { globalKey } from '../../core/contracts.ts'
import type { OpPath } from '../../core/model/index.ts'
import type { Authenticator, SaslAnswer } from '../auth/authenticator.ts'
import type { RemoteArgs, RemoteRets } from '../wire/generated/types.ts'
import { virDrvFeature as features } from '../wire/protocol/enums.ts'
import type { ServerContext } from './context.ts'
import { refusals } from './refusals.ts'

/** A session as the calls see it that it answers itself. */
export interface OwnSession {
  readonly context: ServerContext
  readonly authenticator: Authenticator
  /** Aborted when the client is gone. */
  readonly ended: AbortSignal
  /** Name of the connection that the client has opened. */
  readonly opened: string | undefined
  /** Opens the connection that the client names. */
  open(name: string | null, readOnly: boolean): void
  /** Asks the client from now on whether it is there. */
  startKeepalive(): void
  /** Receives descriptors from now on; false where that cannot be. */
  receiveFiles(): boolean
  /** Ends the session once the reply is sent. */
  leave(): void
}

/** Answers a call without an open connection; the table of handlers ties name and arguments together. */
export type OwnHandler = (session: OwnSession, args: unknown) => unknown

type OwnHandlers = {
  readonly [P in keyof RemoteArgs & keyof RemoteRets & string]?: (
    session: OwnSession,
    args: RemoteArgs[P],
  ) => RemoteRets[P] | Promise<RemoteRets[P]>
}

const READ_ONLY = 1

const remoteHandlers: OwnHandlers = {
  AUTH_LIST: ({ authenticator }) => ({ types: [authenticator.type] }),
  AUTH_SASL_INIT: ({ authenticator }) => ({ mechlist: authenticator.saslInit() }),
  AUTH_SASL_START: async ({ authenticator }, { mech, nil, data }) =>
    saslRet(await authenticator.saslStart(mech, nil === 0 ? data : undefined)),
  AUTH_SASL_STEP: async ({ authenticator }, { nil, data }) =>
    saslRet(await authenticator.saslStep(nil === 0 ? data : undefined)),
  AUTH_POLKIT: async ({ authenticator, ended }) => {
    await authenticator.polkit(ended)
    return { complete: 1 }
  },
  CONNECT_OPEN: (session, { name, flags }) => {
    if (session.opened !== undefined) throw refusals.alreadyOpen()
    session.open(name, (flags & READ_ONLY) !== 0)
    return undefined
  },
  CONNECT_CLOSE: (session) => {
    session.leave()
    return undefined
  },
  CONNECT_SUPPORTS_FEATURE: (session, { feature }) => ({ supported: supports(session, feature) ? 1 : 0 }),
}

/** Calls of the remote program that a session answers itself. */
export const ownRemoteCalls = remoteHandlers as Readonly<Record<string, OwnHandler | undefined>>

function saslRet({ complete, data }: SaslAnswer): RemoteRets['AUTH_SASL_STEP'] {
  return { complete: complete ? 1 : 0, nil: data === undefined ? 1 : 0, data: data ?? new Uint8Array(0) }
}

/** Features that every connection has: those of this server. */
const ownFeatures: ReadonlySet<number> = new Set([
  features.VIR_DRV_FEATURE_TYPED_PARAM_STRING,
  features.VIR_DRV_FEATURE_REMOTE_EVENT_CALLBACK,
  features.VIR_DRV_FEATURE_REMOTE_CLOSE_CALLBACK,
  features.VIR_DRV_FEATURE_NETWORK_UPDATE_HAS_CORRECT_ORDER,
])

/** Features that a connection has if calls are bound and the hypervisor has the operation behind them. */
const driverFeatures: ReadonlyMap<number, { readonly op: OpPath; readonly calls: readonly string[] }> =
  new Map([
    [
      features.VIR_DRV_FEATURE_MIGRATION_P2P,
      { op: 'domain.migrate', calls: ['DOMAIN_MIGRATE_PERFORM3', 'DOMAIN_MIGRATE_PERFORM3_PARAMS'] },
    ],
    [
      features.VIR_DRV_FEATURE_MIGRATION_V3,
      { op: 'domain.migrate', calls: ['DOMAIN_MIGRATE_BEGIN3', 'DOMAIN_MIGRATE_PREPARE3'] },
    ],
    [
      features.VIR_DRV_FEATURE_MIGRATION_PARAMS,
      { op: 'domain.migrate', calls: ['DOMAIN_MIGRATE_PERFORM3_PARAMS'] },
    ],
    [features.VIR_DRV_FEATURE_XML_MIGRATABLE, { op: 'domain.migrate', calls: ['DOMAIN_GET_XML_DESC'] }],
  ])

function supports(session: OwnSession, feature: number): boolean {
  if (feature === features.VIR_DRV_FEATURE_PROGRAM_KEEPALIVE) {
    session.startKeepalive()
    return true
  }
  if (session.opened === undefined) throw refusals.notOpen()
  if (feature === features.VIR_DRV_FEATURE_FD_PASSING) return session.receiveFiles()
  return ownFeatures.has(feature) || driverHas(session.context, session.opened, feature)
}

function driverHas({ operations, bound }: ServerContext, connection: string, feature: number): boolean {
  const wanted = driverFeatures.get(feature)
  if (!wanted?.calls.every((name) => bound(name))) return false
  return operations.supports(wanted.op, { type: 'domain', key: globalKey(connection, '') })
}
