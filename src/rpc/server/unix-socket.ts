import { chmod, chown, lstat, mkdir, readlink, stat, symlink, unlink } from 'node:fs/promises'
import { connect, type Server } from 'node:net'
import { join } from 'node:path'
import { fromSystem, systemCode, VirtError } from '../../core/errors/index.ts'

/** How a Unix socket is made. */
export interface UnixSocketOptions {
  readonly path: string
  readonly mode: number
  /** Group that it is given to; that of the process unless given. */
  readonly gid: number | undefined
  /** Connections that the kernel keeps until they are taken. */
  readonly backlog: number
}

// The kernel keeps 108 bytes for the path of a socket, the last of them zero.
const longestPath = 107
const writableByOthers = 0o002
const sticky = 0o1000

/** Makes the directory of sockets; when others may connect it is one that they can enter. */
export async function makeSocketDir(dir: string, open: boolean): Promise<void> {
  try {
    const made = await mkdir(dir, { recursive: true, mode: 0o700 })
    if (made !== undefined && open) await chmod(dir, 0o755)
  } catch (thrown) {
    throw fromSystem(thrown, `the directory of sockets ${dir} cannot be made`)
  }
  await checkOwn(dir)
}

/** In a directory in which others may rename files, whoever connects might find another daemon's socket. */
async function checkOwn(dir: string): Promise<void> {
  const { uid, mode } = await stat(dir)
  const owner = uid === 0 || uid === process.getuid?.()
  const shared = (mode & writableByOthers) !== 0 && (mode & sticky) === 0
  if (owner && !shared) return
  const why = owner ? 'others may rename files in it' : 'it belongs to somebody else'
  throw new VirtError(
    'systemError',
    `the directory of sockets ${dir} is not safe: ${why}; take it from them, or set rpc.socket_dir to another`,
  )
}

/** Listens on a Unix socket. What is left of a daemon that has ended is replaced; one that is in use is refused. */
export async function listenUnix(server: Server, options: UnixSocketOptions): Promise<void> {
  const { path, mode, gid, backlog } = options
  if (Buffer.byteLength(path) > longestPath) {
    throw new VirtError(
      'invalidArg',
      `the path ${path} is longer than the ${longestPath} bytes that a socket can have; set rpc.socket_dir to a shorter one`,
    )
  }
  await clear(path)
  await listen(server, path, backlog)
  if (gid !== undefined) await chown(path, process.getuid?.() ?? -1, gid)
  await chmod(path, mode)
}

/** Lets clients find a socket under another name, too; answers the path of the link. */
export async function linkSocket(dir: string, name: string, target: string): Promise<string> {
  const path = join(dir, name)
  if (await leadsTo(path, target)) return path
  await clear(path)
  try {
    await symlink(target, path)
  } catch (thrown) {
    throw fromSystem(thrown, `the socket ${path} cannot be made`)
  }
  return path
}

/** Takes a link away, unless it has become somebody else's. */
export async function unlinkSocket(path: string, target: string): Promise<void> {
  if (await leadsTo(path, target)) await unlink(path).catch(() => {})
}

async function leadsTo(path: string, target: string): Promise<boolean> {
  try {
    return (await readlink(path)) === target
  } catch {
    return false
  }
}

async function clear(path: string): Promise<void> {
  try {
    const found = await lstat(path)
    if (!found.isSocket() && !found.isSymbolicLink()) {
      throw new VirtError('resourceBusy', `${path} is there and is no socket; take it away`)
    }
    if (await answers(path)) {
      throw new VirtError(
        'resourceBusy',
        `another daemon answers on ${path}; stop it (and its .socket unit), or set rpc.socket_dir to another directory`,
      )
    }
    await unlink(path)
  } catch (thrown) {
    if (systemCode(thrown) !== 'ENOENT') throw fromSystem(thrown, `cannot replace the socket ${path}`)
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.on('connect', () => {
      probe.destroy()
      resolve(true)
    })
    // A backlog that is full (EAGAIN) is somebody's who lives, and so is a socket that is not for us.
    probe.on('error', (error) => resolve(['EAGAIN', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')))
  })
}

function listen(server: Server, path: string, backlog: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(fromSystem(error, `cannot listen on ${path}`))
    server.once('error', failed)
    // The socket is made during this call, so nobody else can connect before its mode is set.
    const before = process.umask(0o177)
    try {
      server.listen({ path, backlog }, () => {
        server.off('error', failed)
        resolve()
      })
    } finally {
      process.umask(before)
    }
  })
}
