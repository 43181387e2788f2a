import { VirtError } from '../../../core/errors/index.ts'
import { isQmpObject, type QmpObject, type QmpValue } from '../../../qmp/index.ts'
import type { Scene } from './scene.ts'
import { threadsOf } from './set-up.ts'

/** Longest that a guest may take to give a processor up. */
const unplugMs = 5_000

interface Slot {
  readonly type: string
  readonly props: QmpObject
  /** Path of the processor that is there. */
  readonly path: string | undefined
}

const place = (props: QmpObject): number[] =>
  ['socket-id', 'die-id', 'core-id', 'thread-id'].map((name) => Number(props[name] ?? 0))

function byPlace(a: Slot, b: Slot): number {
  const [x, y] = [place(a.props), place(b.props)]
  for (const [i, n] of x.entries()) if (n !== y[i]) return n - (y[i] ?? 0)
  return 0
}

/** The places for processors in the order of their numbers. */
async function slots({ live }: Pick<Scene, 'live'>): Promise<Slot[]> {
  const answer = await live.monitor.request('query-hotpluggable-cpus')
  const list: readonly QmpValue[] = Array.isArray(answer) ? answer : []
  return list
    .filter((item) => isQmpObject(item))
    .map((item) => ({
      type: String(item.type),
      props: isQmpObject(item.props) ? item.props : {},
      path: typeof item['qom-path'] === 'string' ? item['qom-path'] : undefined,
    }))
    .sort(byPlace)
}

/** Brings a running guest to a number of processors by plugging them in or pulling them out. */
export async function hotplugVcpus(scene: Scene, count: number, signal: AbortSignal): Promise<void> {
  const { live } = scene
  const all = await slots(scene)
  let online = all.filter((slot) => slot.path !== undefined).length
  try {
    for (const [number, slot] of all.entries()) {
      if (online >= count) break
      if (slot.path !== undefined) continue
      await live.monitor.request(
        'device_add',
        { driver: slot.type, id: `vcpu${number}`, ...slot.props },
        { signal },
      )
      online++
    }
    for (const slot of [...all].reverse()) {
      if (online <= count) break
      const id = slot.path?.match(/^\/machine\/peripheral\/(.+)$/)?.[1]
      if (id === undefined) continue
      await unplug(scene, id, signal)
      online--
    }
  } finally {
    live.vcpuThreads = threadsOf(await live.monitor.execute('query-cpus-fast'))
  }
  if (online !== count) {
    throw new VirtError(
      'operationInvalid',
      `domain '${live.doc.name}' has ${online} processors; those that it started with cannot be taken out`,
      { domain: 'qemu' },
    )
  }
}

async function unplug({ live }: Scene, id: string, signal: AbortSignal): Promise<void> {
  const gone = live.monitor.waitEvent(
    (event) => event.name === 'DEVICE_DELETED' && event.data.device === id,
    {
      signal,
      timeoutMs: unplugMs,
    },
  )
  gone.catch(() => undefined)
  await live.monitor.execute('device_del', { id }, { signal })
  try {
    await gone
  } catch (cause) {
    throw new VirtError(
      'operationTimeout',
      `the guest '${live.doc.name}' did not give the processor '${id}' up`,
      {
        domain: 'qemu',
        cause,
      },
    )
  }
}
