import { VirtError } from '../core/errors/index.ts'

/** What a socket that systemd holds is for. */
export const activatedKinds = ['rw', 'ro', 'admin', 'tcp', 'tls'] as const

/** Kind of a socket that systemd holds. */
export type ActivatedKind = (typeof activatedKinds)[number]

/** Listening sockets that the process was started with, by what they are for. */
export type ActivatedSockets = Readonly<Record<ActivatedKind, readonly number[]>>

type Environment = Record<string, string | undefined>

const firstDescriptor = 3
const endings: ReadonlyArray<readonly [RegExp, ActivatedKind]> = [
  [/(^|-)ro(\.socket)?$/, 'ro'],
  [/(^|-)admin(\.socket)?$/, 'admin'],
  [/(^|-)tcp(\.socket)?$/, 'tcp'],
  [/(^|-)tls(\.socket)?$/, 'tls'],
  [/^rw$|\.socket$/, 'rw'],
]

/**
 * Takes the listening sockets that systemd hands over (sd_listen_fds): those meant for this process, told apart by
 * name. A name is that of the unit, `virtgate.socket`, `virtgate-ro.socket` and so on, or just `ro`. The variables are
 * taken out of the environment, so that no child believes that they are for it. Throws for a name that says nothing.
 */
export function takeActivatedSockets(env: Environment, pid: number): ActivatedSockets {
  const { LISTEN_PID: meant, LISTEN_FDS: count, LISTEN_FDNAMES: names = '' } = env
  for (const name of ['LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES']) delete env[name]
  const sockets: Record<ActivatedKind, number[]> = { rw: [], ro: [], admin: [], tcp: [], tls: [] }
  if (meant !== String(pid) || !/^\d{1,4}$/.test(count ?? '')) return sockets
  const named = names.split(':')
  for (let i = 0; i < Number(count); i++) sockets[kindOf(named[i] ?? '')].push(firstDescriptor + i)
  return sockets
}

function kindOf(name: string): ActivatedKind {
  const kind = endings.find(([form]) => form.test(name))?.[1]
  if (kind) return kind
  const known = activatedKinds.join(', ')
  throw new VirtError(
    'confSyntax',
    `a socket that systemd handed over is named '${name}'; expected FileDescriptorName= ${known}, or units named virtgate.socket, virtgate-ro.socket and so on`,
  )
}
