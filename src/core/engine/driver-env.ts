import { chmod, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DriverEnv } from '../driver.ts'
import { fromSystem } from '../errors/index.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../log/logger.ts'
import { FileStore } from '../store/file-store.ts'

/** Directories of the daemon. */
export interface GatewayDirs {
  /** Kept for ever. */
  readonly state: string
  /** Gone at a reboot. */
  readonly run: string
  /** May be removed at any time. */
  readonly cache: string
  readonly log: string
}

/** What the environment of a driver is made of. */
export interface DriverEnvOptions {
  readonly connection: string
  readonly dirs: GatewayDirs
  readonly clock: Clock
  readonly log: Logger
  readonly emit: DriverEnv['emit']
}

/** Directory below each of the daemon's in which the connections have theirs; short, as paths of sockets are. */
const below = 'conn'

/** Makes the directories of a connection, for this user alone, and the environment that its driver works in. */
export async function createDriverEnv(options: DriverEnvOptions): Promise<DriverEnv> {
  const { connection, clock, log } = options
  const dirs = connectionDirs(options.dirs, connection)
  for (const dir of Object.values(dirs)) await makePrivate(dir)
  // A store keeps writes of one object in order, so each directory has one store only.
  const stores = new Map<string, FileStore>()
  const store: DriverEnv['store'] = (kind, root = 'state') => {
    const dir = join(dirs[root], kind)
    const known = stores.get(dir) ?? new FileStore({ dir, clock, log: log.child('store') })
    stores.set(dir, known)
    return known
  }
  return {
    connection,
    log,
    clock,
    stateDir: dirs.state,
    runDir: dirs.run,
    cacheDir: dirs.cache,
    logDir: dirs.log,
    store,
    emit: options.emit,
  }
}

/** Where a connection keeps its things. */
export function connectionDirs(dirs: GatewayDirs, connection: string): GatewayDirs {
  return {
    state: join(dirs.state, below, connection),
    run: join(dirs.run, below, connection),
    cache: join(dirs.cache, below, connection),
    log: join(dirs.log, below, connection),
  }
}

async function makePrivate(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const { mode } = await stat(dir)
    if ((mode & 0o077) !== 0) await chmod(dir, 0o700)
  } catch (error) {
    throw fromSystem(error, `directory '${dir}' cannot be made`)
  }
}
