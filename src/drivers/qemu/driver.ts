import type { Driver } from '../../core/driver.ts'
import { openConnection } from './connection.ts'
import { probeHost } from './probe.ts'
import { parseQemuUri } from './uri.ts'

/** What may be chosen of the driver. */
export interface QemuDriverOptions {
  /** Longest that a guest which runs since before may take to answer its monitor; then it is ended. */
  readonly reconnectTimeoutMs?: number
}

const reconnectTimeoutMs = 10_000

/** Makes the driver of QEMU guests on this host. */
export function createQemuDriver(options: QemuDriverOptions = {}): Driver {
  return {
    id: 'qemu',
    schemes: ['qemu'],
    probe: probeHost,
    open: (uri, env, signal) =>
      openConnection({ reconnectTimeoutMs, ...options, instance: parseQemuUri(uri) }, env, signal),
  }
}
