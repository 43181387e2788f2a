import { stringify } from 'yaml'
import { wrap } from '../lib/wrap.ts'
import type { Dirs } from './dirs.ts'
import { type SettingKey, settingKeys, settingsTable } from './schema.ts'
import { fallbackOf, splitSetting } from './shape.ts'

/** A setting in words, for help and reference. */
export interface SettingDoc {
  readonly key: SettingKey
  readonly doc: string
  readonly form: string
  /** Default in YAML's flow form. */
  readonly fallback: string
  readonly restart: boolean
}

/** All settings in words. */
export function settingDocs(dirs: Dirs): SettingDoc[] {
  return settingKeys.map((key) => {
    const { doc, form, restart } = settingsTable[key]
    return { key, doc, form, fallback: flow(fallbackOf(key, dirs)), restart }
  })
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()
}

/** A settings file in which each key stands with its sentence and, as a comment, its default. */
export function renderSample(dirs: Dirs): string {
  const lines = [
    '# Settings of virtgate. Each key is shown with its default; take the # away to change it.',
    '# (r) marks keys that take effect when the daemon is started again; all others at a reload (SIGHUP).',
  ]
  let open: string | undefined
  for (const entry of settingDocs(dirs)) {
    const { group, leaf } = splitSetting(entry.key)
    const indent = group === undefined ? '' : '  '
    lines.push('')
    if (group !== undefined && group !== open) lines.push(`${group}:`)
    open = group
    lines.push(...comment(entry, indent), `${indent}# ${leaf}: ${entry.fallback}`)
  }
  return `${lines.join('\n')}\n`
}

function comment(entry: SettingDoc, indent: string): string[] {
  const example = settingsTable[entry.key].example
  const leaf = splitSetting(entry.key).leaf
  return [
    ...wrap(`${entry.restart ? '(r) ' : ''}${entry.doc}`, 96 - indent.length).map(
      (line) => `${indent}## ${line}`,
    ),
    `${indent}## ${entry.form}`,
    ...(example === undefined ? [] : [`${indent}## Example: ${leaf}: ${example}`]),
  ]
}

/** The reference page of all settings, in Markdown. */
export function renderSettingsReference(dirs: Dirs): string {
  const rows = settingDocs(dirs).map(
    (entry) =>
      `| \`${entry.key}\` | ${cell(entry.form)} | \`${cell(entry.fallback)}\` | ${entry.restart ? 'restart' : 'reload'} | ${cell(entry.doc)} |`,
  )
  return [
    '# Settings',
    '',
    'Made from the settings table. The file is YAML; `--set key=value` on the command line goes before it.',
    'An unknown key is an error that names file, line and the nearest known key. A listener that is `off` or',
    'empty does not start. The last column but one says whether a change takes effect at a reload (SIGHUP) or',
    'needs a restart.',
    '',
    '| key | form | default (root) | change | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
