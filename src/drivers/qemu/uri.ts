import { VirtError } from '../../core/errors/index.ts'

/** Which of the two sets of guests a URI means: those of the machine, or those of the user. */
export type QemuInstance = 'system' | 'session'

/** Reads a `qemu:` URI. Only the instance can be chosen; the emulators are those of this host. */
export function parseQemuUri(uri: URL): QemuInstance {
  const fault = (what: string) =>
    new VirtError(
      'invalidArg',
      `URI '${uri.href}' ${what}; 'qemu:///system' and 'qemu:///session' can be opened`,
      {
        domain: 'qemu',
      },
    )
  if (uri.host !== '') throw fault(`names the host '${uri.host}', but this driver works on its own host only`)
  if (uri.search !== '') throw fault('has parameters, which this driver does not know')
  if (uri.pathname === '/system') return 'system'
  if (uri.pathname === '/session') return 'session'
  throw fault(`has the path '${uri.pathname}'`)
}
