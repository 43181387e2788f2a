import type { FieldDef, Kind } from './kinds.ts'

/** Makes another key of the key of an object of a type. */
export type MapKey = (key: string, type: string) => string

/** Whether values of a kind hold references. */
export function holdsRefs(kind: Kind | 'void'): boolean {
  if (typeof kind === 'string' || 'enum' in kind) return false
  if ('ref' in kind) return true
  if ('list' in kind) return holdsRefs(kind.list)
  return Object.values(kind.record).some((field) => holdsRefs(field.kind))
}

/** A copy of a value of a kind with each reference in it mapped; values without references are handed back as they are. */
export function mapRefs(kind: Kind | 'void', value: unknown, map: MapKey): unknown {
  if (typeof kind === 'string' || value === undefined || !holdsRefs(kind)) return value
  if ('ref' in kind) return map(value as string, kind.ref)
  if ('list' in kind) return (value as readonly unknown[]).map((item) => mapRefs(kind.list, item, map))
  if ('record' in kind) return mapFieldRefs(kind.record, value as Readonly<Record<string, unknown>>, map)
  return value
}

/** The same for a set of fields. */
export function mapFieldRefs(
  fields: Readonly<Record<string, FieldDef>>,
  values: Readonly<Record<string, unknown>>,
  map: MapKey,
): Record<string, unknown> {
  const mapped: Record<string, unknown> = { ...values }
  for (const [name, field] of Object.entries(fields)) {
    if (mapped[name] !== undefined) mapped[name] = mapRefs(field.kind, mapped[name], map)
  }
  return mapped
}
