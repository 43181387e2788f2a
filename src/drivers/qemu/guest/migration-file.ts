import type { FileHandle } from 'node:fs/promises'
import { rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { fromSystem, VirtError } from '../../../core/errors/index.ts'
import { isQmpObject, type QmpClient } from '../../../qmp/index.ts'
import type { LiveGuest } from './live-guest.ts'

/** Bandwidth that is no limit; libvirt uses the same number. */
const unlimited = 9223372036853727232n

/** Writes the state of a stopped guest into a file, from where the file stands. */
export async function migrateToFile(
  live: LiveGuest,
  file: FileHandle,
  options: { readonly signal: AbortSignal; readonly onBytes: (written: bigint) => void },
): Promise<void> {
  const path = join(live.dir, 'save.sock')
  await rm(path, { force: true })
  const server = createServer()
  const received = receive(server, file, options.onBytes)
  received.catch(() => undefined)
  try {
    await listen(server, path)
    await live.monitor.execute('migrate-set-parameters', { 'max-bandwidth': unlimited })
    const finished = waitMigration(live.monitor, options.signal, received)
    finished.catch(() => undefined)
    await live.monitor.execute('migrate', { uri: `unix:${path}` })
    await finished
    await received
    await file.sync()
  } catch (error) {
    await live.monitor.execute('migrate_cancel').catch(() => undefined)
    throw error
  } finally {
    server.close()
    await rm(path, { force: true })
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}

/** Takes the one connection and writes what comes; resolves at its end. */
function receive(server: Server, file: FileHandle, onBytes: (written: bigint) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('connection', (socket) => {
      server.close()
      copy(socket, file, onBytes).then(resolve, (error) => {
        socket.destroy()
        reject(fromSystem(error, 'the state of a guest cannot be written'))
      })
    })
  })
}

async function copy(socket: Socket, file: FileHandle, onBytes: (written: bigint) => void): Promise<void> {
  let written = 0n
  for await (const chunk of socket) {
    const bytes: Buffer = chunk
    let offset = 0
    while (offset < bytes.length) offset += (await file.write(bytes, offset)).bytesWritten
    written += BigInt(bytes.length)
    onBytes(written)
  }
}

const over: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled'])

/** Waits for the end of a migration; throws unless it was completed. `broken` ends the wait with its own fault. */
export async function waitMigration(
  monitor: QmpClient,
  signal: AbortSignal,
  broken?: Promise<unknown>,
): Promise<void> {
  const stop = new AbortController()
  const event = monitor.waitEvent((e) => e.name === 'MIGRATION' && over.has(String(e.data.status)), {
    signal: AbortSignal.any([signal, stop.signal]),
  })
  event.catch(() => undefined)
  try {
    const ended = await Promise.race([event, ...(broken ? [broken.then(() => event)] : [])])
    if (ended.data.status === 'completed') return
  } finally {
    stop.abort()
  }
  const info = await monitor.request('query-migrate')
  const why =
    isQmpObject(info) && typeof info['error-desc'] === 'string' ? info['error-desc'] : 'no reason is given'
  throw new VirtError('operationFailed', `the state of the guest could not be moved: ${why}`, {
    domain: 'qemu',
  })
}
