import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { internalCaller } from '../../../src/core/access/caller.ts'
import type { FeedItem, ObjectRef } from '../../../src/core/contracts.ts'
import type { Driver, DriverRegistry } from '../../../src/core/driver.ts'
import { createGateway, type Gateway } from '../../../src/core/engine/gateway.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../src/core/log/logger.ts'
import type { Args, Attrs, OpPath, Result } from '../../../src/core/model/index.ts'
import { createQemuDriver } from '../../../src/drivers/qemu/driver.ts'

/** What emulators can do is the same for all tests and costs seconds to ask: they share it. */
export const sharedCache = join(tmpdir(), 'vgq-cache')

/** A registry of one driver. */
export function registryOf(driver: Driver): DriverRegistry {
  const load = async () => driver
  return {
    ids: [driver.id],
    schemes: () => driver.schemes,
    forScheme: (scheme) => (driver.schemes.includes(scheme) ? load : undefined),
    all: () => [{ id: driver.id, schemes: driver.schemes, load }],
  }
}

/** An event of the feed in short: `lifecycle started booted`, `reboot`. */
function shorten(item: FeedItem): string | undefined {
  // What the emulator itself says is not what the guest is told to do.
  if (item.kind !== 'event' || item.ref.type !== 'domain' || item.event === 'monitorEvent') return undefined
  const { type, detail } = item.fields as { type?: string; detail?: string }
  return [item.event, type, detail].filter(Boolean).join(' ')
}

/** A gateway with QEMU guests in directories of its own. */
export class QemuHost {
  readonly root: string
  readonly events: string[] = []
  gateway: Gateway
  readonly #driver: () => Driver

  private constructor(root: string, driver: () => Driver) {
    this.root = root
    this.#driver = driver
    this.gateway = this.#make()
  }

  static async open(driver: () => Driver = createQemuDriver): Promise<QemuHost> {
    const host = new QemuHost(await mkdtemp(join(tmpdir(), 'vgq-')), driver)
    await host.connect()
    return host
  }

  #make(): Gateway {
    const dir = (name: string) => join(this.root, name)
    const gateway = createGateway({
      clock: systemClock,
      log: silentLogger,
      dirs: { state: dir('s'), run: dir('r'), cache: sharedCache, log: dir('l') },
      drivers: registryOf(this.#driver()),
    })
    gateway.inventory.subscribe(0, (item) => {
      const short = shorten(item)
      if (short) this.events.push(short)
    })
    return gateway
  }

  async connect(): Promise<void> {
    await this.gateway.connections.open('q', 'qemu:///system')
    await this.until(() => this.gateway.inventory.get('host', 'q/host')?.attrs.status === 'connected', 30_000)
  }

  /** Ends the daemon's part and starts it anew; guests run on. */
  async restart(): Promise<void> {
    await this.gateway.close()
    this.gateway = this.#make()
    await this.connect()
  }

  async close(): Promise<void> {
    for (const entry of [...this.gateway.inventory.list('domain')]) {
      if (entry.attrs.id >= 0)
        await this.invoke('domain.destroy', domainRef(entry.attrs.uuid), {}).catch(() => {})
    }
    await this.gateway.close()
    await rm(this.root, { recursive: true, force: true })
  }

  invoke<P extends OpPath>(op: P, ref: ObjectRef, args: Args<P>): Promise<Result<P>> {
    return this.gateway.operations.invoke(op, ref, args, internalCaller)
  }

  /** Defines a domain and answers its reference. */
  async define(xml: string): Promise<ObjectRef<'domain'>> {
    const key = await this.invoke('domain.define', hostRef, { xml })
    return { type: 'domain', key }
  }

  domain(ref: ObjectRef): Attrs<'domain'> {
    const entry = this.gateway.inventory.get('domain', ref.key)
    if (!entry) throw new Error(`no domain ${ref.key}`)
    return entry.attrs
  }

  /** Waits until a condition holds. */
  async until(condition: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
    const end = Date.now() + ms
    while (!(await condition())) {
      if (Date.now() > end) throw new Error(`not within ${ms} ms: ${condition}`)
      await systemClock.sleep(20)
    }
  }

  /** What the serial console of a guest wrote. */
  async console(ref: ObjectRef): Promise<string> {
    return Buffer.from(await this.invoke('domain.getConsoleLog', ref, {})).toString('latin1')
  }
}

/** The host object of the connection. */
export const hostRef: ObjectRef<'host'> = { type: 'host', key: 'q/host' }

/** Reference to a domain by its UUID. */
export function domainRef(uuid: string): ObjectRef<'domain'> {
  return { type: 'domain', key: `q/${uuid}` }
}

/** A small guest that boots a disk, with what the caller adds. */
export function smallGuest(options: {
  name: string
  disk: string
  format?: string
  machine?: string
  type?: string
  memory?: number
  /** Element of the serial port; one that leads nowhere unless given. */
  serial?: string
  devices?: string
  extra?: string
}): string {
  return `<domain type='${options.type ?? 'qemu'}'>
    <name>${options.name}</name>
    <memory unit='MiB'>${options.memory ?? 32}</memory>
    <os><type arch='x86_64' machine='${options.machine ?? 'pc'}'>hvm</type></os>
    <features><acpi/></features>
    ${options.extra ?? ''}
    <devices>
      <disk type='file' device='disk'>
        <driver name='qemu' type='${options.format ?? 'raw'}'/>
        <source file='${options.disk}'/>
        <target dev='vda' bus='virtio'/>
      </disk>
      ${options.serial ?? `<serial type='file'><source path='/dev/null'/></serial>`}
      ${options.devices ?? ''}
    </devices>
  </domain>`
}
