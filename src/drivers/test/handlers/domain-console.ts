import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { ByteStream } from '../../../core/lib/byte-stream.ts'
import type { Args } from '../../../core/model/index.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { EchoStream } from '../echo-stream.ts'

const defaultLimit = 65_536

/** Consoles and channels of a guest, which give back what is written, and a log of the serial console. */
export function domainConsoleHandlers({ node }: TestContext): Handlers {
  return {
    'domain.openConsole': async (_ctx, ref, args) => openConsole(node.activeDomain(ref.key), args),
    'domain.openChannel': async (_ctx, ref, args) => openChannel(node.activeDomain(ref.key), args),
    'domain.getConsoleLog': async (_ctx, ref, { offset, limit = defaultLimit }) => {
      const { extra } = node.domains.get(ref.key)
      return extra.console.read(offset, limit)
    },
  }
}

function openConsole(domain: TestDomain, args: Args<'domain.openConsole'>): Promise<ByteStream> {
  const { consoles = [], serials = [] } = domain.current.doc.devices
  const { device } = args
  if (device !== undefined && ![...consoles, ...serials].some(({ alias }) => alias?.name === device)) {
    throw missing(domain, `console '${device}'`)
  }
  const { extra } = domain
  return extra.streams.claim({
    key: 'console',
    force: args.force === true,
    busy: 'Active console session exists for this domain',
    open: async () => new EchoStream((data) => extra.console.write(data)),
  })
}

function openChannel(domain: TestDomain, args: Args<'domain.openChannel'>): Promise<ByteStream> {
  const { channels = [] } = domain.current.doc.devices
  const names = channels.map(
    ({ target, alias }) => ('name' in target ? target.name : undefined) ?? alias?.name,
  )
  const { channel = names[0] } = args
  if (channel === undefined) throw missing(domain, 'channel')
  const found = channels.some(({ alias }, index) => channel === names[index] || channel === alias?.name)
  if (!found) throw missing(domain, `channel '${channel}'`)
  return domain.extra.streams.claim({
    key: `channel ${channel}`,
    force: args.force === true,
    busy: 'Active channel stream exists for this domain',
    open: async () => new EchoStream(() => undefined),
  })
}

function missing(domain: TestDomain, what: string): VirtError {
  return new VirtError('invalidArg', `the domain '${domain.name}' has no ${what}`, { domain: 'test' })
}
