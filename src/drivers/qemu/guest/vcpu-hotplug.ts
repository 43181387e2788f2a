import type { DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { isQmpObject, type QmpObject, type QmpValue } from '../../../qmp/index.ts'
import { pluggedVcpus } from '../argv/cpu.ts'
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

/** Number of the processor in a place that was plugged into; undefined for one that the machine was made with. */
const pluggedId = ({ path }: Slot): string | undefined => path?.match(/^\/machine\/peripheral\/(.+)$/)?.[1]

/** Plugs in, before a machine runs, the processors that its definition has as such. */
export async function plugVcpus(scene: Scene, signal: AbortSignal): Promise<void> {
  const wanted = pluggedVcpus(scene.live.doc)
  if (wanted.length === 0) return
  const all = await slots(scene)
  for (const number of wanted) {
    const slot = all[number]
    if (slot !== undefined && slot.path === undefined) await plugVcpu(scene, number, slot, signal)
  }
}

async function plugVcpu({ live }: Scene, number: number, slot: Slot, signal: AbortSignal): Promise<void> {
  await live.monitor.request(
    'device_add',
    { driver: slot.type, id: `vcpu${number}`, ...slot.props },
    { signal },
  )
}

/** The definition with each processor as it is now: a saved state holds the same ones, plugged in the same way. */
function withSlots(doc: DomainDoc, all: readonly Slot[]): DomainDoc {
  let order = 0
  const vcpus = all.map((slot, id) => ({
    id,
    enabled: slot.path !== undefined,
    hotpluggable: slot.path === undefined || pluggedId(slot) !== undefined,
    ...(slot.path === undefined ? {} : { order: ++order }),
  }))
  const { current: _, ...vcpu } = doc.vcpu
  return { ...doc, vcpu: order < vcpu.value ? { ...vcpu, current: order } : vcpu, vcpus: { vcpus } }
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
      await plugVcpu(scene, number, slot, signal)
      online++
    }
    for (const slot of [...all].reverse()) {
      if (online <= count) break
      const id = pluggedId(slot)
      if (id === undefined) continue
      await unplug(scene, id, signal)
      online--
    }
  } finally {
    live.vcpuThreads = threadsOf(await live.monitor.execute('query-cpus-fast'))
    live.doc = withSlots(live.doc, await slots(scene))
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
