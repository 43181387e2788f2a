import type { z } from 'zod'
import type { SourcePosition } from '../errors/index.ts'
import { nearest } from '../lib/nearest.ts'
import type { Overlay } from './overlay.ts'
import { type SettingKey, settingsTable } from './schema.ts'
import { fieldsAt } from './shape.ts'
import { lowerFirst, type SettingsSource } from './source.ts'

/** One fault of the settings in words, with its place. */
export interface SettingsFault {
  readonly text: string
  readonly at?: SourcePosition
}

/** What an issue of the schema means to the person who wrote the settings. */
export function explain(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  source: SettingsSource | undefined,
  overlays: readonly Overlay[],
): SettingsFault[] {
  if (issue.code !== 'unrecognized_keys') {
    const text = `${dotted(issue.path)}: ${clause(issue, issue.path)}`
    return [place(text, issue.path, source, overlays)]
  }
  const known = fieldsAt(schema, issue.path)
  return issue.keys.map((key) => {
    const path = [...issue.path, key]
    return place(unknownKey(path, key, issue.path, known), path, source, overlays)
  })
}

function unknownKey(
  path: readonly PropertyKey[],
  key: string,
  around: readonly PropertyKey[],
  known: readonly string[],
): string {
  const near = nearest(key, known)
  const hint = near
    ? `did you mean '${dotted([...around, near])}'?`
    : `known ${around.length === 0 ? 'here' : `in ${dotted(around)}`}: ${known.join(', ')}`
  return `unknown key '${dotted(path)}'; ${hint}`
}

function place(
  text: string,
  path: readonly PropertyKey[],
  source: SettingsSource | undefined,
  overlays: readonly Overlay[],
): SettingsFault {
  const overlay = overlays.findLast((o) => o.path.every((step, i) => i >= path.length || step === path[i]))
  if (overlay) return { text: `--set ${overlay.text}: ${text}` }
  const at = source?.locate(path)
  return at ? { text: `${at.file}:${at.line}:${at.column}: ${text}`, at } : { text }
}

function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    '',
  )
}

function clause(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): string {
  const own = lowerFirst(issue.message.replace(/^Invalid input: /, '').replace(/^Invalid option: /, ''))
  const form = formAt(path)
  return form === undefined || own.includes(form) ? own : `${own} (${form})`
}

function formAt(path: readonly PropertyKey[]): string | undefined {
  const name = path
    .slice(0, 2)
    .filter((step) => typeof step === 'string')
    .join('.')
  const key = Object.hasOwn(settingsTable, name) ? name : String(path[0])
  return Object.hasOwn(settingsTable, key) ? settingsTable[key as SettingKey].form : undefined
}
