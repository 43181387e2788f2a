import type { ByteStream, StreamPiece } from '../../core/lib/byte-stream.ts'
import type { RemoteHandlers } from '../binding.ts'
import { onDomain } from './domain/on-domain.ts'
import { checkFlags, switches } from './flags.ts'

/** Calls that open a way into a guest, or take a picture of it. */
export const streamHandlers: RemoteHandlers = {
  DOMAIN_OPEN_CONSOLE: async (call, { dom, dev_name, flags }) => {
    checkFlags(call, 'domain', flags, 3)
    const device = dev_name === null ? {} : { device: dev_name }
    const wanted = { ...device, ...switches(flags, { force: 1, safe: 2 }) }
    call.stream(await onDomain(call, dom, 'domain.openConsole', wanted))
  },
  DOMAIN_OPEN_CHANNEL: async (call, { dom, name, flags }) => {
    checkFlags(call, 'domain', flags, 1)
    const channel = name === null ? {} : { channel: name }
    const wanted = { ...channel, ...switches(flags, { force: 1 }) }
    call.stream(await onDomain(call, dom, 'domain.openChannel', wanted))
  },
  DOMAIN_SCREENSHOT: async (call, { dom, screen, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    const { mime, data } = await onDomain(call, dom, 'domain.screenshot', { screen })
    call.stream(new ReadyBytes(data))
    return { mime }
  },
}

/** Bytes that are there already, as a stream to the client. */
class ReadyBytes implements ByteStream {
  #left: Uint8Array | undefined

  constructor(bytes: Uint8Array) {
    this.#left = bytes
  }

  get incoming(): AsyncIterable<StreamPiece> {
    return this.#read()
  }

  /** What a client says to a picture is not heard. */
  async write(): Promise<void> {}

  async finish(): Promise<void> {
    this.#left = undefined
  }

  async abort(): Promise<void> {
    this.#left = undefined
  }

  async *#read(): AsyncGenerator<StreamPiece, void, undefined> {
    const bytes = this.#left
    this.#left = undefined
    if (bytes && bytes.length > 0) yield bytes
  }
}
