import { type PoolDoc, parsePool } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Storage } from './storage.ts'

/** Types of pools that there are here. */
export const supportedTypes = ['dir', 'fs', 'netfs'] as const

/** Reads the definition of a pool and refuses what cannot be had here. */
export function readPool(xml: string, validate: boolean): PoolDoc {
  const doc = parsePool(xml, { validate })
  const known: readonly string[] = supportedTypes
  if (!known.includes(doc.type)) {
    throw new VirtError(
      'configUnsupported',
      `a storage pool of type '${doc.type}' is not supported; supported are ${known.join(', ')}`,
      { domain: 'storage' },
    )
  }
  const path = doc.target?.path ?? ''
  if (
    !path.startsWith('/') ||
    path === '/' ||
    path.split('/').some((part) => part === '.' || part === '..')
  ) {
    throw new VirtError(
      'xmlError',
      `storage pool '${doc.name}' has the target path '${path}', expected an absolute one without '.' and '..'`,
      { domain: 'storage' },
    )
  }
  if (doc.source.auth !== undefined) {
    throw new VirtError(
      'configUnsupported',
      `storage pool '${doc.name}' asks for authentication of its source`,
      {
        domain: 'storage',
      },
    )
  }
  return doc
}

/** Refuses a pool whose volumes would be those of another. */
export function checkOwnPlace({ pools }: Storage, doc: PoolDoc): void {
  const other = [...pools.values()].find((pool) => pool.uuid !== doc.uuid && pool.dir === doc.target?.path)
  if (other === undefined) return
  throw new VirtError('operationFailed', `Storage source conflict with pool: '${other.name}'`, {
    domain: 'storage',
  })
}
