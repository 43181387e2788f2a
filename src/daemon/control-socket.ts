import { join } from 'node:path'

/** Path of the control socket. */
export function controlSocket(runDir: string): string {
  return join(runDir, 'control.sock')
}
