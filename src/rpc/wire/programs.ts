import { adminProgram } from './protocol/admin.ts'
import { keepaliveProgram } from './protocol/keepalive.ts'
import { lxcProgram } from './protocol/lxc.ts'
import { qemuProgram } from './protocol/qemu.ts'
import { remoteProgram } from './protocol/remote.ts'

/** All programs of the protocol. */
export const programs = {
  remote: remoteProgram,
  qemu: qemuProgram,
  lxc: lxcProgram,
  admin: adminProgram,
  keepalive: keepaliveProgram,
} as const

/** Name of a program. */
export type ProgramName = keyof typeof programs
