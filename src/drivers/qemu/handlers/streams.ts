import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { ByteStream } from '../../../core/lib/byte-stream.ts'
import { DuplexStream } from '../../../core/lib/duplex-stream.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import type { CharDoc } from '../argv/chardevs.ts'
import { aliasOf, deviceByAlias, devicesOf } from '../definition/devices.ts'
import type { Guest } from '../guest/guest.ts'
import type { LiveGuest } from '../guest/live-guest.ts'
import type { Services } from '../guest/services.ts'
import { openElsewhere, openSocket, openTerminal } from '../host/terminal.ts'
import { guestOf } from './context.ts'

/** Ways into a running guest: its consoles, its channels, its displays. */
export function streamHandlers(services: Services): Handlers {
  return {
    'domain.openConsole': async (_ctx, ref, args) => openConsole(guestOf(services, ref), args),
    'domain.openChannel': async (_ctx, ref, args) => openChannel(guestOf(services, ref), args),
    'domain.openGraphics': async (_ctx, ref, { index = 0 }) => display(guestOf(services, ref), index),
  }
}

async function openConsole(guest: Guest, args: Args<'domain.openConsole'>): Promise<ByteStream> {
  const live = guest.running()
  const device = consoleOf(guest, live, args.device)
  const busy = 'Active console session exists for this domain'
  const path = ttyOf(device)
  if (args.safe && path !== undefined) {
    const own = [process.pid, live.process.pid]
    if (await openElsewhere(path, own)) throw new VirtError('operationFailed', busy, { domain: 'qemu' })
  }
  return claim(guest, live, { device, what: 'console', force: args.force === true, busy })
}

async function openChannel(guest: Guest, args: Args<'domain.openChannel'>): Promise<ByteStream> {
  const live = guest.running()
  const { channels } = devicesOf(live.doc)
  const { channel } = args
  const device =
    channel === undefined
      ? channels[0]
      : channels.find(({ target, alias }) => nameOf(target) === channel || alias?.name === channel)
  if (!device) throw missing(guest, 'channel', channel)
  const busy = 'Active channel stream exists for this domain'
  if (live.agent !== undefined && live.agent.alias === device.alias?.name) {
    // The socket takes one at a time, and operations that need the agent go over it.
    throw new VirtError('operationFailed', busy, { domain: 'qemu' })
  }
  return claim(guest, live, { device, what: 'channel', force: args.force === true, busy })
}

function nameOf(target: { readonly name?: string } | object): string | undefined {
  return 'name' in target ? target.name : undefined
}

/** The device that a console leads to; the first one of a guest may be its serial port. */
function consoleOf(guest: Guest, { doc }: LiveGuest, alias: string | undefined): CharDoc {
  const { serials, consoles, parallels } = devicesOf(doc)
  const wanted = alias === undefined ? (consoles[0] ?? serials[0]) : deviceByAlias(doc, alias)
  const device = [...consoles, ...serials, ...parallels].find((candidate) => candidate === wanted)
  if (device) return device
  throw missing(guest, 'console', alias)
}

function missing(guest: Guest, what: string, wanted: string | undefined): VirtError {
  const found = wanted === undefined ? `no ${what}` : `no ${what} '${wanted}'`
  return new VirtError('deviceMissing', `domain '${guest.name}' has ${found}`, { domain: 'qemu' })
}

function claim(
  guest: Guest,
  live: LiveGuest,
  claimed: {
    readonly device: CharDoc
    readonly what: string
    readonly force: boolean
    readonly busy: string
  },
): Promise<ByteStream> {
  const { device, what, force, busy } = claimed
  const tty = ttyOf(device)
  const socket = tty === undefined ? socketOf(device) : undefined
  const path = tty ?? socket
  if (path === undefined) {
    throw new VirtError(
      'operationUnsupported',
      `${what} '${aliasOf(device)}' of domain '${guest.name}' is of type '${device.type}'; a 'pty', or a 'unix' socket that the emulator listens on, can be opened`,
      { domain: 'qemu' },
    )
  }
  const label = `${what} '${aliasOf(device)}' of domain '${guest.name}'`
  return live.streams.claim({
    // A console that is another face of a serial port leads to the same place.
    key: path,
    force,
    busy,
    open: async () =>
      new DuplexStream(await (tty === undefined ? openSocket(path) : openTerminal(path)), label),
  })
}

function ttyOf({ type, source }: CharDoc): string | undefined {
  return type === 'pty' ? source?.path : undefined
}

function socketOf({ type, source }: CharDoc): string | undefined {
  const listens = source?.mode === 'bind' || source?.mode === 'server'
  return type === 'unix' && listens ? source.path : undefined
}

/** Where a display listens; an address that stands for all is reached at the machine's own. */
function display(guest: Guest, index: number): Result<'domain.openGraphics'> {
  const { doc } = guest.running()
  const graphics = devicesOf(doc).graphics[index]
  if (!graphics) {
    throw new VirtError('invalidArg', `domain '${guest.name}' has no display ${index}`, { domain: 'qemu' })
  }
  const { type } = graphics
  const listen = graphics.listens?.[0]
  if (listen?.type === 'socket' && listen.socket !== undefined) return { type, path: listen.socket }
  const { port } = graphics
  if (port === undefined || port < 0) {
    throw new VirtError(
      'operationUnsupported',
      `display ${index} of domain '${guest.name}' listens nowhere`,
      {
        domain: 'qemu',
      },
    )
  }
  const host = (listen?.type === 'address' ? listen.address : undefined) ?? graphics.listen ?? '127.0.0.1'
  return { type, host: own[host] ?? host, port }
}

const own: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }
