import { lstat, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fromSystem, VirtError } from '../errors/index.ts'

/** The directories that the gateway keeps things in. */
export interface Dirs {
  /** Kept for ever: definitions, SNMP engine and users. */
  readonly state: string
  /** Gone at a reboot of the host: sockets, live state. */
  readonly run: string
  /** May be removed at any time. */
  readonly cache: string
  readonly log: string
}

/** What the standard directories depend on. */
export interface Account {
  readonly uid: number
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The account that this process runs in. */
export function ownAccount(env: Account['env'], home: string): Account {
  return { uid: process.getuid?.() ?? 0, home, env }
}

/** Directories for an account: those of the system for root, the XDG base directories for others. */
export function standardDirs(account: Account): Dirs {
  if (account.uid === 0) {
    return {
      state: '/var/lib/virtgate',
      run: '/run/virtgate',
      cache: '/var/cache/virtgate',
      log: '/var/log/virtgate',
    }
  }
  const { env, home } = account
  const state = join(absolute(env.XDG_STATE_HOME) ?? join(home, '.local', 'state'), 'virtgate')
  const runtime = absolute(env.XDG_RUNTIME_DIR)
  return {
    state,
    run: runtime ? join(runtime, 'virtgate') : `/tmp/virtgate-${account.uid}`,
    cache: join(absolute(env.XDG_CACHE_HOME) ?? join(home, '.cache'), 'virtgate'),
    log: join(state, 'log'),
  }
}

/** Where the settings file is looked for when none is named. */
export function standardSettingsFile(account: Account): string {
  if (account.uid === 0) return '/etc/virtgate/virtgate.yaml'
  const base = absolute(account.env.XDG_CONFIG_HOME) ?? join(account.home, '.config')
  return join(base, 'virtgate', 'virtgate.yaml')
}

// The XDG specification says that a relative path in these variables is to be ignored.
function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') ? path : undefined
}

/** Makes the directories that are missing, for the owner alone, and refuses one that belongs to another user. */
export async function ensureDirs(dirs: Dirs): Promise<void> {
  for (const [what, path] of Object.entries(dirs)) {
    try {
      await mkdir(path, { recursive: true, mode: 0o700 })
    } catch (thrown) {
      throw fromSystem(thrown, `cannot make the ${what} directory ${path}`)
    }
    await refuseForeign(what, path)
  }
}

/** Whoever owns a directory, or a link that leads to it, could put his own sockets and files in their place. */
async function refuseForeign(what: string, path: string): Promise<void> {
  const found = await stat(path)
  const uid = process.getuid?.() ?? found.uid
  if (uid === 0) return
  const link = await lstat(path)
  if (found.uid === uid && (link.uid === uid || link.uid === 0)) return
  const owner = found.uid === uid ? link.uid : found.uid
  throw new VirtError(
    'accessDenied',
    `the ${what} directory ${path} belongs to user ${owner}, not to user ${uid} who runs the daemon`,
  )
}
