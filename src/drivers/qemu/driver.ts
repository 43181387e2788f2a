import type { Driver } from '../../core/driver.ts'
import { openConnection } from './connection.ts'
import { probeHost } from './probe.ts'
import { parseQemuUri } from './uri.ts'

/** Makes the driver of QEMU guests on this host. */
export function createQemuDriver(): Driver {
  return {
    id: 'qemu',
    schemes: ['qemu'],
    probe: probeHost,
    open: (uri, env, signal) => openConnection(parseQemuUri(uri), env, signal),
  }
}
