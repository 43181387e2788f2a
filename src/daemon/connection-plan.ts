import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Driver, DriverRegistry, ProbeResult } from '../core/driver.ts'
import { connectionDirs } from '../core/engine/driver-env.ts'
import { toVirtError, VirtError } from '../core/errors/index.ts'
import { orAborted } from '../core/lib/abort.ts'
import type { Logger } from '../core/log/logger.ts'
import { autoConnection, type ConnectionSetting, type Dirs } from '../core/settings/index.ts'
import { parseUri } from '../core/uri.ts'

/** A connection to open. */
export interface PlannedConnection {
  readonly name: string
  readonly uri: string
}

/** What probing needs. */
export interface ProbeOptions {
  readonly drivers: DriverRegistry
  readonly dirs: Dirs
  readonly log: Logger
  readonly signal: AbortSignal
}

/** What a driver found out about this host. */
export interface DriverProbe extends ProbeResult {
  readonly driver: string
  readonly simulated: boolean
}

/** Asks every driver what of this host it can use; one that fails or hangs does not hold up the others. */
export async function probeDrivers(options: ProbeOptions): Promise<readonly DriverProbe[]> {
  return Promise.all(Array.from(options.drivers.all(), ({ id, load }) => probeOne(id, load, options)))
}

async function probeOne(
  id: string,
  load: () => Promise<Driver>,
  options: ProbeOptions,
): Promise<DriverProbe> {
  const nothing = { usable: false, found: [], missing: [] }
  try {
    const driver = await load()
    const simulated = driver.simulated === true
    const result = (await probe(driver, options)) ?? nothing
    return { ...result, driver: id, simulated }
  } catch (thrown) {
    const { message } = toVirtError(thrown)
    options.log.warn('a driver could not find out whether this host is usable', {
      driver: id,
      reason: message,
    })
    return { ...nothing, driver: id, simulated: false, missing: [{ what: message, fix: 'see the log' }] }
  }
}

async function probe(driver: Driver, { dirs, log, signal }: ProbeOptions): Promise<ProbeResult | undefined> {
  if (!driver.probe) return undefined
  // A connection to what is found gets the name of the driver, and so finds what the probe left in the cache.
  const cacheDir = connectionDirs(dirs, driver.id).cache
  const runDir = join(dirs.run, 'probe', driver.id)
  for (const dir of [cacheDir, runDir]) await mkdir(dir, { recursive: true, mode: 0o700 })
  return orAborted(driver.probe({ cacheDir, runDir, log: log.child(`driver.${driver.id}`), signal }), signal)
}

/** Turns the settings into connections with names of their own; `auto` stands for what the probes found. */
export function planConnections(
  settings: readonly ConnectionSetting[],
  found: readonly DriverProbe[],
): readonly PlannedConnection[] {
  const given = settings.filter(({ uri }) => uri !== autoConnection)
  const named = given.flatMap(({ name }) => (name === undefined ? [] : [name]))
  const twice = named.find((name, i) => named.indexOf(name) !== i)
  if (twice !== undefined)
    throw new VirtError('confSyntax', `connections: the name '${twice}' is there twice`)
  const taken = new Set(named)
  const uris = new Set(given.map(({ uri }) => parseUri(uri).url.href))
  // Those that are written down get their names first, so that these do not depend on what is found.
  const plain = new Map(given.map((each) => [each, each.name ?? freeName(parseUri(each.uri).scheme, taken)]))
  return settings.flatMap((each) => {
    const name = plain.get(each)
    if (name !== undefined) return [{ name, uri: each.uri }]
    return automatic(found, uris).map((uri) => ({ name: freeName(parseUri(uri).scheme, taken), uri }))
  })
}

// What is named by hand is not opened a second time because it is found, too.
function automatic(found: readonly DriverProbe[], known: Set<string>): string[] {
  return found.flatMap(({ usable, simulated, uri }) => {
    if (!usable || simulated || uri === undefined || known.has(parseUri(uri).url.href)) return []
    known.add(parseUri(uri).url.href)
    return [uri]
  })
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`
  taken.add(name)
  return name
}
