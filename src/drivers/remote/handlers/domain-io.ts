import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { ByteStream } from '../../../core/lib/byte-stream.ts'
import type { Attrs } from '../../../core/model/index.ts'
import { ask, bits, type HandlerContext, numberOfWord, run, wireRef } from './context.ts'

const consoleBits = { force: 1, safe: 2 } as const
const CHANNEL_FORCE = 1
const MEMORY_VIRTUAL = 1
const MEMORY_PHYSICAL = 2
const codesets = [
  'linux',
  'xt',
  'atset1',
  'atset2',
  'atset3',
  'os_x',
  'xt_kbd',
  'usb',
  'win32',
  'qnum',
] as const

/** A picture that is larger than this is none of a screen. */
const MAX_PICTURE = 256 * 1024 * 1024

/** Consoles, pictures, keys and memory of domains. */
export function domainIoHandlers(context: HandlerContext): Handlers {
  const domOf = (ref: { readonly key: string }) => wireRef(context, 'domain', ref)
  const { daemon } = context
  return {
    'domain.openConsole': async ({ signal }, ref, { device, ...switches }) => {
      const args = { dom: domOf(ref), dev_name: device ?? null, flags: bits(consoleBits, switches) }
      return (await daemon.stream('DOMAIN_OPEN_CONSOLE', args, { signal })).stream
    },
    'domain.openChannel': async ({ signal }, ref, { channel, force }) => {
      const args = { dom: domOf(ref), name: channel ?? null, flags: force === true ? CHANNEL_FORCE : 0 }
      return (await daemon.stream('DOMAIN_OPEN_CHANNEL', args, { signal })).stream
    },
    'domain.openGraphics': async (_ctx, ref, { index = 0 }) => {
      const graphics = context.mirror.attrs('domain', ref.key)?.graphics[index]
      if (graphics === undefined) {
        throw new VirtError('invalidArg', `the domain has no display ${index}`, { domain: 'remote' })
      }
      return display(graphics, context.uri.host)
    },
    'domain.screenshot': async ({ signal }, ref, { screen = 0 }) => {
      const args = { dom: domOf(ref), screen, flags: 0 }
      const { ret, stream } = await daemon.stream('DOMAIN_SCREENSHOT', args, { signal })
      return { mime: ret.mime ?? 'application/octet-stream', data: await allBytes(stream) }
    },
    'domain.sendKey': (ctx, ref, { codeset, holdtime, keys }) => {
      return run(context, ctx, 'DOMAIN_SEND_KEY', {
        dom: domOf(ref),
        codeset: numberOfWord(codesets, codeset, 'the set of keys'),
        holdtime,
        keycodes: keys,
        flags: 0,
      })
    },
    'domain.injectNmi': (ctx, ref) => run(context, ctx, 'DOMAIN_INJECT_NMI', { dom: domOf(ref), flags: 0 }),
    'domain.memoryPeek': async (ctx, ref, { start, size, physical }) => {
      const flags = physical === true ? MEMORY_PHYSICAL : MEMORY_VIRTUAL
      return (await ask(context, ctx, 'DOMAIN_MEMORY_PEEK', { dom: domOf(ref), offset: start, size, flags }))
        .buffer
    },
    'domain.getSecurityLabel': async (ctx, ref) => {
      const { label, enforcing } = await ask(context, ctx, 'DOMAIN_GET_SECURITY_LABEL', { dom: domOf(ref) })
      // The label ends with a NUL, which is counted.
      return { label: Buffer.from(label).toString('utf8').replace(/\0.*$/s, ''), enforcing: enforcing !== 0 }
    },
  }
}

type Graphics = Attrs<'domain'>['graphics'][number]

const everywhere: readonly string[] = ['0.0.0.0', '::', '']
const loopback = /^(127\.|::1$|localhost$)/

/** Where a display can be reached: what listens on the other host alone cannot be reached from here. */
function display({ type, listen = '', port }: Graphics, host: string | undefined) {
  if (listen.startsWith('/') && host === undefined) return { type, path: listen }
  const place = everywhere.includes(listen) ? (host ?? '127.0.0.1') : listen
  if (
    port === undefined ||
    port < 0 ||
    listen.startsWith('/') ||
    (host !== undefined && loopback.test(place))
  ) {
    const where = port === undefined || port < 0 ? 'nowhere' : `on '${listen}' of its host only`
    throw new VirtError(
      'operationUnsupported',
      `the display listens ${where}; it cannot be reached from here`,
      {
        domain: 'remote',
      },
    )
  }
  return { type, host: place, port }
}

/** All that a stream brings, which is then finished. */
async function allBytes(stream: ByteStream): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for await (const piece of stream.incoming) {
      const bytes = piece instanceof Uint8Array ? piece : new Uint8Array(Number(piece.hole))
      length += bytes.length
      if (length > MAX_PICTURE)
        throw new VirtError('overflow', `a picture of more than ${MAX_PICTURE} bytes came`)
      pieces.push(bytes)
    }
    await stream.finish()
  } catch (thrown) {
    await stream.abort(thrown instanceof Error ? thrown : new Error(String(thrown)))
    throw thrown
  }
  return Buffer.concat(pieces)
}
