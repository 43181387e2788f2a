import { createSocket } from 'node:dgram'
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { createServer, isIPv6 } from 'node:net'
import { dirname } from 'node:path'
import { ControlClient } from '../control/client.ts'
import type { GatewayStatus } from '../control/protocol.ts'
import type { DriverRegistry } from '../core/driver.ts'
import { fromSystem, systemCode, toVirtError } from '../core/errors/index.ts'
import type { Clock } from '../core/lib/clock.ts'
import { silentLogger } from '../core/log/logger.ts'
import { type Dirs, parseListen, refuseMissingSurfaces, type Settings } from '../core/settings/index.ts'
import { builtSurfaces, dirsOf } from './compose.ts'
import { probeDrivers } from './connection-plan.ts'
import { controlSocket } from './control-socket.ts'
import { type Finding, ok } from './finding.ts'
import { checkRemotes } from './remote-checks.ts'
import { checkRpc } from './rpc-checks.ts'
import { type SettingsInput, settingsFor, settingsSource } from './settings-source.ts'

/** What the checks look at. */
export interface CheckOptions {
  readonly options: SettingsInput
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly drivers: DriverRegistry
  readonly socket: string | undefined
  readonly signal: AbortSignal
}

const probeMs = 30_000

/** Looks at everything that the daemon needs of this host, one finding after the other. */
export async function* checkHost(options: CheckOptions): AsyncGenerator<Finding> {
  yield nodeVersion()
  const settings = yield* checkSettings(options)
  if (!settings) return
  const dirs = dirsOf(settings)
  for (const [name, path] of Object.entries(dirs)) yield await checkDir(name, path)
  const running = await daemonAt(options.socket ?? controlSocket(dirs.run))
  yield running
    ? ok('daemon', `runs as process ${running.pid}, version ${running.version}`)
    : { state: 'missing', area: 'daemon', text: 'does not run', fix: 'virtgate daemon' }
  for (const text of settings.snmp.listen) yield await checkSnmp(text, running)
  const { clock, signal } = options
  yield* checkRpc({ settings, held: running?.endpoints.rpc ?? [], clock, signal })
  yield* checkRemotes(settings, options.clock, options.signal)
  yield* checkDrivers(options, dirs)
}

function nodeVersion(): Finding {
  return ok('node', `version ${process.versions.node}`)
}

async function* checkSettings({ options, env }: CheckOptions): AsyncGenerator<Finding, Settings | undefined> {
  try {
    const settings = await settingsFor(options, env)
    refuseMissingSurfaces(settings, builtSurfaces)
    yield ok('settings', `${settingsSource(options, env).file} and --set are valid`)
    return settings
  } catch (thrown) {
    const { message } = toVirtError(thrown)
    yield {
      state: 'problem',
      area: 'settings',
      text: message,
      fix: 'mend the file; virtgate daemon --sample-config shows all keys',
    }
    return undefined
  }
}

async function checkDir(name: string, path: string): Promise<Finding> {
  const area = `${name}_dir`
  const found = await nearestExisting(path)
  try {
    await access(found, constants.R_OK | constants.W_OK | constants.X_OK)
    return ok(area, found === path ? path : `${path} will be made`)
  } catch (thrown) {
    const { message } = fromSystem(thrown, `${found} cannot be written`)
    return {
      state: 'problem',
      area,
      text: message,
      fix: `run the daemon as the owner of ${found}, or --set ${area}=PATH`,
    }
  }
}

async function nearestExisting(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    if (
      at === dirname(at) ||
      (await stat(at).then(
        () => true,
        () => false,
      ))
    )
      return at
  }
}

async function daemonAt(socket: string): Promise<GatewayStatus | undefined> {
  try {
    const client = await ControlClient.connect(socket, 'virtgate doctor')
    const { greeting } = client
    client.close()
    return greeting
  } catch {
    return undefined
  }
}

async function checkSnmp(text: string, running: GatewayStatus | undefined): Promise<Finding> {
  const area = 'snmp.listen'
  if (running?.endpoints.snmp?.includes(text)) return ok(area, `${text} is held by the daemon`)
  const address = parseListen(text.replace(/^(?:udp|tcp):/, ''))
  if (!address) return ok(area, text)
  try {
    await (text.startsWith('tcp:') ? listen : bind)(address.host, address.port)
    return ok(area, `${text} is free`)
  } catch (thrown) {
    const code = systemCode(thrown)
    const why = code === 'EADDRINUSE' ? 'another program holds it' : (code ?? toVirtError(thrown).message)
    const fix = code === 'EACCES' ? 'use a port above 1023, or run as root' : '--set snmp.listen=ADDRESS:PORT'
    return { state: 'problem', area, text: `${text} cannot be bound: ${why}`, fix }
  }
}

function bind(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    socket.once('error', (error) => {
      socket.close()
      reject(error)
    })
    socket.bind(port, host, () => socket.close(() => resolve()))
  })
}

function listen(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => server.close(() => resolve()))
  })
}

async function* checkDrivers({ drivers, clock, signal }: CheckOptions, dirs: Dirs): AsyncGenerator<Finding> {
  const limit = new AbortController()
  const cancel = clock.after(probeMs, () => limit.abort(new Error(`no answer within ${probeMs} ms`)))
  const either = AbortSignal.any([signal, limit.signal])
  const probes = await probeDrivers({ drivers, dirs, log: silentLogger, signal: either })
  cancel()
  for (const probe of probes) {
    const area = probe.driver
    for (const text of probe.found) yield ok(area, text)
    if (probe.usable) yield ok(area, `can be opened${probe.uri === undefined ? '' : ` as ${probe.uri}`}`)
    for (const { what, fix } of probe.missing) yield { state: 'missing', area, text: what, fix }
  }
  const real = probes.filter(({ usable, simulated }) => usable && !simulated)
  if (real.length > 0) return
  yield {
    state: 'missing',
    area: 'hypervisors',
    text: 'none was found on this host',
    fix: 'see above, or try the embedded one: virtgate daemon --set connections=test:///default',
  }
}
