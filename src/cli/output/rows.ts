import type { Entry } from '../../core/contracts.ts'
import { attrsOf, type TypeName } from '../../core/model/index.ts'
import { formatValue } from './human.ts'

/** Attributes that a list shows of each type, in this order. */
export const listColumns = {
  host: ['connection', 'uri', 'hvType', 'status', 'hostname', 'cpus', 'memory'],
  domain: ['id', 'name', 'state', 'vcpus', 'memory', 'autostart'],
  snapshot: ['name', 'domain', 'state', 'createdAt', 'parent', 'current'],
  checkpoint: ['name', 'domain', 'createdAt', 'parent', 'current'],
  network: ['name', 'active', 'autostart', 'persistent', 'bridge', 'forward'],
  port: ['uuid', 'network', 'ownerName', 'mac', 'plug'],
  interface: ['name', 'type', 'active', 'mac'],
  pool: ['name', 'type', 'state', 'autostart', 'capacity', 'available'],
  volume: ['name', 'pool', 'format', 'capacity', 'allocation', 'path'],
  nodedev: ['name', 'parent', 'capabilities', 'active'],
  secret: ['uuid', 'usageType', 'usageId', 'description'],
  nwfilter: ['name', 'uuid', 'chain', 'priority', 'rules'],
  job: ['id', 'operation', 'targetName', 'state', 'progress', 'createdAt', 'errorText'],
} as const satisfies Record<TypeName, readonly string[]>

/** Whether an object is up; objects that cannot be down always are. */
export function isActive(entry: Entry): boolean {
  const attrs = attrsByName(entry)
  if (entry.type === 'domain') return attrs.state !== 'shutoff' && attrs.state !== 'nostate'
  if (entry.type === 'pool') return attrs.state !== 'inactive'
  return attrs.active !== false
}

/** Cells of an object for a list. References are shown by the name that `nameOf` knows. */
export function cellsOf(entry: Entry, nameOf: (key: string) => string): string[] {
  const defs = attrsOf(entry.type)
  return listColumns[entry.type].map((name) => {
    const def = defs[name]
    const value = attrsByName(entry)[name]
    if (name === 'id' && value === -1) return '-'
    if (!def) return '-'
    if (typeof def.kind === 'object' && 'ref' in def.kind) return nameOf(String(value))
    return formatValue(def, value)
  })
}

/** Attributes of an object by name. */
export function attrsByName(entry: Entry): Readonly<Record<string, unknown>> {
  return entry.attrs
}
