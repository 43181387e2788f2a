import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDomain } from '../../core/config/index.ts'
import { type Connection, type DriverEnv, hostKey } from '../../core/driver.ts'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import { openStorage } from '../host-storage/open-storage.ts'
import { DocumentCache } from '../shared/document-cache.ts'
import { sourcePath } from './argv/block-nodes.ts'
import { type EmulatorAccess, openEmulators } from './capabilities-cache.ts'
import { devicesOf } from './definition/devices.ts'
import { emulatorNames } from './definition/emulators.ts'
import { Guest } from './guest/guest.ts'
import { consoleLogPath, type GuestPathRoots, guestLogPath } from './guest/guest-paths.ts'
import { launch } from './guest/launch.ts'
import { clearLeftovers, clearOrphans } from './guest/leftovers.ts'
import { publish } from './guest/publish.ts'
import { recoverGuests } from './guest/recover.ts'
import { findManagedSave, resumeManagedSave } from './guest/saved-state.ts'
import { noGuests, type Services } from './guest/services.ts'
import { loadSnapshots, publishSnapshots } from './guest/snapshot-store.ts'
import { Tasks } from './guest/tasks.ts'
import { allHandlers } from './handlers/index.ts'
import { readMachineFacts } from './host/facts.ts'
import { rotateInPlace } from './host/log-file.ts'
import { installCommand, programPackages } from './host/packages.ts'
import { DisplayPorts } from './host/ports.ts'
import { readBootId } from './host/process-table.ts'
import { Taps } from './host/taps.ts'
import { sweepCounters } from './sweep.ts'

const runningLogLimit = 4 * 1024 * 1024
const tidyEveryMs = 60_000
const autostartAtOnce = 4

/** Opens the guests of this host: those kept, and those that run since before. */
export async function openConnection(
  settings: Pick<Services, 'instance' | 'reconnectTimeoutMs'>,
  env: DriverEnv,
  signal: AbortSignal,
): Promise<Connection> {
  const access = await openEmulators(env)
  const closing = new AbortController()
  try {
    const services = await makeServices(settings, env, access, closing.signal)
    await tellHost(services, signal)
    await loadGuests(services)
    await recoverGuests(services, signal)
    await loadSnapshots(services)
    await clearLeftovers(services)
    await clearOrphans(services)
    for (const guest of services.guests.values()) publishSnapshots(services, guest)
    await autostart(services)
    const stopTidying = tidyLogs(services)
    return {
      handlers: allHandlers(services),
      lag: 'none',
      sweep: (type, keys, abort) => sweepCounters(services, type, keys, abort),
      close: async () => {
        stopTidying()
        closing.abort()
        await release(services, access)
      },
    }
  } catch (error) {
    closing.abort()
    await access.close()
    throw error
  }
}

/** Lets go of guests, which run on. */
async function release(services: Services, access: EmulatorAccess): Promise<void> {
  await disconnect(services)
  await services.tasks.settled()
  // What was still starting may have connected meanwhile.
  await disconnect(services)
  await access.close()
}

async function disconnect(services: Services): Promise<void> {
  for (const { live } of services.guests.values()) {
    live?.agent?.close()
    await live?.monitor.close()
  }
}

async function makeServices(
  settings: Pick<Services, 'instance' | 'reconnectTimeoutMs'>,
  env: DriverEnv,
  { emulators }: EmulatorAccess,
  closing: AbortSignal,
): Promise<Services> {
  const paths: GuestPathRoots = {
    runDir: env.runDir,
    logDir: env.logDir,
    saveDir: join(env.stateDir, 'save'),
    nvramDir: join(env.stateDir, 'nvram'),
  }
  for (const dir of [paths.saveDir, paths.nvramDir]) {
    await mkdir(dir, { recursive: true, mode: 0o700 }).catch((error) => {
      throw fromSystem(error, `directory '${dir}' cannot be made`)
    })
  }
  const guests = noGuests()
  return {
    env,
    paths,
    stores: {
      definitions: env.store('domain'),
      autostart: env.store('domain-autostart'),
      snapshots: env.store('domain-snapshot'),
      status: env.store('domain', 'run'),
      marks: env.store('marks', 'run'),
    },
    guests,
    storage: await openStorage({ env, userOf: (path) => userOf(guests, path) }),
    emulators,
    taps: new Taps(),
    ports: new DisplayPorts(),
    tasks: new Tasks(env.log),
    documents: new DocumentCache(),
    bootId: await readBootId(),
    privileged: process.getuid?.() === 0,
    ...settings,
    nextId: 1,
    closing,
  }
}

/** Name of the guest that runs, or is about to, with a file as a disk. */
function userOf(guests: Services['guests'], path: string): string | undefined {
  for (const guest of guests.values()) {
    if (guest.active && devicesOf(guest.doc).disks.some((disk) => sourcePath(disk) === path))
      return guest.name
  }
  return undefined
}

/** Tells what the machine is. Without any emulator the connection is of no use. */
async function tellHost(services: Services, signal: AbortSignal): Promise<void> {
  const [first] = await services.emulators.installed()
  if (!first) {
    const name = emulatorNames.x86_64 ?? ''
    throw new VirtError(
      'noConnect',
      `no emulator is installed; '${installCommand(programPackages[name] ?? '')}' brings ${name}`,
      { domain: 'qemu' },
    )
  }
  const [caps, facts] = await Promise.all([services.emulators.get(first.path, signal), readMachineFacts()])
  const { major, minor, micro } = caps.version
  const accelerator = caps.accelerators()[0] ?? 'tcg'
  services.env.emit({
    kind: 'patch',
    type: 'host',
    key: hostKey,
    attrs: {
      ...facts,
      hvVersion: BigInt(major) * 1_000_000n + BigInt(minor) * 1_000n + BigInt(micro),
      initializedAt: services.env.clock.now(),
      maxVcpus: caps.defaultMachine(accelerator)?.cpuMax ?? 255,
      secure: true,
    },
  })
}

async function loadGuests(services: Services): Promise<void> {
  const { stores, env, guests } = services
  const [definitions, autostarting] = await Promise.all([stores.definitions.load(), stores.autostart.load()])
  for (const [uuid, text] of definitions) {
    try {
      const doc = parseDomain(text)
      const guest = new Guest(doc, uuid, env.clock.now())
      guest.define(doc)
      guest.autostart = autostarting.has(uuid)
      guest.managedSave = await findManagedSave(services, uuid)
      guests.set(guest)
    } catch (error) {
      env.log.error('a definition cannot be read; its guest is left out', { uuid, error: String(error) })
    }
  }
  for (const guest of guests.values()) publish(services, guest)
}

const bootMark = 'autostarted'

/** Starts guests that start with the host, once for each boot of it; the opening does not wait for them. */
async function autostart(services: Services): Promise<void> {
  const marks = await services.stores.marks.load()
  if (marks.get(bootMark)?.trim() === services.bootId) return
  const waiting = [...services.guests.values()].filter((guest) => guest.autostart && !guest.live)
  const lane = async () => {
    for (let guest = waiting.shift(); guest && !services.closing.aborted; guest = waiting.shift()) {
      await startWithHost(services, guest)
    }
  }
  // A daemon that ends before all were started leaves the rest to the next one.
  const done = async () => services.stores.marks.put(bootMark, `${services.bootId}\n`)
  if (waiting.length === 0) return done()
  services.tasks.run('starting guests with the host', async () => {
    await Promise.all(Array.from({ length: autostartAtOnce }, lane))
    if (!services.closing.aborted) await done()
  })
}

async function startWithHost(services: Services, guest: Guest): Promise<void> {
  try {
    if (guest.active) return
    if (guest.managedSave)
      await resumeManagedSave(services, guest, { paused: false, signal: services.closing })
    else await launch(services, guest, { signal: services.closing })
  } catch (error) {
    services.env.log.error('a guest that starts with the host did not', {
      domain: guest.name,
      error: String(error),
    })
  }
}

/** Keeps logs of running guests, which guests write without end, within bounds. */
function tidyLogs(services: Services): () => void {
  let cancel = () => {}
  const plan = () => {
    cancel = services.env.clock.after(tidyEveryMs, () => {
      for (const guest of services.guests.values()) {
        if (!guest.live) continue
        const paths = [consoleLogPath(services, guest.name), guestLogPath(services, guest.name)]
        for (const path of paths)
          services.tasks.run('rotating a log', () => rotateInPlace(path, runningLogLimit))
      }
      plan()
    })
  }
  plan()
  return () => cancel()
}
