import type { LocalRef } from '../../core/driver.ts'
import type { TypeName } from '../../core/model/index.ts'
import { splitMember, type UnitType } from './units.ts'
import type { Upkeep } from './upkeep.ts'

/** Which objects belong to which, and are read with them. */
const owners: { readonly [T in TypeName]?: UnitType } = {
  snapshot: 'domain',
  checkpoint: 'domain',
  volume: 'pool',
  port: 'network',
}

/** Reads an object again after an operation, so that the inventory holds the effect when the operation is over. */
export async function settle(upkeep: Upkeep, { type, key }: LocalRef): Promise<void> {
  if (type === 'host' || type === 'job') return
  const owner = owners[type]
  if (owner !== undefined) return upkeep.touch(owner, splitMember(key).owner, { read: 'members' })
  // What is left is listed by itself. Volumes come and go with the state of their pool.
  return upkeep.touch(type as UnitType, key, { read: type === 'pool' ? 'members' : 'record' })
}
