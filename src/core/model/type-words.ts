import type { ErrorCode, ErrorDomain } from '../errors/index.ts'
import type { TypeName } from './index.ts'

/** For each type what people call an object of it, the error that it is not there, and the part of the product that says so. */
export const typeWords = {
  host: { missing: 'invalidConn', domain: 'none', word: 'connection' },
  domain: { missing: 'noDomain', domain: 'domain', word: 'domain' },
  snapshot: { missing: 'noDomainSnapshot', domain: 'domainSnapshot', word: 'snapshot' },
  checkpoint: { missing: 'noDomainCheckpoint', domain: 'domainCheckpoint', word: 'checkpoint' },
  network: { missing: 'noNetwork', domain: 'network', word: 'network' },
  port: { missing: 'noNetworkPort', domain: 'network', word: 'network port' },
  interface: { missing: 'noInterface', domain: 'interface', word: 'interface' },
  pool: { missing: 'noStoragePool', domain: 'storage', word: 'storage pool' },
  volume: { missing: 'noStorageVol', domain: 'storage', word: 'storage volume' },
  nodedev: { missing: 'noNodeDevice', domain: 'nodedev', word: 'node device' },
  secret: { missing: 'noSecret', domain: 'secret', word: 'secret' },
  nwfilter: { missing: 'noNwfilter', domain: 'nwfilter', word: 'network filter' },
  job: { missing: 'invalidArg', domain: 'none', word: 'job' },
} as const satisfies Record<TypeName, { missing: ErrorCode; domain: ErrorDomain; word: string }>
