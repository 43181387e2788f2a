import type { ErrorCode, ErrorDomain } from '../errors/index.ts'
import { VirtError } from '../errors/index.ts'
import type { TypeName } from '../model/index.ts'

/** For each type the error that its object is not there, the part of the product, and how people call it. */
const missing = {
  host: { code: 'invalidConn', domain: 'none', what: 'connection' },
  domain: { code: 'noDomain', domain: 'domain', what: 'domain' },
  snapshot: { code: 'noDomainSnapshot', domain: 'domainSnapshot', what: 'snapshot' },
  checkpoint: { code: 'noDomainCheckpoint', domain: 'domainCheckpoint', what: 'checkpoint' },
  network: { code: 'noNetwork', domain: 'network', what: 'network' },
  port: { code: 'noNetworkPort', domain: 'network', what: 'network port' },
  interface: { code: 'noInterface', domain: 'interface', what: 'interface' },
  pool: { code: 'noStoragePool', domain: 'storage', what: 'storage pool' },
  volume: { code: 'noStorageVol', domain: 'storage', what: 'storage volume' },
  nodedev: { code: 'noNodeDevice', domain: 'nodedev', what: 'node device' },
  secret: { code: 'noSecret', domain: 'secret', what: 'secret' },
  nwfilter: { code: 'noNwfilter', domain: 'nwfilter', what: 'network filter' },
  job: { code: 'invalidArg', domain: 'none', what: 'job' },
} as const satisfies Record<TypeName, { code: ErrorCode; domain: ErrorDomain; what: string }>

/** The error that an object is not there (or that the caller may not know of it, which looks the same). */
export function noSuch(type: TypeName, key: string): VirtError {
  const { code, domain, what } = missing[type]
  return new VirtError(code, `there is no ${what} '${key}'`, { domain })
}

/** What people call an object of a type. */
export function wordFor(type: TypeName): string {
  return missing[type].what
}
