import type { ProgramTable } from './table.ts'

/** The keepalive program: pings of both sides. Source: libvirt 12.6's protocol definition; call permissions of its access control. */
export const keepaliveProgram = {
  name: 'keepalive',
  number: 0x6b656570,
  version: 1,
  procedures: {
    PING: { number: 1, kind: 'message' },
    PONG: { number: 2, kind: 'message' },
  },
  types: {
  },
} as const satisfies ProgramTable
