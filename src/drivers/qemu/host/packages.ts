import { access, constants } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { VirtError } from '../../../core/errors/index.ts'

/** Debian package of each program that the driver runs. */
export const programPackages: Readonly<Record<string, string>> = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'qemu-system-i386': 'qemu-system-x86',
  'qemu-img': 'qemu-utils',
  ip: 'iproute2',
  taskset: 'util-linux',
}

/** The command that installs a package. */
export function installCommand(...packages: readonly string[]): string {
  return `apt-get install ${packages.join(' ')}`
}

/** Absolute path of a program on PATH or in the usual system directories; undefined if it is not installed. */
export async function findProgram(name: string): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/sbin', '/bin']
  const candidates = isAbsolute(name) ? [name] : folders.filter(Boolean).map((folder) => join(folder, name))
  for (const path of candidates) {
    try {
      await access(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}

/** The fault of a program that is not there: names it, what it is for and the command that brings it. */
export function missingProgram(path: string, purpose: string): VirtError {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const known = programPackages[name]
  const fix = known ? `; install it with '${installCommand(known)}'` : ''
  return new VirtError('systemError', `program '${path}', needed to ${purpose}, is not installed${fix}`, {
    domain: 'qemu',
  })
}
