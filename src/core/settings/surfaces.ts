import { VirtError } from '../errors/index.ts'
import { settingOf } from './changes.ts'
import type { SettingKey, Settings } from './schema.ts'

/** The keys that start a surface, and the surface. */
export const surfaceKeys = {
  'snmp.listen': 'snmp',
  'rpc.socket_dir': 'rpc',
  'rpc.tcp_listen': 'rpc',
  'rpc.tls_listen': 'rpc',
  'cim.listen': 'cim',
  'cim.tls_listen': 'cim',
  'dbus.bus': 'dbus',
} as const satisfies Partial<Record<SettingKey, string>>

/** A surface of the product. */
export type SurfaceName = (typeof surfaceKeys)[keyof typeof surfaceKeys]

/** Refuses settings that start a surface which this build does not have. */
export function refuseMissingSurfaces(settings: Settings, built: ReadonlySet<SurfaceName>): void {
  for (const [key, surface] of Object.entries(surfaceKeys)) {
    const value = settingOf(settings, key as SettingKey)
    const off =
      value === undefined || value === null || value === 'off' || (Array.isArray(value) && value.length === 0)
    if (off || built.has(surface)) continue
    throw new VirtError(
      'confSyntax',
      `${key} is set, but this build of virtgate has no ${surface} surface; set it to off or leave it out`,
    )
  }
}
