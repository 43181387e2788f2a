import { isDeepStrictEqual } from 'node:util'
import { type SettingKey, type Settings, settingKeys, settingsTable } from './schema.ts'
import { splitSetting } from './shape.ts'

/** Value of a setting by its dotted name. */
export function settingOf(settings: Settings, key: SettingKey): unknown {
  const { group, leaf } = splitSetting(key)
  const place = group === undefined ? settings : (settings as Record<string, unknown>)[group]
  return (place as Record<string, unknown>)[leaf]
}

/** Keys whose value differs, those that need no restart apart from those that do. */
export function changedSettings(
  before: Settings,
  after: Settings,
): { reload: readonly SettingKey[]; restart: readonly SettingKey[] } {
  const changed = settingKeys.filter(
    (key) => !isDeepStrictEqual(settingOf(before, key), settingOf(after, key)),
  )
  return {
    reload: changed.filter((key) => !settingsTable[key].restart),
    restart: changed.filter((key) => settingsTable[key].restart),
  }
}
