import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { endProcess } from '../host/kill-process.ts'
import { findByPidFile } from '../host/process-table.ts'
import { releaseResources } from './finish.ts'
import { isGuestDir, pidFilePath } from './guest-paths.ts'
import type { Services } from './services.ts'

/**
 * Clears what no guest owns: directories of starts that were cut off before they were written down, or whose status
 * cannot be read. An emulator that is found by such a directory is ended: nobody could ever manage it.
 */
export async function clearLeftovers(services: Services): Promise<void> {
  const { runDir } = services.paths
  const owned = new Set([...services.guests.values()].map(({ live }) => live?.dir))
  for (const name of await readdir(runDir)) {
    const dir = join(runDir, name)
    if (!isGuestDir(name) || owned.has(dir)) continue
    services.env.log.warn('what a start that was cut off has left is cleared', { dir })
    for (const found of await findByPidFile(pidFilePath(dir))) await endProcess(found, services.env.clock)
    await releaseResources(services, { taps: [], ports: [] }, dir)
  }
}

/** Drops what is kept for guests that are not there any more. */
export async function clearOrphans(services: Services): Promise<void> {
  const { autostart, snapshots } = services.stores
  const gone = (uuid: string) => services.guests.find(uuid) === undefined
  for (const uuid of (await autostart.load()).keys()) if (gone(uuid)) await autostart.delete(uuid)
  for (const uuid of (await snapshots.load()).keys()) if (gone(uuid)) await snapshots.delete(uuid)
}
