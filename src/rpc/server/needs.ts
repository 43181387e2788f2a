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

/** For `type.permission` the least class of the operations that ask for it. */
export type PermissionClasses = ReadonlyMap<string, AccessClass>

/** Finds in the model which class each permission belongs to. */
export function permissionClasses(): PermissionClasses {
  const classes = new Map<string, AccessClass>()
  for (const path of allOps()) {
    const found = findOp(path)
    if (!found) continue
    const { permission, access } = found.def
    const key = `${found.type}.${permission}`
    const least = classes.get(key) ?? access
    classes.set(key, accessClasses.indexOf(access) < accessClasses.indexOf(least) ? access : least)
  }
  return classes
}

/** Makes a need of a permission of the protocol tables. */
export function needOf(name: string, when: When | undefined, classes: PermissionClasses): NeedEntry {
  const [object = '', permission = ''] = name.split('.')
  const types = objectTypes[object] ?? []
  const access = accessOf(`${types[0] ?? 'host'}.${permission}`, permission, classes)
  return { name, types, when, need: { access, permission } }
}

/**
 * The class that a permission belongs to: the least of the operations that ask for it, since each call that is an
 * operation is checked again for that one. What libvirt does not count among the reads is none here either, even where
 * the operation only looks: it asks the guest, or the client names a file of the host.
 */
function accessOf(key: string, permission: string, classes: PermissionClasses): AccessClass {
  if (permission === secretsNeed.permission) return secretsNeed.access
  if (plainReads.test(permission)) return 'read'
  const least = classes.get(key) ?? 'configure'
  return least === 'read' ? 'operate' : least
}
