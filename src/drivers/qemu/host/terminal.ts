import { constants, open } from 'node:fs'
import { readdir, readlink } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { ReadStream } from 'node:tty'
import { promisify } from 'node:util'
import { fromSystem } from '../../../core/errors/index.ts'

const openFile = promisify(open)

/** Opens a terminal whose other end an emulator holds, who has made it raw: no octet on it means anything. */
export async function openTerminal(path: string): Promise<Socket> {
  try {
    const fd = await openFile(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
    return new ReadStream(fd)
  } catch (error) {
    throw fromSystem(error, `terminal '${path}' cannot be opened`)
  }
}

/** Connects to a Unix socket that an emulator listens on. */
export async function openSocket(path: string): Promise<Socket> {
  const socket = connect(path)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject)
    })
  } catch (error) {
    throw fromSystem(error, `socket '${path}' cannot be connected to`)
  }
  socket.removeAllListeners('error')
  return socket
}

/** Whether another process than these has a terminal open, as far as this one may know. */
export async function openElsewhere(path: string, own: readonly number[]): Promise<boolean> {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || own.includes(Number(pid))) continue
    // Processes end meanwhile, and those of others are theirs.
    const numbers = await readdir(`/proc/${pid}/fd`).catch(() => [])
    const files = await Promise.all(numbers.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
    if (files.includes(path)) return true
  }
  return false
}
