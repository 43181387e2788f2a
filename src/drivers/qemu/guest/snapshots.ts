import { type DomainDoc, formatDomain, parseDomain } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { isQmpObject, type QmpClient, type QmpObject } from '../../../qmp/index.ts'
import { nodeNames, sourcePath } from '../argv/block-nodes.ts'
import { type DeviceOf, devicesOf } from '../definition/devices.ts'
import { filePath } from '../host/image-chain.ts'
import { runProgram } from '../host/run-program.ts'
import { finish } from './finish.ts'
import type { Guest } from './guest.ts'
import { launch } from './launch.ts'
import type { LiveGuest } from './live-guest.ts'
import type { Services } from './services.ts'
import type { GuestSnapshot } from './snapshot-record.ts'
import { withVolumePaths } from './volume-disks.ts'

type Disk = DeviceOf<'disks'>

/** The disks that a snapshot is kept in: all that the guest can write to. They must be of a format that can. */
function snapshotDisks(guest: Guest, doc: DomainDoc): Disk[] {
  const disks = devicesOf(doc).disks.filter((disk) => !disk.readonly && sourcePath(disk) !== undefined)
  const wrong = disks.find((disk) => disk.driver?.type !== 'qcow2')
  if (wrong) {
    throw new VirtError(
      'configUnsupported',
      `disk '${wrong.target.dev}' of domain '${guest.name}' has the format '${wrong.driver?.type ?? 'raw'}'; internal snapshots need 'qcow2'`,
      { domain: 'qemu' },
    )
  }
  if (disks.length > 0) return disks
  throw new VirtError(
    'configUnsupported',
    `domain '${guest.name}' has no disk that a snapshot could be kept in`,
    {
      domain: 'qemu',
    },
  )
}

/** Runs a job of the monitor on the disks of a guest and waits for its end. */
async function diskJob(
  live: LiveGuest,
  command: 'snapshot-save' | 'snapshot-load' | 'snapshot-delete',
  call: { readonly name: string; readonly disks: readonly Disk[]; readonly signal: AbortSignal },
): Promise<void> {
  const { monitor } = live
  const id = `${command}-${live.nextNode++}`
  const devices = call.disks.map((disk) => nodeNames(live.diskNodes.get(disk.target.dev ?? '') ?? 0).format)
  const concluded = monitor.waitEvent(
    (event) =>
      event.name === 'JOB_STATUS_CHANGE' && event.data.id === id && event.data.status === 'concluded',
    { signal: call.signal },
  )
  concluded.catch(() => undefined)
  const args: QmpObject = {
    'job-id': id,
    tag: call.name,
    devices,
    ...(command === 'snapshot-delete' ? {} : { vmstate: devices[0] ?? '' }),
  }
  await monitor.request(command, args, { signal: call.signal })
  await concluded
  const fault = await jobFault(monitor, id)
  if (fault !== undefined) {
    throw new VirtError('operationFailed', `snapshot '${call.name}' of domain '${live.doc.name}': ${fault}`, {
      domain: 'qemu',
      detail: fault,
    })
  }
}

async function jobFault(monitor: QmpClient, id: string): Promise<string | undefined> {
  const jobs = await monitor.request('query-jobs')
  const job = Array.isArray(jobs) ? jobs.find((item) => isQmpObject(item) && item.id === id) : undefined
  await monitor.request('job-dismiss', { id })
  return isQmpObject(job) && typeof job.error === 'string' ? job.error : undefined
}

async function imageSnapshot(
  flag: '-c' | '-a' | '-d',
  name: string,
  disk: Disk,
  signal: AbortSignal,
): Promise<void> {
  await runProgram({
    program: 'qemu-img',
    args: ['snapshot', flag, name, filePath(sourcePath(disk) ?? '')],
    purpose: 'keep snapshots of guests that are off',
    signal,
  })
}

/** Takes a snapshot in the disks of a guest, with its memory if it is on. */
export async function takeSnapshot(
  services: Services,
  guest: Guest,
  name: string,
  signal: AbortSignal,
): Promise<GuestSnapshot> {
  const doc = withVolumePaths(services, guest.doc)
  const disks = snapshotDisks(guest, doc)
  const { state } = guest
  const { live } = guest
  if (live) await saveInto(guest, live, { name, disks, signal })
  else await makeOffline(name, disks, signal)
  const parent = guest.snapshots.current
  return {
    name,
    ...(parent === undefined ? {} : { parent }),
    createdAt: services.env.clock.now(),
    state,
    disks: devicesOf(doc).disks.map((disk) => ({
      target: disk.target.dev ?? '',
      internal: disks.includes(disk),
    })),
    domainXml: formatDomain(guest.doc, { secure: true }),
  }
}

/** A disk that cannot take it makes those that did give it back. */
async function makeOffline(name: string, disks: readonly Disk[], signal: AbortSignal): Promise<void> {
  const done: Disk[] = []
  try {
    for (const disk of disks) {
      await imageSnapshot('-c', name, disk, signal)
      done.push(disk)
    }
  } catch (error) {
    for (const disk of done)
      await imageSnapshot('-d', name, disk, new AbortController().signal).catch(() => undefined)
    throw error
  }
}

async function saveInto(
  guest: Guest,
  live: LiveGuest,
  call: { name: string; disks: readonly Disk[]; signal: AbortSignal },
): Promise<void> {
  const ran = guest.state === 'running'
  if (ran) {
    live.cause = 'pauseForSnapshot'
    await live.monitor.execute('stop')
  }
  try {
    await diskJob(live, 'snapshot-save', call)
  } finally {
    if (ran && guest.live === live && !live.ending) {
      live.cause = 'resume'
      await live.monitor.execute('cont')
    }
  }
}

/** Brings a guest back to a snapshot. */
export async function revertTo(
  services: Services,
  guest: Guest,
  snapshot: GuestSnapshot,
  options: { readonly target: 'running' | 'paused' | 'shutoff'; readonly signal: AbortSignal },
): Promise<void> {
  const { signal, target } = options
  const doc = parseDomain(snapshot.domainXml, { live: true })
  const disks = devicesOf(withVolumePaths(services, doc)).disks.filter((disk) =>
    snapshot.disks.some((held) => held.internal && held.target === disk.target.dev),
  )
  if (guest.live) await finish(services, guest, guest.live, 'stopFromSnapshot', { keep: true })
  const hasMemory = snapshot.state === 'running' || snapshot.state === 'paused'
  if (!hasMemory || target === 'shutoff') {
    for (const disk of disks) await imageSnapshot('-a', snapshot.name, disk, signal)
  }
  if (guest.config) {
    const text = formatDomain(doc, { inactive: true, secure: true })
    await services.stores.definitions.put(guest.uuid, text)
    guest.define(parseDomain(text))
  }
  if (target === 'shutoff') return
  await launch(services, guest, {
    doc,
    signal,
    paused: target === 'paused',
    transition: 'startFromSnapshot',
    pausedAs: 'suspendFromSnapshot',
    ...(hasMemory
      ? { load: (live) => diskJob(live, 'snapshot-load', { name: snapshot.name, disks, signal }) }
      : {}),
  })
}

/** Removes what the disks keep of a snapshot. */
export async function removeSnapshot(
  services: Services,
  guest: Guest,
  snapshot: GuestSnapshot,
  signal: AbortSignal,
): Promise<void> {
  const held = new Set(snapshot.disks.filter((disk) => disk.internal).map((disk) => disk.target))
  const { disks: all } = devicesOf(withVolumePaths(services, guest.doc))
  const disks = all.filter((disk) => held.has(disk.target.dev ?? ''))
  if (disks.length === 0) return
  if (guest.live) return diskJob(guest.live, 'snapshot-delete', { name: snapshot.name, disks, signal })
  for (const disk of disks) await imageSnapshot('-d', snapshot.name, disk, signal)
}
