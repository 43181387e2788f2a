import { VirtError } from '../../core/errors/index.ts'
import type { Header } from '../wire/index.ts'
import type { Route } from './routes.ts'

const domain = { domain: 'rpc' } as const

/** The errors that clients know by their text. */
export const refusals = {
  program: ({ program, version }: Header) =>
    new VirtError('rpc', `Cannot find program ${program} version ${version}`, domain),
  procedure: ({ procedure }: Header) => new VirtError('rpc', `unknown procedure: ${procedure}`, domain),
  status: ({ status }: Header) => new VirtError('rpc', `Unexpected message status ${status >>> 0}`, domain),
  notAuthenticated: () => new VirtError('rpc', 'authentication required', domain),
  notOpen: () => new VirtError('internalError', 'internal error: hypervisor connection not open', domain),
  alreadyOpen: () => new VirtError('internalError', 'internal error: connection already open', domain),
  readOnly: ({ entry, domain }: Route) =>
    new VirtError('operationDenied', `operation forbidden: read only access prevents ${entry.api}`, {
      domain,
    }),
  noSupport: ({ entry, domain }: Route) =>
    new VirtError('noSupport', `this function is not supported by the connection driver: ${entry.api}`, {
      domain,
    }),
} as const
