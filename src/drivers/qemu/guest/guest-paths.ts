import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** Places of the files that belong to one connection. */
export interface GuestPathRoots {
  /** Where running guests have their directories. */
  readonly runDir: string
  readonly logDir: string
  readonly saveDir: string
  readonly nvramDir: string
}

interface HasPaths {
  readonly paths: GuestPathRoots
}

/** A name as a part of a file name. A name with characters that have a meaning elsewhere is told apart by its hash. */
export function safeName(name: string, length: number): string {
  const short = name.replace(/[^\w.+@-]/gu, '_').slice(0, length)
  if (short === name) return name
  return `${short}~${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
}

/** Directory of a running guest. Cut short, since socket paths may have 107 bytes only. */
export function guestDir(services: HasPaths, id: number, name: string): string {
  return join(services.paths.runDir, `domain-${id}-${safeName(name, 20)}`)
}

/** Whether this is the name of a directory of a running guest. */
export function isGuestDir(name: string): boolean {
  return /^domain-\d+-/.test(name)
}

/** Pid file that QEMU writes into the directory of a guest; no other program is started with its path. */
export function pidFilePath(dir: string): string {
  return join(dir, 'qemu.pid')
}

/** Log of a guest: how it was started and what QEMU wrote. */
export function guestLogPath(services: HasPaths, name: string): string {
  return join(services.paths.logDir, `${safeName(name, 200)}.log`)
}

/** File that the first serial console of a guest writes to; no guest has a name with `~`, so none has it as its log. */
export function consoleLogPath(services: HasPaths, name: string): string {
  return join(services.paths.logDir, `${safeName(name, 200)}~console.log`)
}

/** Monitor socket in the directory of a guest. */
export function monitorPath(dir: string): string {
  return join(dir, 'monitor.sock')
}

/** Socket of the agent channel in the directory of a guest. */
export function channelPath(dir: string, name: string): string {
  return join(dir, safeName(name, 40))
}

/** Saved state of a guest that waits to be resumed at its next start. */
export function managedSavePath(services: HasPaths, uuid: string): string {
  return join(services.paths.saveDir, `${uuid}.save`)
}

/** Firmware variables of a guest. */
export function nvramPath(services: HasPaths, name: string): string {
  return join(services.paths.nvramDir, `${safeName(name, 200)}_VARS.fd`)
}
