import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type DomainDoc, formatDomain, parseDomain } from '../../../core/config/index.ts'
import type { OpContext } from '../../../core/driver.ts'
import { fromSystem, systemCode, VirtError } from '../../../core/errors/index.ts'
import type { Undo } from '../../../core/lib/undo.ts'
import { syncDirectory } from '../../../core/store/atomic-file.ts'
import { finish } from './finish.ts'
import { Guest } from './guest.ts'
import { managedSavePath } from './guest-paths.ts'
import { launch } from './launch.ts'
import type { LiveGuest } from './live-guest.ts'
import { withJob } from './long-job.ts'
import { migrateToFile, waitMigration } from './migration-file.ts'
import { migrationValues } from './migration-values.ts'
import { patch, publish } from './publish.ts'
import { headerLength, isWhole, readHeader, type SaveHeader, writeHeader } from './save-header.ts'
import type { Services } from './services.ts'

/** How a guest is saved. */
export interface SaveRequest {
  readonly path: string
  readonly job: 'save' | 'managed-save'
  /** Definition to write instead of the running one. */
  readonly doc?: DomainDoc
  readonly running?: boolean
  readonly paused?: boolean
}

/** Writes the state of a running guest to a file and ends it. If that fails, the guest goes on. */
export async function saveGuest(
  services: Services,
  guest: Guest,
  request: SaveRequest,
  ctx: Pick<OpContext, 'signal' | 'progress'>,
): Promise<void> {
  const live = guest.running()
  if (guest.state !== 'running' && guest.state !== 'paused') {
    throw new VirtError('operationInvalid', `domain '${guest.name}' is ${guest.state} and cannot be saved`, {
      domain: 'qemu',
    })
  }
  const ran = guest.state === 'running'
  const running = request.paused ? false : request.running ? true : ran
  // A place that cannot be written to must not cost the guest a pause.
  const file = await create(request.path)
  try {
    await withJob(services, guest, request.job, ctx.signal, async (signal, report) => {
      try {
        if (ran) await pause(live)
        await writeState(live, file, { ...request, running }, { signal, progress: ctx.progress })
        report(await migrationValues(live.monitor))
      } catch (error) {
        if (ran && guest.live === live && !live.ending) await goOn(live)
        throw error
      }
    })
  } catch (error) {
    await discard(file, request.path)
    throw error
  } finally {
    await file.close()
  }
  await finish(services, guest, live, 'saved')
}

/** Removes a file that was not written to its end; what is no plain file stays. */
async function discard(file: FileHandle, path: string): Promise<void> {
  if ((await file.stat()).isFile()) await rm(path, { force: true })
}

async function pause(live: LiveGuest): Promise<void> {
  live.cause = 'pauseForSave'
  await live.monitor.execute('stop')
}

async function goOn(live: LiveGuest): Promise<void> {
  live.cause = 'resumeAfterSave'
  await live.monitor.execute('cont')
}

async function writeState(
  live: LiveGuest,
  file: FileHandle,
  request: SaveRequest & { readonly running: boolean },
  ctx: Pick<OpContext, 'signal' | 'progress'>,
): Promise<void> {
  const xml = Buffer.from(`${formatDomain(request.doc ?? live.doc, { secure: true })}\0`)
  const cookie = Buffer.from('<cookie>\n</cookie>\n\0')
  const header: SaveHeader = {
    whole: false,
    dataLength: xml.length + cookie.length,
    running: request.running,
    cookieOffset: xml.length,
  }
  const total = live.memory * 1024n
  try {
    await file.write(Buffer.concat([writeHeader(header), xml, cookie]))
    await migrateToFile(live, file, {
      signal: ctx.signal,
      onBytes: (processed) => ctx.progress({ processed, total: processed > total ? processed : total }),
    })
    await file.write(writeHeader({ ...header, whole: true }), 0, headerLength, 0)
    await file.sync()
    await syncDirectory(dirname(request.path))
  } catch (error) {
    throw fromSystem(error, `saved state '${request.path}' cannot be written`)
  }
}

async function create(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w', 0o600)
  } catch (error) {
    throw fromSystem(error, `saved state '${path}' cannot be written`)
  }
}

/** How a saved guest is resumed. */
export interface RestoreRequest {
  readonly path: string
  readonly paused?: boolean
  readonly running?: boolean
  readonly doc?: DomainDoc
}

/** Starts the guest of a saved state; the file stays. */
export async function restoreGuest(
  services: Services,
  request: RestoreRequest,
  signal: AbortSignal,
): Promise<void> {
  await withSaved(request.path, async (file, header, saved) => {
    const doc = request.doc ?? saved
    const known = services.guests.match(doc.uuid, doc.name)
    known?.stopped()
    const guest = known ?? new Guest(doc, doc.uuid, services.env.clock.now())
    services.guests.set(guest)
    await load(services, guest, { file, doc, paused: stands(request, header), signal })
    if (guest.managedSave) await dropManagedSave(services, guest)
  })
}

const stands = (request: Pick<RestoreRequest, 'paused' | 'running'>, header: SaveHeader): boolean =>
  request.paused ? true : request.running ? false : !header.running

async function load(
  services: Services,
  guest: Guest,
  call: {
    file: FileHandle
    doc: DomainDoc
    paused: boolean
    signal: AbortSignal
    commit?: (undo: Undo) => Promise<void>
  },
): Promise<void> {
  await launch(services, guest, {
    signal: call.signal,
    doc: call.doc,
    paused: call.paused,
    transition: 'restore',
    pausedAs: 'suspendRestored',
    incoming: true,
    inherit: call.file.fd,
    ...(call.commit ? { commit: call.commit } : {}),
    load: async (live) => {
      const done = waitMigration(live.monitor, call.signal)
      done.catch(() => undefined)
      await live.monitor.execute('migrate-incoming', { uri: 'fd:3' })
      await done
    },
  })
}

/** Opens a saved state and reads what stands before the stream, so that the file stands at the stream's beginning. */
async function withSaved<T>(
  path: string,
  use: (file: FileHandle, header: SaveHeader, doc: DomainDoc) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'r').catch((error) => {
    throw fromSystem(error, `saved state '${path}' cannot be read`)
  })
  try {
    const header = readHeader(await readExactly(file, headerLength), path)
    const data = await readExactly(file, header.dataLength)
    const end = data.indexOf(0)
    return await use(file, header, parseDomain(data.subarray(0, end < 0 ? data.length : end), { live: true }))
  } finally {
    await file.close()
  }
}

/** Reads from where the file stands: the emulator goes on from there with the same descriptor. */
async function readExactly(file: FileHandle, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, null)
    if (bytesRead === 0) return buffer.subarray(0, done)
    done += bytesRead
  }
  return buffer
}

/** Starts a guest from the state that it was saved with, which is then gone. */
export async function resumeManagedSave(
  services: Services,
  guest: Guest,
  options: { readonly paused: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const path = managedSavePath(services, guest.uuid)
  await withSaved(path, async (file, header, doc) => {
    const paused = options.paused || !header.running
    const { signal } = options
    await load(services, guest, { file, doc, paused, signal, commit: (undo) => setAside(guest, path, undo) })
  })
  await rm(spentPath(path), { force: true })
}

/** Where a saved state is while its guest is let go: from then on its memory must never come back. */
const spentPath = (path: string) => `${path}.spent`

async function setAside(guest: Guest, path: string, undo: Undo): Promise<void> {
  await rename(path, spentPath(path))
  guest.managedSave = false
  undo.push(async () => {
    await rename(spentPath(path), path)
    guest.managedSave = true
  })
}

/**
 * Whether a guest has a saved state that can be resumed. What a daemon left of one when it was ended, not written to
 * its end or resumed already, is removed.
 */
export async function findManagedSave(services: Services, uuid: string): Promise<boolean> {
  const path = managedSavePath(services, uuid)
  await rm(spentPath(path), { force: true })
  const file = await open(path, 'r').catch((error) => systemCode(error) !== 'ENOENT')
  // One that cannot be read is there all the same: a start says what is wrong with it.
  if (typeof file === 'boolean') return file
  try {
    if (isWhole(await readExactly(file, headerLength))) return true
  } finally {
    await file.close()
  }
  services.env.log.warn('a saved state that was not written to its end is removed', { path })
  await rm(path, { force: true })
  return false
}

/** Drops the saved state of a guest. */
export async function dropManagedSave(services: Services, guest: Guest): Promise<void> {
  await rm(managedSavePath(services, guest.uuid), { force: true })
  guest.managedSave = false
  patch(services, guest, { managedSave: false })
}

/** Saves a guest so that its next start resumes it. */
export async function managedSave(
  services: Services,
  guest: Guest,
  flags: { readonly running?: boolean; readonly paused?: boolean },
  ctx: Pick<OpContext, 'signal' | 'progress'>,
): Promise<void> {
  guest.kept()
  const path = managedSavePath(services, guest.uuid)
  await saveGuest(services, guest, { ...flags, path, job: 'managed-save' }, ctx)
  guest.managedSave = true
  publish(services, guest)
}
