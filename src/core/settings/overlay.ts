import { parse } from 'yaml'
import { z } from 'zod'
import { VirtError } from '../errors/index.ts'
import { nearest } from '../lib/nearest.ts'
import { type SettingKey, settingKeys, settingsTable } from './schema.ts'
import { splitSetting } from './shape.ts'
import { lowerFirst } from './source.ts'

/** One `--set key=value`. */
export interface Overlay {
  /** Path of the value: group, leaf, and one more step for maps. */
  readonly path: readonly string[]
  readonly value: unknown
  /** As it was written, for messages. */
  readonly text: string
}

/** Reads `key=value`; the key must be known, the value is YAML or, for lists, words with commas. */
export function readOverlay(text: string): Overlay {
  const equals = text.indexOf('=')
  if (equals <= 0) throw new VirtError('invalidArg', `--set ${text} has no value; expected --set key=value`)
  const name = text.slice(0, equals).trim()
  const raw = text.slice(equals + 1)
  const { key, rest } = findKey(name)
  const { group, leaf } = splitSetting(key)
  const path = [...(group === undefined ? [leaf] : [group, leaf]), ...(rest === undefined ? [] : [rest])]
  return { path, value: readValue(key, rest !== undefined, raw.trim(), text), text }
}

function findKey(name: string): { key: SettingKey; rest: string | undefined } {
  for (const key of settingKeys) {
    if (name === key) return { key, rest: undefined }
    if (settingsTable[key].type instanceof z.ZodRecord && name.startsWith(`${key}.`)) {
      return { key, rest: name.slice(key.length + 1) }
    }
  }
  const near = nearest(name, settingKeys)
  throw new VirtError(
    'invalidArg',
    `there is no setting '${name}'${near ? `; did you mean '${near}'?` : ''} ('virtgate daemon --help' lists all)`,
  )
}

function readValue(key: SettingKey, inMap: boolean, raw: string, text: string): unknown {
  if (inMap) return raw
  if (/^[[{]/.test(raw)) return readYaml(raw, text)
  if (isList(key)) return raw === '' || raw === 'off' ? [] : raw.split(',').map((word) => word.trim())
  return keepsText(key) ? raw : readYaml(raw, text)
}

function readYaml(raw: string, text: string): unknown {
  try {
    return parse(raw, { prettyErrors: false })
  } catch (thrown) {
    throw new VirtError('invalidArg', `--set ${text}: ${lowerFirst((thrown as Error).message)}`, {
      cause: thrown,
    })
  }
}

function core(key: SettingKey): z.ZodType {
  const { type } = settingsTable[key]
  const inner = type instanceof z.ZodPipe ? (type.out as z.ZodType) : type
  return inner instanceof z.ZodOptional ? (inner.unwrap() as z.ZodType) : inner
}

function isList(key: SettingKey): boolean {
  return core(key) instanceof z.ZodArray
}

// A location of 123 is a text although YAML reads a number.
function keepsText(key: SettingKey): boolean {
  return core(key) instanceof z.ZodString
}

/** The value of the file with one overlay laid over it. */
export function lay(base: unknown, overlay: Overlay): unknown {
  return put(base, overlay.path, overlay.value)
}

function put(base: unknown, path: readonly string[], value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  const map: Record<string, unknown> = isPlain(base) ? base : {}
  return { ...map, [step]: put(map[step], rest, value) }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
