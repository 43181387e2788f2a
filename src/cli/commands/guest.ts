import { writeFile } from 'node:fs/promises'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import { connectionOption, defineCommand } from '../command.ts'
import { nameOf, resolve } from '../resolve.ts'
import { parseSize } from '../values.ts'

const chunkBytes = 65_536
const pollMs = 500

/** `virtgate console-log`. */
export const consoleLogCommand = defineCommand({
  name: 'console-log',
  summary: 'Print what the serial console of a guest wrote',
  args: { domain: { doc: 'Guest.', kind: 'domain' } },
  options: {
    ...connectionOption,
    bytes: { short: 'n', value: 'SIZE', doc: 'Most bytes from the end; 64KiB unless given.' },
    from: { value: 'OFFSET', doc: 'From this byte on instead.' },
    follow: { short: 'f', doc: 'Go on with what is written from now on, until interrupted. Needs --from.' },
  },
  async run(context, { args, options }) {
    const client = await context.client()
    const entry = await resolve(client, 'domain', args.domain, options.connection)
    const limit = options.bytes === undefined ? chunkBytes : Number(parseSize(options.bytes, 'bytes'))
    if (options.from === undefined && options.follow) {
      throw new VirtError(
        'invalidArg',
        'console-log: --follow needs the place to begin: --from OFFSET (0 for all)',
      )
    }
    let offset = options.from === undefined ? undefined : parseSize(options.from, 'bytes')
    for (;;) {
      const given = { limit, ...(offset !== undefined && { offset }) }
      const bytes = await client.invoke('domain.getConsoleLog', entry, given, context.signal)
      await context.out(Buffer.from(bytes).toString('utf8'))
      if (offset === undefined) return
      offset += BigInt(bytes.length)
      if (bytes.length > 0) continue
      if (!options.follow || context.signal.aborted) return
      await context.clock.sleep(pollMs, context.signal).catch(() => {})
    }
  },
})

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/x-portable-pixmap': 'ppm',
  'image/jpeg': 'jpg',
}

/** `virtgate screenshot`. */
export const screenshotCommand = defineCommand({
  name: 'screenshot',
  summary: 'Save a picture of the screen of a guest',
  args: {
    domain: { doc: 'Guest.', kind: 'domain' },
    file: { doc: 'File to write; named after the guest unless given.', kind: 'file', optional: true },
  },
  options: { ...connectionOption, screen: { value: 'NUMBER', doc: 'Which screen; 0 unless given.' } },
  async run(context, { args, options }) {
    const client = await context.client()
    const entry = await resolve(client, 'domain', args.domain, options.connection)
    const given = options.screen === undefined ? {} : { screen: Number(options.screen) }
    const { mime, data } = await client.invoke('domain.screenshot', entry, given, context.signal)
    const file = args.file ?? `${nameOf(entry).replaceAll(/[^\w.-]/g, '_')}.${endings[mime] ?? 'img'}`
    try {
      await writeFile(file, data)
    } catch (thrown) {
      throw fromSystem(thrown, `cannot write ${file}`)
    }
    await context.out(`${file}: ${data.length} bytes of ${mime}\n`)
  },
})
