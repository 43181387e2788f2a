import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { fromSystem, systemCode, VirtError } from '../errors/index.ts'
import type { Dirs } from './dirs.ts'
import { explain, type SettingsFault } from './explain.ts'
import { lay, type Overlay, readOverlay } from './overlay.ts'
import { type Settings, settingGroups } from './schema.ts'
import { settingsSchema } from './shape.ts'
import { readSource, type SettingsSource } from './source.ts'

/** Where settings come from. */
export interface LoadOptions {
  /** Settings file; absent for none. */
  readonly file?: string | undefined
  /** Whether it is no fault that the file is not there. */
  readonly optional?: boolean
  /** `key=value` of the command line; later ones win. */
  readonly set?: readonly string[]
  /** Standard directories of the account. */
  readonly dirs: Dirs
}

/** Reads, checks and completes the settings; any fault names the place and the nearest that is known. */
export async function loadSettings(options: LoadOptions): Promise<Settings> {
  const source = await readFileSource(options)
  return checkSettings(source, (options.set ?? []).map(readOverlay), options.dirs)
}

async function readFileSource({ file, optional }: LoadOptions): Promise<SettingsSource | undefined> {
  if (file === undefined) return undefined
  try {
    return readSource(await readFile(file, 'utf8'), file)
  } catch (thrown) {
    if (optional && systemCode(thrown) === 'ENOENT') return undefined
    throw systemCode(thrown) === 'ENOENT'
      ? new VirtError('openFailed', `there is no settings file ${file}`, { cause: thrown })
      : fromSystem(thrown, `cannot read the settings file ${file}`)
  }
}

/** Checks what was read and laid over it. */
export function checkSettings(
  source: SettingsSource | undefined,
  overlays: readonly Overlay[],
  dirs: Dirs,
): Settings {
  const schema = settingsSchema(dirs)
  const result = schema.safeParse(overlays.reduce(lay, emptyGroups(source?.value)))
  if (result.success) return result.data
  throw faults(schema, result.error.issues, source, overlays)
}

// `snmp:` with nothing below it is an empty group, and so is an empty file.
function emptyGroups(value: unknown): unknown {
  if (value === null || value === undefined) return {}
  if (typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).filter(([key, inner]) => inner !== null || !settingGroups.has(key)),
  )
}

function faults(
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  source: SettingsSource | undefined,
  overlays: readonly Overlay[],
): VirtError {
  const found = issues.flatMap((issue) => explain(issue, schema, source, overlays))
  const [first, ...more] = found.sort((a, b) => line(a) - line(b))
  const detail = more.map((fault) => fault.text).join('\n')
  return new VirtError('confSyntax', first?.text ?? 'the settings are not valid', {
    ...(first?.at && { at: first.at }),
    ...(detail && { detail }),
  })
}

function line(fault: SettingsFault): number {
  return fault.at?.line ?? 0
}
