import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { fromSystem, systemCode, VirtError } from '../errors/index.ts'
import { settlesWithin } from '../lib/abort.ts'
import type { Clock } from '../lib/clock.ts'

/*
 * One process at a time owns a state directory. The owner listens on a socket in it: as the kernel closes the socket of a
 * process that dies in any way, "somebody listens" is the truth about the owner, also between containers that share the
 * directory and not their process numbers.
 *
 * The sockets are called lock.1, lock.2, ...; the highest number counts. Who finds that nobody listens on the highest, N,
 * makes lock.N+1, which the file system allows to one alone: a socket that listens already is linked to that name. Then he
 * looks again: a still higher one means that he looked too long ago. The highest is never removed, so no number comes twice.
 */

const lockForm = /^lock\.([1-9][0-9]{0,14})$/
/** Paths of sockets end at 107 bytes; longer ones go through the descriptor of the directory. */
const longestPath = 107
/** How long the owner may take to say who he is. */
const answerMs = 1000

/** The right to a state directory. */
export class StateLock {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** Takes the directory, which is made if need be. Throws `resourceBusy` that names the process that has it. */
  static async acquire(dir: string, clock: Clock): Promise<StateLock> {
    const server = ownerServer()
    const temp = `.lock-${randomBytes(8).toString('hex')}`
    let taken = false
    try {
      await mkdir(dir, { recursive: true, mode: 0o700 })
      await listen(server, dir, temp)
      await takeTurn(dir, temp, clock)
      taken = true
      return new StateLock(server)
    } catch (error) {
      throw fromSystem(error, `state directory '${dir}' cannot be locked`)
    } finally {
      await unlink(join(dir, temp)).catch(() => {})
      if (!taken) await closed(server)
    }
  }

  /** Gives the directory back. */
  async release(): Promise<void> {
    await closed(this.#server)
  }
}

async function takeTurn(dir: string, temp: string, clock: Clock): Promise<void> {
  for (;;) {
    const highest = Math.max(0, ...(await lockNumbers(dir)))
    if (highest > 0) await refuseIfHeld(dir, highest, clock)
    const own = highest + 1
    if (!(await linkNew(join(dir, temp), join(dir, `lock.${own}`)))) continue
    const numbers = await lockNumbers(dir)
    if (Math.max(...numbers) > own) {
      await unlink(join(dir, `lock.${own}`))
      continue
    }
    for (const old of numbers) if (old < own) await unlink(join(dir, `lock.${old}`)).catch(() => {})
    return
  }
}

async function lockNumbers(dir: string): Promise<number[]> {
  const names = await readdir(dir)
  return names.flatMap((name) => {
    const found = lockForm.exec(name)
    return found ? [Number(found[1])] : []
  })
}

/** Links a socket to a name that nobody has; false when somebody was faster. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
}

async function refuseIfHeld(dir: string, number: number, clock: Clock): Promise<void> {
  const owner = await withSocketPath(dir, `lock.${number}`, (path) => askOwner(path, clock))
  if (owner === undefined) return
  throw new VirtError(
    'resourceBusy',
    `state directory '${dir}' is in use by ${owner}; stop that daemon or give this one a directory of its own`,
  )
}

/** Who listens on a socket; undefined when nobody does. */
async function askOwner(path: string, clock: Clock): Promise<string | undefined> {
  const socket = connect(path)
  let text = ''
  let alive = true
  const end = new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      text += data.toString('latin1')
    })
    socket.on('error', (error) => {
      // Anything else, such as a full queue, means that there is an owner.
      alive = !['ECONNREFUSED', 'ENOENT'].includes(systemCode(error) ?? '')
      resolve()
    })
    socket.on('close', () => resolve())
  })
  await settlesWithin(clock, answerMs, end)
  socket.destroy()
  if (!alive) return undefined
  const pid = /^([0-9]{1,10})\n/.exec(text)?.[1]
  return pid === undefined ? 'another process, which does not answer now' : `process ${pid}`
}

function ownerServer(): Server {
  return createServer((socket) => {
    socket.on('error', () => {})
    // Who asked and then hangs must not hold up the end of the owner.
    socket.end(`${process.pid}\n`, () => socket.destroy())
  })
}

function listen(server: Server, dir: string, name: string): Promise<void> {
  return withSocketPath(
    dir,
    name,
    (path) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen({ path }, () => {
          server.unref()
          resolve()
        })
      }),
  )
}

async function withSocketPath<T>(dir: string, name: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = join(dir, name)
  if (Buffer.byteLength(path) <= longestPath) return use(path)
  const handle = await open(dir)
  try {
    return await use(`/proc/self/fd/${handle.fd}/${name}`)
  } finally {
    await handle.close()
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (server.listening) server.close(() => resolve())
    else resolve()
  })
}
