import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, watch, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Place } from '../../daemon/support.ts'
import { isProgram } from './tools.ts'

/** A daemon that clients of libvirt talk to: ours, or Debian's libvirtd beside it. */
export interface RpcDaemon {
  readonly name: 'virtgate' | 'libvirtd'
  /** Folder of its sockets, named as libvirt names them. */
  readonly sockets: string
  stop(): Promise<unknown>
}

/** The URI under which libvirt's library reaches a connection of a daemon. */
export function uriOf(daemon: RpcDaemon, name: string, socket = 'libvirt-sock'): string {
  const [, scheme = '', rest = ''] = /^(\w+):(.*)$/.exec(name) ?? []
  return `${scheme}+unix:${rest}?socket=${join(daemon.sockets, socket)}`
}

/** Starts our daemon with these connections and settings. */
export async function startVirtgate(
  connections: readonly unknown[],
  settings: Readonly<Record<string, unknown>> = {},
): Promise<RpcDaemon & { readonly place: Place }> {
  const place = await Place.make()
  const sockets = join(place.folder, 'run', 'libvirt')
  await place.settings({ connections, ...settings })
  await place.daemon()
  return { name: 'virtgate', place, sockets, stop: () => place.remove() }
}

/** Why libvirtd cannot be compared with; undefined when it can. */
export const noLibvirtd = isProgram('/usr/sbin/libvirtd') ? undefined : 'libvirtd (libvirt-daemon) is missing'

/** Folders of the host that libvirtd of root writes to whatever its configuration says. */
const hostFolders = ['/run', '/etc/libvirt', '/var/lib/libvirt', '/var/cache/libvirt', '/var/log/libvirt']

/**
 * Starts Debian's libvirtd for this test alone. Root's gets a mount namespace where the folders of the system's one
 * are empty; another user's keeps its state in the folder given.
 */
export async function startLibvirtd(folder: string): Promise<RpcDaemon> {
  const sockets = join(folder, 'sockets')
  const config = join(folder, 'libvirtd.conf')
  await mkdir(sockets, { recursive: true })
  await writeFile(
    config,
    [
      `unix_sock_dir = "${sockets}"`,
      'auth_unix_rw = "none"',
      'auth_unix_ro = "none"',
      `log_outputs = "3:file:${join(folder, 'libvirtd.log')}"`,
    ].join('\n'),
  )
  const words = ['/usr/sbin/libvirtd', '-f', config, '-p', join(folder, 'libvirtd.pid')]
  const xdg = ['RUNTIME_DIR', 'CONFIG_HOME', 'CACHE_HOME', 'DATA_HOME', 'STATE_HOME']
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    ...Object.fromEntries(xdg.map((name) => [`XDG_${name}`, folder])),
  }
  const child = spawn(...apart(words), { env, stdio: 'ignore' })
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  await untilListening(join(sockets, 'libvirt-sock'), child, join(folder, 'libvirtd.log'))
  const stop = () => {
    child.kill()
    return ended
  }
  return { name: 'libvirtd', sockets, stop }
}

/** The command line, in a mount namespace of its own when that is possible. */
function apart(words: readonly string[]): [string, string[]] {
  const [command = '', ...args] = words
  if (process.getuid?.() !== 0) return [command, args]
  const mounts = hostFolders.filter((path) => existsSync(path)).map((path) => `mount -t tmpfs none ${path}`)
  const script = `${mounts.join(' && ')} && exec "$@"`
  return ['unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', ...words]]
}

/** Waits until a socket takes connections; throws with the log when the process ends before. */
async function untilListening(path: string, child: ChildProcess, log: string): Promise<void> {
  const give = AbortSignal.timeout(30_000)
  const over = new AbortController()
  const stop = AbortSignal.any([give, over.signal])
  child.once('close', () => over.abort())
  const changes = watch(join(path, '..'), { signal: stop })
  const watching = changes[Symbol.asyncIterator]()
  try {
    let change = watching.next()
    while (!(await answers(path))) {
      await change
      change = watching.next()
    }
    change.catch(() => {})
    over.abort()
  } catch (cause) {
    child.kill()
    const text = await readFile(log, 'utf8').catch(() => '')
    throw new Error(`libvirtd did not start:\n${text}`, { cause })
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path, () => {
      socket.destroy()
      done(true)
    })
    socket.on('error', () => done(false))
  })
}
