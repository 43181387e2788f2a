import { homedir } from 'node:os'
import { ownAccount, standardDirs, standardSettingsFile } from '../core/settings/dirs.ts'
import type { LoadOptions, Settings } from '../core/settings/index.ts'

/** Options by which a command is told its settings. */
export const settingsOptions = {
  config: {
    value: 'FILE',
    kind: 'file',
    doc: 'Settings file; the one of VIRTGATE_CONFIG, or the standard one if it is there, unless given.',
  },
  set: {
    value: 'KEY=VALUE',
    many: true,
    doc: 'Set one setting; goes before the file, and a later one before an earlier one.',
  },
} as const

/** What was given for these options. */
export interface SettingsInput {
  readonly config: string | undefined
  readonly set: readonly string[]
}

/** Where the settings come from, in the order of precedence. */
export function settingsSource(
  input: SettingsInput,
  env: Readonly<Record<string, string | undefined>>,
): LoadOptions {
  const account = ownAccount(env, homedir())
  const named = input.config ?? (env.VIRTGATE_CONFIG || undefined)
  return {
    file: named ?? standardSettingsFile(account),
    optional: named === undefined,
    set: input.set,
    dirs: standardDirs(account),
  }
}

/** Reads the settings that the options name. */
export async function settingsFor(
  input: SettingsInput,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Settings> {
  // Most commands need no settings, and the check of them takes longest to load.
  const { loadSettings } = await import('../core/settings/load.ts')
  return loadSettings(settingsSource(input, env))
}
