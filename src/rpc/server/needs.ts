import {
  type AccessClass,
  accessClasses,
  allOps,
  findOp,
  type Need,
  secretsNeed,
  type TypeName,
} from '../../core/model/index.ts'
import type { When } from '../wire/protocol/table.ts'

/** A permission that a call needs. */
export interface NeedEntry {
  /** As libvirt writes it, `domain.start`. */
  readonly name: string
  /** Types of objects that it is asked of; none for the connection itself. */
  readonly types: readonly TypeName[]
  readonly need: Need
  /** When it is needed; always unless given. */
  readonly when: When | undefined
}

/** Objects of libvirt's access control and the types of ours; the connection is `connect`. */
const objectTypes: Readonly<Record<string, readonly TypeName[]>> = {
  connect: [],
  domain: ['domain', 'snapshot', 'checkpoint'],
  network: ['network'],
  network_port: ['port'],
  interface: ['interface'],
  storage_pool: ['pool'],
  storage_vol: ['volume'],
  node_device: ['nodedev'],
  secret: ['secret'],
  nwfilter: ['nwfilter'],
  nwfilter_binding: [],
}

/** Permissions of libvirt that no operation of the model has, but that are reads. */
const plainReads = /^(getattr|read|search_\w+|detect_storage_pools)$/

/** Makes a need of a permission of the protocol tables. */
export function needOf(name: string, when: When | undefined): NeedEntry {
  const [object = '', permission = ''] = name.split('.')
  const types = objectTypes[object] ?? []
  return { name, types, when, need: { access: accessOf(types[0] ?? 'host', permission), permission } }
}

/**
 * The class that a permission belongs to: the least of the operations that ask for it, since each call that is an
 * operation is checked again for that one.
 */
function accessOf(type: TypeName, permission: string): AccessClass {
  if (permission === secretsNeed.permission) return secretsNeed.access
  if (plainReads.test(permission)) return 'read'
  const used = allOps()
    .map((path) => findOp(path))
    .filter((found) => found?.type === type && found.def.permission === permission)
    .map((found) => found?.def.access)
  return accessClasses.find((access) => used.includes(access)) ?? 'configure'
}
