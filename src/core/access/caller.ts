import type { AccessClass } from '../model/index.ts'

/** Who asks: made by a surface from what it has authenticated, checked by the engine. */
export interface Caller {
  /** Name for logs and rules: `local:root`, `snmp:monitor`, `tls:CN=...`. */
  readonly id: string
  /** Surface that it came through. */
  readonly surface: 'internal' | 'local' | 'rpc' | 'snmp' | 'cim' | 'dbus' | 'web'
  /** User id of a local caller. */
  readonly uid?: number
  /** Classes that its authentication gives it; rules can only take away. */
  readonly classes: readonly AccessClass[]
}

/** The gateway itself: autostart, recovery. */
export const internalCaller: Caller = {
  id: 'internal',
  surface: 'internal',
  classes: ['read', 'operate', 'configure'],
}
