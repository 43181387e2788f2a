import type { DomainDoc } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import {
  checkCpus,
  emulatorAffinity,
  ioThreadAffinity,
  ioThreadIds,
  vcpuAffinity,
  withIoThread,
  withIoThreadPin,
  withIoThreadValues,
  withoutIoThread,
} from '../../shared/domain-pins.ts'
import { type ParamValue, paramTables, readParams } from '../../shared/typed-params.ts'
import type { Guest } from '../guest/guest.ts'
import type { LiveGuest } from '../guest/live-guest.ts'
import type { Services } from '../guest/services.ts'
import { pinThread } from '../guest/set-up.ts'
import { readCpuMap } from '../host/facts.ts'
import { readAffinity, readProcess } from '../host/process-table.ts'
import { definitionOf, guestOf, keepConfig, liveChanged, targetOf } from './context.ts'

/** Threads of guests: where they may run, those for input and output, what they used. */
export function threadHandlers(services: Services): Handlers {
  return {
    'domain.getPins': async (_ctx, ref, side) => {
      const doc = definitionOf(guestOf(services, ref), side)
      const { cpus } = await readCpuMap()
      const vcpus = Array.from({ length: doc.vcpu.value }, (_, vcpu) => vcpuAffinity(doc, vcpu, cpus))
      return { vcpus, emulator: emulatorAffinity(doc, cpus) }
    },
    'domain.getCpuStats': async (_ctx, ref) => {
      const times = await readProcess(guestOf(services, ref).running().process.pid)
      const { userNs: userTime, systemNs: systemTime } = times ?? { userNs: 0n, systemNs: 0n }
      // The kernel tells processors apart only for groups of processes, which guests are not put into.
      return { cpuTime: userTime + systemTime, userTime, systemTime, cpus: [] }
    },
    'domain.getIoThreads': (ctx, ref, side) => ioThreads(guestOf(services, ref), side, ctx.signal),
    'domain.addIoThread': (ctx, ref, { id, ...scope }) =>
      change(services, guestOf(services, ref), scope, {
        doc: (doc) => withIoThread(doc, id),
        live: ({ monitor }) =>
          monitor.request('object-add', { 'qom-type': 'iothread', id: nameOf(id) }, { signal: ctx.signal }),
      }),
    'domain.delIoThread': (ctx, ref, { id, ...scope }) =>
      change(services, guestOf(services, ref), scope, {
        doc: (doc) => withoutIoThread(doc, id),
        live: ({ monitor }) => monitor.execute('object-del', { id: nameOf(id) }, { signal: ctx.signal }),
      }),
    'domain.pinIoThread': async (ctx, ref, { id, cpus, ...scope }) => {
      const set = checkCpus(cpus, (await readCpuMap()).cpus)
      await change(services, guestOf(services, ref), scope, {
        doc: (doc) => withIoThreadPin(doc, id, set),
        live: async (live) => pinThread(await threadOf(live, id, ctx.signal), set),
      })
    },
    'domain.setIoThread': (ctx, ref, { id, values, ...scope }) => {
      const given = readParams(paramTables.ioThread, values)
      return change(services, guestOf(services, ref), scope, {
        doc: (doc) => withIoThreadValues(doc, id, given),
        live: (live) => setProperties(live, id, given, ctx.signal),
      })
    },
  }
}

const nameOf = (id: number): string => `iothread${id}`

/** How a change is made: in a document, and in the emulator. */
interface Change {
  readonly doc: (doc: DomainDoc) => DomainDoc
  readonly live: (live: LiveGuest) => Promise<unknown>
}

async function change(
  services: Services,
  guest: Guest,
  scope: Pick<Args<'domain.delIoThread'>, 'live' | 'config'>,
  how: Change,
): Promise<void> {
  const { live, config } = targetOf(guest, scope)
  const kept = config && how.doc(config)
  if (live) {
    const running = how.doc(live.doc)
    await how.live(live)
    live.doc = running
    await liveChanged(services, guest)
  }
  if (kept) await keepConfig(services, guest, kept)
}

async function ioThreads(
  guest: Guest,
  side: Args<'domain.getIoThreads'>,
  signal: AbortSignal,
): Promise<Result<'domain.getIoThreads'>> {
  if (side.config || !guest.live) {
    const doc = definitionOf(guest, side)
    const { cpus } = await readCpuMap()
    return ioThreadIds(doc).map((id) => ({ id, affinity: ioThreadAffinity(doc, id, cpus) }))
  }
  const { monitor, process } = guest.running()
  const threads = await monitor.execute('query-iothreads', undefined, { signal })
  return Promise.all(
    threads.map(async (thread) => ({
      id: Number(thread.id.replace(/^iothread/, '')),
      affinity: await readAffinity(process.pid, Number(thread['thread-id'])),
    })),
  )
}

async function threadOf({ monitor, doc }: LiveGuest, id: number, signal: AbortSignal): Promise<number> {
  const threads = await monitor.execute('query-iothreads', undefined, { signal })
  const found = threads.find((thread) => thread.id === nameOf(id))
  if (found) return Number(found['thread-id'])
  throw new VirtError('invalidArg', `domain '${doc.name}' has no input and output thread ${id}`, {
    domain: 'qemu',
  })
}

/** Settings of a thread by libvirt's names with those of QEMU. */
const properties: Readonly<Record<string, string>> = {
  poll_max_ns: 'poll-max-ns',
  poll_grow: 'poll-grow',
  poll_shrink: 'poll-shrink',
  thread_pool_min: 'thread-pool-min',
  thread_pool_max: 'thread-pool-max',
}

async function setProperties(
  live: LiveGuest,
  id: number,
  given: ReadonlyMap<string, ParamValue>,
  signal: AbortSignal,
): Promise<void> {
  for (const [name, value] of given) {
    const property = properties[name]
    if (property === undefined) continue
    const args = { path: `/objects/${nameOf(id)}`, property, value: BigInt(value) }
    await live.monitor.request('qom-set', args, { signal })
  }
}
