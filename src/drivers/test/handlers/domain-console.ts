import { join } from 'node:path'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { EchoConsole } from '../echo-console.ts'

const defaultLimit = 65_536

/** The serial console of a guest: a socket that gives back what is written, and a log of it. */
export function domainConsoleHandlers({ node, runDir }: TestContext): Handlers {
  return {
    'domain.openConsole': (_ctx, ref, args) => openConsole(node.activeDomain(ref.key), runDir, args),
    'domain.getConsoleLog': async (_ctx, ref, { offset, limit = defaultLimit }) => {
      const { extra } = node.domains.get(ref.key)
      return extra.console.read(offset, limit)
    },
  }
}

async function openConsole(
  domain: TestDomain,
  runDir: string,
  args: Args<'domain.openConsole'>,
): Promise<string> {
  checkDevice(domain, args.device)
  const { extra } = domain
  if (extra.echo?.busy === true) {
    if (args.force !== true) {
      throw new VirtError(
        'operationFailed',
        `somebody else holds the console of the domain '${domain.name}'`,
        {
          domain: 'test',
        },
      )
    }
    extra.echo.disconnect()
  }
  if (extra.echo === undefined) {
    // The id keeps the path of a socket short and apart from that of an earlier run.
    const path = join(runDir, `console-${domain.record.id}.sock`)
    const opened = await EchoConsole.open(path, (data) => extra.console.write(data))
    if (!domain.active || extra.echo !== undefined) opened.close()
    else extra.echo = opened
  }
  if (extra.echo === undefined) {
    throw new VirtError('operationInvalid', `the domain '${domain.name}' stopped`, { domain: 'test' })
  }
  return extra.echo.path
}

function checkDevice(domain: TestDomain, device: string | undefined): void {
  if (device === undefined) return
  const { consoles = [], serials = [] } = domain.current.doc.devices
  if ([...consoles, ...serials].some(({ alias }) => alias?.name === device)) return
  throw new VirtError('invalidArg', `the domain '${domain.name}' has no console '${device}'`, {
    domain: 'test',
  })
}
