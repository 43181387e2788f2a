import { closeSync } from 'node:fs'
import { Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import type { Logger } from '../../core/log/logger.ts'
import type { Result } from '../../core/model/index.ts'
import type { Call, RemoteHandlers, SharedScope } from '../binding.ts'
import type { RemoteNonnullDomain } from '../wire/generated/types.ts'
import { create, start } from './domain/life.ts'
import { domainError, onDomain } from './domain/on-domain.ts'
import { checkFlags } from './flags.ts'

/** The viewer need not say who it is. It is asked all the same if the display has a password: the display decides. */
const SKIP_AUTH = 1

/** Drivers whose guests may be given files at their start, or who do not mind. */
const takesFiles: ReadonlySet<string> = new Set(['test', 'lxc'])

/** Calls that carry descriptors: displays, and starts with files. */
export const graphicsHandlers: RemoteHandlers = {
  DOMAIN_OPEN_GRAPHICS: async (call, { dom, idx, flags }) => {
    checkFlags(call, 'domain', flags, SKIP_AUTH)
    const [descriptor, ...others] = call.takeFiles()
    others.forEach(closeSync)
    if (descriptor === undefined) {
      throw new VirtError('internalError', 'internal error: No FD available at slot 0', { domain: 'rpc' })
    }
    await relay(call, { dom, idx, descriptor })
  },
  DOMAIN_OPEN_GRAPHICS_FD: async (call, { dom, idx, flags }) => {
    checkFlags(call, 'domain', flags, SKIP_AUTH)
    const place = await onDomain(call, dom, 'domain.openGraphics', { index: idx })
    const display = await connectUnread(call, place)
    try {
      call.sendSocket(display)
    } catch (error) {
      display.destroy()
      throw error
    }
  },
  DOMAIN_CREATE_XML_WITH_FILES: (call, { xml_desc, flags }) => {
    checkFiles(call)
    return create(call, xml_desc, flags)
  },
  DOMAIN_CREATE_WITH_FILES: async (call, { dom, flags }) => {
    checkFiles(call)
    return { dom: await start(call, dom, flags) }
  },
}

function checkFiles(call: Call): void {
  if (takesFiles.has(call.host().attrs.driver)) return
  throw new VirtError('noSupport', `the driver of connection '${call.connection}' gives no files to guests`)
}

type Display = Result<'domain.openGraphics'>

/** Connects to a display and reads nothing of it: its greeting is for the client. */
function connectUnread(call: Call, { path, host, port }: Display): Promise<Socket> {
  const socket = new Socket()
  socket.pause()
  return new Promise((resolve, reject) => {
    const stop = () => socket.destroy()
    const settle = (done: () => void) => {
      call.signal.removeEventListener('abort', stop)
      socket.removeAllListeners()
      done()
    }
    call.signal.addEventListener('abort', stop, { once: true })
    socket.once('connect', () => settle(() => resolve(socket)))
    socket.once('close', () => settle(() => reject(call.signal.reason)))
    socket.once('error', (error) =>
      settle(() => reject(fromSystem(error, 'the display of the guest cannot be connected to'))),
    )
    if (path !== undefined) socket.connect(path)
    else socket.connect({ host: host ?? '127.0.0.1', port: port ?? 0 })
  })
}

/** Lets a display and the descriptor of a client talk. */
async function relay(
  call: Call,
  { dom, idx, descriptor }: { dom: RemoteNonnullDomain; idx: number; descriptor: number },
): Promise<void> {
  const client = adopt(call, descriptor)
  try {
    const place = await onDomain(call, dom, 'domain.openGraphics', { index: idx })
    const display = await connectUnread(call, place)
    call.shared(makeRelays).join(client, display)
  } catch (error) {
    client.destroy()
    throw error
  }
}

/** Viewers that brought a socket of their own; they stay when their client leaves, and end with the server. */
class Relays {
  readonly #log: Logger
  readonly #sockets = new Set<Socket>()

  constructor({ log, ended }: SharedScope) {
    this.#log = log
    const end = () => {
      for (const socket of this.#sockets) socket.destroy()
    }
    ended.addEventListener('abort', end, { once: true })
  }

  /** Lets two sockets talk until one of them is closed. */
  join(one: Socket, other: Socket): void {
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      this.#sockets.add(from)
      pipeline(from, to, (error) => {
        this.#sockets.delete(from)
        if (error) this.#log.debug('a viewer of a display ended', { error: error.message })
      })
    }
  }
}

function makeRelays(scope: SharedScope): Relays {
  return new Relays(scope)
}

/** The socket of a descriptor that a client sent, which may be anything. */
function adopt(call: Call, descriptor: number): Socket {
  try {
    const socket = new Socket({ fd: descriptor })
    // It may break while the display is not there yet; whoever writes to it then hears of it.
    socket.on('error', () => {})
    return socket
  } catch (cause) {
    closeSync(descriptor)
    throw domainError(call, 'invalidArg', `the descriptor that came is no socket: ${String(cause)}`)
  }
}
