import type { AccountNames } from '../auth/account-names.ts'
import type { AdminNonnullClient, AdminTypedParam } from '../wire/generated/types.ts'
import { paramNames } from '../wire/protocol/param-names.ts'
import { booleanParam, intParam, stringParam } from './admin-params.ts'
import type { AdminClient, AdminServer } from './admin-parts.ts'

const names = {
  readOnly: paramNames.VIR_CLIENT_INFO_READONLY.name,
  address: paramNames.VIR_CLIENT_INFO_SOCKET_ADDR.name,
  saslUser: paramNames.VIR_CLIENT_INFO_SASL_USER_NAME.name,
  certificate: paramNames.VIR_CLIENT_INFO_X509_DISTINGUISHED_NAME.name,
  userId: paramNames.VIR_CLIENT_INFO_UNIX_USER_ID.name,
  userName: paramNames.VIR_CLIENT_INFO_UNIX_USER_NAME.name,
  groupId: paramNames.VIR_CLIENT_INFO_UNIX_GROUP_ID.name,
  groupName: paramNames.VIR_CLIENT_INFO_UNIX_GROUP_NAME.name,
  process: paramNames.VIR_CLIENT_INFO_UNIX_PROCESS_ID.name,
} as const

/** Numbers of the ways that clients come. */
const transports = { unix: 0, tcp: 1, tls: 2 } as const

/** A client as a list names it. */
export function clientRef(
  { name }: Pick<AdminServer, 'name'>,
  { id, since, session }: AdminClient,
): AdminNonnullClient {
  return {
    srv: { name },
    id: BigInt(id),
    timestamp: BigInt(Math.floor(since / 1000)),
    transport: transports[session.peer.transport],
  }
}

/** What is known of a client. */
export function clientInfo({ session }: AdminClient, accounts: AccountNames): AdminTypedParam[] {
  const { peer, caller, readOnly } = session
  const info = [booleanParam(names.readOnly, readOnly)]
  const saslUser = caller?.id.startsWith('sasl:') ? caller.id.slice('sasl:'.length) : undefined
  if (saslUser !== undefined) info.push(stringParam(names.saslUser, saslUser))
  if (peer.transport !== 'unix') info.push(stringParam(names.address, peer.address))
  if (peer.distinguishedName !== undefined) info.push(stringParam(names.certificate, peer.distinguishedName))
  if (!peer.credentials) return info
  const { uid, gid, pid } = peer.credentials
  info.push(
    intParam(names.userId, uid | 0),
    stringParam(names.userName, accounts.user(uid)),
    intParam(names.groupId, gid | 0),
    stringParam(names.groupName, accounts.group(gid)),
    intParam(names.process, pid),
  )
  return info
}
