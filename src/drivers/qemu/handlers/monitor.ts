import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Handlers, OpContext } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import { isQmpError, isQmpObject, parseQmp, printQmp, type QmpObject, runHmp } from '../../../qmp/index.ts'
import { finish } from '../guest/finish.ts'
import type { Guest } from '../guest/guest.ts'
import { abortJob, withJob } from '../guest/long-job.ts'
import { patch } from '../guest/publish.ts'
import type { Services } from '../guest/services.ts'
import { guestOf, unsupportedArgument } from './context.ts'

const mostPeek = 64 * 1024 * 1024

/** The monitor itself, the memory of the guest, and long work. */
export function monitorHandlers(services: Services): Handlers {
  return {
    'domain.monitorCommand': (ctx, ref, args) =>
      monitorCommand(services, guestOf(services, ref), args, ctx.signal),
    'domain.memoryPeek': (ctx, ref, args) => memoryPeek(guestOf(services, ref), args, ctx.signal),
    'domain.coreDump': (ctx, ref, args) => coreDump(services, guestOf(services, ref), args, ctx),
    'domain.abortJob': async (_ctx, ref) => abortJob(guestOf(services, ref)),
  }
}

/** Sends a command as it is. QEMU's refusal is an answer here, not a fault. */
async function monitorCommand(
  services: Services,
  guest: Guest,
  args: Args<'domain.monitorCommand'>,
  signal: AbortSignal,
): Promise<string> {
  const { monitor } = guest.running()
  const request = args.hmp ? undefined : readCommand(args.command)
  guest.taints.add('custom-monitor')
  patch(services, guest, { taints: [...guest.taints] })
  if (!request) return runHmp(monitor, args.command, { signal })
  const { execute, id } = request
  const given = isQmpObject(request.arguments) ? request.arguments : undefined
  const echo = id === undefined ? {} : { id }
  try {
    return printQmp({ return: await monitor.request(String(execute), given, { signal }), ...echo })
  } catch (error) {
    if (!isQmpError(error)) throw error
    return printQmp({ error: { class: error.class, desc: error.detail ?? '' }, ...echo })
  }
}

/** The object of a command that was given as text. */
export function readCommand(text: string): QmpObject {
  let parsed: unknown
  try {
    parsed = parseQmp(text)
  } catch (cause) {
    throw new VirtError('invalidArg', 'the command is not JSON', { domain: 'qemu', cause })
  }
  if (isQmpObject(parsed as QmpObject) && typeof (parsed as QmpObject).execute === 'string')
    return parsed as QmpObject
  throw new VirtError('invalidArg', "the command is not an object with a member 'execute'", {
    domain: 'qemu',
  })
}

async function memoryPeek(
  guest: Guest,
  args: Args<'domain.memoryPeek'>,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { monitor, dir } = guest.running()
  if (args.size === 0 || args.size > mostPeek) {
    throw new VirtError(
      'invalidArg',
      `${args.size} bytes are asked for; 1 to ${mostPeek} can be read at once`,
      {
        domain: 'qemu',
      },
    )
  }
  const filename = join(dir, `memory-${process.hrtime.bigint()}`)
  try {
    const command = args.physical ? 'pmemsave' : 'memsave'
    await monitor.request(command, { val: args.start, size: args.size, filename }, { signal })
    return await readFile(filename)
  } finally {
    await rm(filename, { force: true })
  }
}

/** Formats of a memory dump with QEMU's words. */
const dumpFormats = {
  raw: 'elf',
  'kdump-zlib': 'kdump-zlib',
  'kdump-lzo': 'kdump-lzo',
  'kdump-snappy': 'kdump-snappy',
  'win-dmp': 'win-dmp',
} as const

async function coreDump(
  services: Services,
  guest: Guest,
  args: Args<'domain.coreDump'>,
  ctx: OpContext,
): Promise<void> {
  const live = guest.running()
  if (!args.memoryOnly) throw unsupportedArgument('a dump with devices (ask for memory only)')
  if (args.bypassCache) throw unsupportedArgument('writing past the cache')
  const runs = guest.state === 'running'
  await withJob(services, guest, 'dump', ctx.signal, async (signal) => {
    if (runs && !args.live) {
      live.cause = 'pauseForDump'
      await live.monitor.execute('stop')
    }
    try {
      const done = live.monitor.waitEvent((event) => event.name === 'DUMP_COMPLETED', { signal })
      done.catch(() => undefined)
      await live.monitor.execute('dump-guest-memory', {
        paging: false,
        protocol: `file:${args.path}`,
        detach: true,
        format: dumpFormats[args.format ?? 'raw'],
      })
      const { data } = await done
      if (typeof data.error === 'string') {
        throw new VirtError(
          'operationFailed',
          `the memory of domain '${guest.name}' was not dumped: ${data.error}`,
          {
            domain: 'qemu',
          },
        )
      }
    } catch (error) {
      await rm(args.path, { force: true })
      throw error
    } finally {
      if (runs && !args.live && !args.crash && guest.live === live && !live.ending) {
        live.cause = 'resume'
        await live.monitor.execute('cont')
      }
    }
  })
  if (args.crash) return finish(services, guest, live, 'crash')
  if (args.reset) await live.monitor.execute('system_reset')
}
