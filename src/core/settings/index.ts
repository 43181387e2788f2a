export { changedSettings, settingOf } from './changes.ts'
export {
  type Account,
  type Dirs,
  ensureDirs,
  ownAccount,
  standardDirs,
  standardSettingsFile,
} from './dirs.ts'
export { autoConnection, type ConnectionSetting } from './elements.ts'
export { formatListen, type ListenAddress, parseListen } from './listen.ts'
export { type LoadOptions, loadSettings } from './load.ts'
export { renderSample, renderSettingsReference, type SettingDoc, settingDocs } from './render.ts'
export { type SettingKey, type Settings, settingKeys, settingsTable } from './schema.ts'
export { refuseMissingSurfaces, type SurfaceName } from './surfaces.ts'
