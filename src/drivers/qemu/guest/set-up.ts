import type { DomainDoc } from '../../../core/config/index.ts'
import { parseCpuset } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { QmpClient } from '../../../qmp/index.ts'
import { cpuNumbers } from '../argv/memory.ts'
import { aliasOf, devicesOf, withDevices } from '../definition/devices.ts'
import { readCpuMap } from '../host/facts.ts'
import { runProgram } from '../host/run-program.ts'
import { findAgent } from './agent-link.ts'
import type { LiveGuest } from './live-guest.ts'
import type { Scene } from './scene.ts'
import { ioTuneArguments } from './throttle.ts'

/** Seconds between reports of a guest's memory where its definition says nothing. */
const defaultStatsPeriod = 10

/** What QEMU tells of a guest that was just connected to. */
export async function learn(scene: Scene): Promise<void> {
  const { services, live } = scene
  const { monitor } = live
  const [chardevs, cpus, balloon] = await Promise.all([
    monitor.execute('query-chardev'),
    monitor.execute('query-cpus-fast'),
    queryBalloon(live),
  ])
  const ends = new Map(chardevs.map((chardev) => [chardev.label, chardev.filename]))
  live.doc = withTerminals(live.doc, ends)
  live.vcpuThreads = threadsOf(cpus)
  if (balloon !== undefined) live.memory = balloon
  const open = new Set(chardevs.filter((c) => c['frontend-open']).map((c) => c.label.replace(/^char/, '')))
  live.agent = findAgent(live, services.env.clock, open)
}

/** Threads of the processors that are online, by number. */
export function threadsOf(
  cpus: ReadonlyArray<{ readonly 'cpu-index': number | bigint; readonly 'thread-id': number | bigint }>,
): Map<number, number> {
  return new Map(cpus.map((cpu) => [Number(cpu['cpu-index']), Number(cpu['thread-id'])]))
}

/** Memory that the balloon leaves to the guest, in KiB; undefined for a guest without one. */
export async function queryBalloon(live: Pick<LiveGuest, 'doc' | 'monitor'>): Promise<bigint | undefined> {
  if ((live.doc.devices.memballoon?.model ?? 'none') === 'none') return undefined
  const { actual } = await live.monitor.execute('query-balloon')
  return BigInt(actual) / 1024n
}

/** Terminals that QEMU opened become part of the running definition. */
function withTerminals(doc: DomainDoc, ends: ReadonlyMap<string, string>): DomainDoc {
  const terminal = <T extends { readonly type: string; readonly alias?: { readonly name?: string } }>(
    device: T,
  ): T => {
    const file = ends.get(`char${device.alias?.name ?? ''}`)
    if (device.type !== 'pty' || !file?.startsWith('pty:')) return device
    const path = file.slice(4)
    return { ...device, tty: path, source: { path } }
  }
  const { serials, parallels, consoles, channels } = devicesOf(doc)
  return withDevices(doc, {
    ...(serials.length > 0 ? { serials: serials.map(terminal) } : {}),
    ...(parallels.length > 0 ? { parallels: parallels.map(terminal) } : {}),
    ...(consoles.length > 0 ? { consoles: consoles.map(terminal) } : {}),
    ...(channels.length > 0 ? { channels: channels.map(terminal) } : {}),
  })
}

/** Gives a new guest what the command line cannot say, before it runs. */
export async function setUp(scene: Scene): Promise<void> {
  const { live } = scene
  const { monitor, doc } = live
  const work: Array<Promise<unknown>> = [
    monitor.execute('migrate-set-capabilities', { capabilities: [{ capability: 'events', state: true }] }),
    setPasswords(monitor, doc),
    setBalloon(live),
  ]
  if (doc.onReboot === 'destroy') work.push(monitor.execute('set-action', { reboot: 'shutdown' }))
  const { disks, interfaces } = devicesOf(doc)
  for (const disk of disks) {
    if (disk.iotune) work.push(monitor.request('block_set_io_throttle', ioTuneArguments(disk, disk.iotune)))
  }
  for (const net of interfaces) {
    if (net.link?.state === 'down') work.push(monitor.execute('set_link', { name: aliasOf(net), up: false }))
  }
  await Promise.all(work)
  await placeThreads(scene)
}

async function setBalloon(live: LiveGuest): Promise<void> {
  const balloon = live.doc.devices.memballoon
  if (!balloon || balloon.model === 'none') return
  const { monitor, doc } = live
  const set = monitor.execute('qom-set', {
    path: `/machine/peripheral/${aliasOf(balloon)}`,
    property: 'guest-stats-polling-interval',
    value: balloon.stats?.period ?? defaultStatsPeriod,
  })
  if (doc.currentMemory < doc.memory.value) {
    await monitor.execute('balloon', { value: doc.currentMemory * 1024n })
    live.memory = doc.currentMemory
  }
  await set
}

async function setPasswords(monitor: QmpClient, doc: DomainDoc): Promise<void> {
  for (const display of devicesOf(doc).graphics) {
    if (display.type !== 'vnc' || display.passwd === undefined) continue
    await monitor.execute('set_password', { protocol: 'vnc', password: display.passwd })
    const until = display.passwdValidTo
    const time = until === undefined ? 'never' : String(Math.floor(Date.parse(`${until}Z`) / 1000))
    await monitor.execute('expire_password', { protocol: 'vnc', time })
  }
}

/** Binds the threads of a guest to the processors that its definition names. */
async function placeThreads({ live }: Scene): Promise<void> {
  const { doc, process, vcpuThreads } = live
  if (doc.vcpu.cpuset !== undefined) await pinThread(process.pid, doc.vcpu.cpuset, true)
  if (doc.cputune?.emulatorpin) await pinThread(process.pid, doc.cputune.emulatorpin.cpuset)
  for (const pin of doc.cputune?.vcpupins ?? []) {
    const thread = vcpuThreads.get(pin.vcpu)
    if (thread !== undefined) await pinThread(thread, pin.cpuset)
  }
  const pins = doc.cputune?.iothreadpins ?? []
  if (pins.length === 0) return
  for (const { id, 'thread-id': thread } of await live.monitor.execute('query-iothreads')) {
    const pin = pins.find((candidate) => id === `iothread${candidate.iothread}`)
    if (pin) await pinThread(Number(thread), pin.cpuset)
  }
}

/** Binds a thread, or all threads of a process, to processors of the host. */
export async function pinThread(
  thread: number,
  cpuset: string | Iterable<number>,
  all = false,
): Promise<void> {
  const wanted = typeof cpuset === 'string' ? (parseCpuset(cpuset) ?? []) : cpuNumbers(cpuset)
  const { online } = await readCpuMap()
  const cpus = [...wanted].filter((cpu) => online[cpu])
  if (cpus.length === 0) {
    throw new VirtError(
      'configUnsupported',
      `none of the processors ${[...wanted].join(',')} is online on this host`,
      {
        domain: 'qemu',
      },
    )
  }
  await runProgram({
    program: 'taskset',
    args: [...(all ? ['-a'] : []), '-p', '-c', cpus.join(','), String(thread)],
    purpose: 'bind threads to processors',
  })
}
