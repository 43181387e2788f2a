import type { OwnHandler, OwnSession } from '../server/own-calls.ts'
import type { AdminArgs, AdminRets } from '../wire/generated/types.ts'
import { adminProgram } from '../wire/protocol/admin.ts'
import { paramNames } from '../wire/protocol/param-names.ts'
import { adminError, readUints, uintParam } from './admin-params.ts'
import type { AdminClient, AdminParts, AdminServer } from './admin-parts.ts'
import { clientInfo, clientRef } from './client-info.ts'
import { IdleStop } from './idle-stop.ts'
import { formatFilters, formatOutputs, parseFilters, parseOutputs } from './log-texts.ts'

type AdminHandlers = {
  readonly [P in keyof AdminArgs & keyof AdminRets & string]: (
    session: Pick<OwnSession, 'leave'>,
    args: AdminArgs[P],
  ) => AdminRets[P] | Promise<AdminRets[P]>
}

/** Version of libvirt whose calls these are. */
const libraryVersion = 12_006_000n
/** A shutdown that leaves guests running, as any here does. */
const PRESERVE = 1

const workerFields = {
  least: paramNames.VIR_THREADPOOL_WORKERS_MIN.name,
  most: paramNames.VIR_THREADPOOL_WORKERS_MAX.name,
  urgent: paramNames.VIR_THREADPOOL_WORKERS_PRIORITY.name,
  free: paramNames.VIR_THREADPOOL_WORKERS_FREE.name,
  current: paramNames.VIR_THREADPOOL_WORKERS_CURRENT.name,
  waiting: paramNames.VIR_THREADPOOL_JOB_QUEUE_DEPTH.name,
} as const

const clientFields = {
  most: paramNames.VIR_SERVER_CLIENTS_MAX.name,
  current: paramNames.VIR_SERVER_CLIENTS_CURRENT.name,
  mostAnonymous: paramNames.VIR_SERVER_CLIENTS_UNAUTH_MAX.name,
  anonymous: paramNames.VIR_SERVER_CLIENTS_UNAUTH_CURRENT.name,
} as const

/** The calls of the admin program, which its sessions answer themselves. */
export function adminCalls(parts: AdminParts): Readonly<Record<string, OwnHandler | undefined>> {
  const handlers: AdminHandlers = {
    ...connectionCalls(parts),
    ...serverCalls(parts),
    ...clientCalls(parts),
    ...loggingCalls(parts),
    ...daemonCalls(parts),
  }
  // The table ties the arguments of each call to its name, and the session decodes by the name.
  return handlers as Readonly<Record<string, OwnHandler | undefined>>
}

function connectionCalls({ servers }: AdminParts) {
  return {
    CONNECT_OPEN: (_session, { flags }) => noFlags('CONNECT_OPEN', flags),
    CONNECT_CLOSE: (session) => {
      session.leave()
      return undefined
    },
    CONNECT_GET_LIB_VERSION: () => ({ libVer: libraryVersion }),
    CONNECT_LIST_SERVERS: (_session, { need_results, flags }) => {
      noFlags('CONNECT_LIST_SERVERS', flags)
      return {
        servers: need_results === 0 ? [] : servers.map(({ name }) => ({ name })),
        ret: servers.length,
      }
    },
    CONNECT_LOOKUP_SERVER: (_session, { name, flags }) => {
      noFlags('CONNECT_LOOKUP_SERVER', flags)
      return { srv: { name: findServer(servers, name).name } }
    },
  } satisfies Partial<AdminHandlers>
}

function serverCalls({ servers, tls }: AdminParts) {
  return {
    SERVER_GET_THREADPOOL_PARAMETERS: (_session, { srv, flags }) => {
      noFlags('SERVER_GET_THREADPOOL_PARAMETERS', flags)
      const { limits, slots } = findServer(servers, srv.name)
      const { maxWorkers, prioWorkers } = limits
      return {
        params: [
          uintParam(workerFields.least, 0),
          uintParam(workerFields.most, maxWorkers),
          uintParam(workerFields.current, maxWorkers),
          uintParam(workerFields.free, Math.max(maxWorkers - (slots.busy - slots.urgentBusy), 0)),
          uintParam(workerFields.urgent, prioWorkers),
          uintParam(workerFields.waiting, slots.waiting),
        ],
      }
    },
    SERVER_SET_THREADPOOL_PARAMETERS: (_session, { srv, params, flags }) => {
      noFlags('SERVER_SET_THREADPOOL_PARAMETERS', flags)
      const server = findServer(servers, srv.name)
      const { least, most, urgent } = workerFields
      const wanted = readUints(params, [least, most, urgent])
      // Slots are no threads: none has to be kept ready.
      if ((wanted[least] ?? 0) > 0) {
        throw adminError(
          'argumentUnsupported',
          `parameter '${least}' can only be 0: no workers are kept ready`,
        )
      }
      if (wanted[most] === 0) throw adminError('invalidArg', `invalid argument: '${most}' must be at least 1`)
      server.limits.maxWorkers = wanted[most] ?? server.limits.maxWorkers
      server.limits.prioWorkers = wanted[urgent] ?? server.limits.prioWorkers
      server.refill()
      return undefined
    },
    SERVER_GET_CLIENT_LIMITS: (_session, { srv, flags }) => {
      noFlags('SERVER_GET_CLIENT_LIMITS', flags)
      const { limits, size, anonymous } = findServer(servers, srv.name)
      return {
        params: [
          uintParam(clientFields.most, limits.maxClients),
          uintParam(clientFields.current, size),
          uintParam(clientFields.mostAnonymous, limits.maxAnonymousClients),
          uintParam(clientFields.anonymous, anonymous),
        ],
      }
    },
    SERVER_SET_CLIENT_LIMITS: (_session, { srv, params, flags }) => {
      noFlags('SERVER_SET_CLIENT_LIMITS', flags)
      const server = findServer(servers, srv.name)
      const { most, mostAnonymous } = clientFields
      const wanted = readUints(params, [most, mostAnonymous])
      const maxClients = wanted[most] ?? server.limits.maxClients
      const maxAnonymousClients = wanted[mostAnonymous] ?? server.limits.maxAnonymousClients
      if (maxClients < 1 || maxClients < maxAnonymousClients) {
        throw adminError(
          'invalidArg',
          `invalid argument: '${most}' would be ${maxClients}; expected at least 1, and not less than '${mostAnonymous}' (${maxAnonymousClients})`,
        )
      }
      Object.assign(server.limits, { maxClients, maxAnonymousClients })
      server.refill()
      return undefined
    },
    SERVER_UPDATE_TLS_FILES: async (_session, { srv, flags }) => {
      noFlags('SERVER_UPDATE_TLS_FILES', flags)
      const server = findServer(servers, srv.name)
      if (!tls || server !== servers[0]) {
        throw adminError(
          'operationUnsupported',
          `Operation not supported: server '${server.name}' serves no TLS`,
        )
      }
      await tls.reload()
      return undefined
    },
  } satisfies Partial<AdminHandlers>
}

function clientCalls({ servers, accounts }: AdminParts) {
  return {
    SERVER_LIST_CLIENTS: (_session, { srv, need_results, flags }) => {
      noFlags('SERVER_LIST_CLIENTS', flags)
      const server = findServer(servers, srv.name)
      const clients = need_results === 0 ? [] : [...server.clients].map((client) => clientRef(server, client))
      return { clients, ret: server.size }
    },
    SERVER_LOOKUP_CLIENT: (_session, { srv, id, flags }) => {
      noFlags('SERVER_LOOKUP_CLIENT', flags)
      const server = findServer(servers, srv.name)
      return { clnt: clientRef(server, findClient(server, id)) }
    },
    CLIENT_GET_INFO: (_session, { clnt, flags }) => {
      noFlags('CLIENT_GET_INFO', flags)
      return { params: clientInfo(findClient(findServer(servers, clnt.srv.name), clnt.id), accounts) }
    },
    CLIENT_CLOSE: (_session, { clnt, flags }) => {
      noFlags('CLIENT_CLOSE', flags)
      findClient(findServer(servers, clnt.srv.name), clnt.id).session.close('an administrator ended it')
      return undefined
    },
  } satisfies Partial<AdminHandlers>
}

function loggingCalls({ daemon }: AdminParts) {
  return {
    CONNECT_GET_LOGGING_OUTPUTS: (_session, { flags }) => {
      noFlags('CONNECT_GET_LOGGING_OUTPUTS', flags)
      return { outputs: formatOutputs(daemon.logRules), noutputs: 1 }
    },
    CONNECT_GET_LOGGING_FILTERS: (_session, { flags }) => {
      noFlags('CONNECT_GET_LOGGING_FILTERS', flags)
      const { text, count } = formatFilters(daemon.logRules)
      return { filters: count === 0 ? null : text, nfilters: count }
    },
    CONNECT_SET_LOGGING_OUTPUTS: (_session, { outputs, flags }) => {
      noFlags('CONNECT_SET_LOGGING_OUTPUTS', flags)
      // Nothing given stands for what libvirt logs by default.
      const level = outputs?.trim() ? parseOutputs(outputs) : 'info'
      daemon.setLogRules({ ...daemon.logRules, level })
      return undefined
    },
    CONNECT_SET_LOGGING_FILTERS: (_session, { filters, flags }) => {
      noFlags('CONNECT_SET_LOGGING_FILTERS', flags)
      daemon.setLogRules({ ...daemon.logRules, modules: parseFilters(filters ?? '') })
      return undefined
    },
  } satisfies Partial<AdminHandlers>
}

function daemonCalls({ servers, daemon, clock }: AdminParts) {
  const idle = new IdleStop({
    clock,
    clients: () => servers.reduce((sum, { size }) => sum + size, 0),
    stop: () => daemon.stop('no clients for as long as an administrator said'),
  })
  return {
    CONNECT_SET_DAEMON_TIMEOUT: (_session, { timeout, flags }) => {
      noFlags('CONNECT_SET_DAEMON_TIMEOUT', flags)
      idle.set(timeout)
      return undefined
    },
    CONNECT_DAEMON_SHUTDOWN: (_session, { flags }) => {
      checkFlags('CONNECT_DAEMON_SHUTDOWN', flags, PRESERVE)
      daemon.stop('an administrator asked for it')
      return undefined
    },
  } satisfies Partial<AdminHandlers>
}

function findServer(servers: readonly AdminServer[], wanted: string): AdminServer {
  const found = servers.find(({ name }) => name === wanted)
  if (found) return found
  throw adminError('noServer', `Server not found: No server named '${wanted}'`)
}

function findClient(server: AdminServer, id: bigint): AdminClient {
  const found = server.client(Number(id))
  if (found) return found
  throw adminError('noClient', `Client not found: No client with matching ID '${id}'`)
}

function noFlags(call: keyof typeof adminProgram.procedures, flags: number): undefined {
  return checkFlags(call, flags, 0)
}

function checkFlags(call: keyof typeof adminProgram.procedures, flags: number, mask: number): undefined {
  const unknown = (flags & ~mask) >>> 0
  if (unknown === 0) return
  const { api } = adminProgram.procedures[call]
  throw adminError('invalidArg', `unsupported flags (0x${unknown.toString(16)}) in function ${api}`)
}
