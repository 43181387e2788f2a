import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Handlers } from '../../../core/driver.ts'
import { fromSystem, VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import { primaryVideo } from '../argv/peripherals.ts'
import { aliasOf } from '../definition/devices.ts'
import type { Guest } from '../guest/guest.ts'
import { consoleLogPath } from '../guest/guest-paths.ts'
import type { Services } from '../guest/services.ts'
import { readPiece } from '../host/log-file.ts'
import { guestOf } from './context.ts'
import { keyNumbers } from './keys.ts'

/** What a user of the guest sees and does: words of the console, picture, keys. */
export function consoleHandlers(services: Services): Handlers {
  return {
    'domain.getConsoleLog': async (_ctx, ref, args) => {
      const guest = guestOf(services, ref)
      const path = guest.live?.consoleLog ?? consoleLogPath(services, guest.name)
      return readPiece(path, Math.min(args.limit ?? 65_536, 16 * 1024 * 1024), args.offset)
    },
    'domain.screenshot': (ctx, ref, args) => screenshot(guestOf(services, ref), args, ctx.signal),
    'domain.sendKey': async (ctx, ref, args) => {
      const { monitor } = guestOf(services, ref).running()
      const keys = keyNumbers(args.codeset, args.keys).map((data) => ({ type: 'number' as const, data }))
      await monitor.execute('send-key', { keys, 'hold-time': args.holdtime || 100 }, { signal: ctx.signal })
    },
    'domain.injectNmi': async (ctx, ref) => {
      await guestOf(services, ref).running().monitor.execute('inject-nmi', undefined, { signal: ctx.signal })
    },
  }
}

/** A picture of the screen; QEMU writes it to a file, which is gone afterwards. */
async function screenshot(
  guest: Guest,
  args: Args<'domain.screenshot'>,
  signal: AbortSignal,
): Promise<Result<'domain.screenshot'>> {
  const { monitor, doc, dir } = guest.running()
  const video = primaryVideo(doc)
  if (!video || video.model?.type === 'none') {
    throw new VirtError('operationInvalid', `domain '${guest.name}' has no video card`, { domain: 'qemu' })
  }
  const filename = join(dir, `screen-${process.hrtime.bigint()}`)
  const screen = args.screen ? { device: aliasOf(video), head: args.screen } : {}
  const { major, minor } = monitor.greeting.version
  const png = major > 7 || (major === 7 && minor >= 1)
  try {
    await monitor.execute(
      'screendump',
      { filename, ...screen, ...(png ? { format: 'png' } : {}) },
      { signal },
    )
    const data = await readFile(filename).catch((error) => {
      throw fromSystem(error, `the picture of domain '${guest.name}' cannot be read`)
    })
    return { mime: png ? 'image/png' : 'image/x-portable-pixmap', data }
  } finally {
    await rm(filename, { force: true })
  }
}
