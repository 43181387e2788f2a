import { z } from 'zod'
import type { Dirs } from './dirs.ts'
import { type SettingKey, type Settings, settingKeys, settingsTable } from './schema.ts'

/** Group and leaf of a dotted key; the group is undefined for keys at the top. */
export function splitSetting(key: string): { group: string | undefined; leaf: string } {
  const dot = key.indexOf('.')
  return dot < 0 ? { group: undefined, leaf: key } : { group: key.slice(0, dot), leaf: key.slice(dot + 1) }
}

/** What a setting is when nothing is said, in the form of the file. */
export function fallbackOf(key: SettingKey, dirs: Dirs): unknown {
  const { fallback } = settingsTable[key]
  return key.endsWith('_dir') && Object.hasOwn(dirs, String(fallback))
    ? dirs[fallback as keyof Dirs]
    : fallback
}

/** The whole check as one schema, with the defaults for these directories. */
export function settingsSchema(dirs: Dirs): z.ZodType<Settings> {
  const top: Record<string, z.ZodType> = {}
  const groups: Record<string, Record<string, z.ZodType>> = {}
  for (const key of settingKeys) {
    const { group, leaf } = splitSetting(key)
    const place = group === undefined ? top : (groups[group] ?? {})
    if (group !== undefined) groups[group] = place
    place[leaf] = withFallback(settingsTable[key].type, fallbackOf(key, dirs))
  }
  for (const [group, leaves] of Object.entries(groups)) top[group] = withFallback(z.strictObject(leaves), {})
  // The shape is made from the same table as the type.
  return z.strictObject(top) as unknown as z.ZodType<Settings>
}

function withFallback(type: z.ZodType, fallback: unknown): z.ZodType {
  return type.prefault(fallback as never)
}

/** Names of the fields that the schema knows at a path; empty where anything goes. */
export function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: z.ZodType | undefined = schema
  for (const step of path) at = at && child(bare(at), step)
  const end = at && bare(at)
  return end instanceof z.ZodObject ? Object.keys(end.shape) : []
}

function child(schema: z.ZodType, step: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(step)]
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType
  return undefined
}

/** The schema inside of wrappers that do not change what the value looks like. */
function bare(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodDefault
  ) {
    return bare(schema.unwrap() as z.ZodType)
  }
  if (schema instanceof z.ZodPipe) {
    const [left, right] = [schema.in as z.ZodType, schema.out as z.ZodType]
    return left instanceof z.ZodTransform ? bare(right) : bare(left)
  }
  return schema
}
