import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Attrs } from '../../../src/core/model/index.ts'
import { writeBootDisk } from '../../fixtures/guests/boot-sector.ts'
import {
  type ChildOperation,
  type ChildReport,
  type ChildTask,
  compileDaemon,
  runDaemon,
} from './daemon-child.ts'
import { domainRef, QemuHost, sharedCache, smallGuest } from './gateway.ts'
import { pidsOf } from './processes.ts'

const uuid = '6f4c1c0e-0000-4000-8000-00000000c4a0'
const key = `q/${uuid}`
const onHost = (operation: string, args: object): ChildOperation => ['host', 'q/host', operation, args]
const onGuest = (operation: string, args: object = {}): ChildOperation => ['domain', key, operation, args]
const snapshot = (operation: string, args: object = {}): ChildOperation => [
  'snapshot',
  `${key}/one`,
  operation,
  args,
]

/** What a daemon does in turn until it is killed. */
export const scenarios: Readonly<Record<string, (xml: string) => readonly ChildOperation[]>> = {
  life: (xml) => [
    onHost('domain.define', { xml }),
    onGuest('domain.setAutostart', { autostart: true }),
    onGuest('domain.start'),
    onGuest('domain.suspend'),
    onGuest('domain.resume'),
    onGuest('domain.destroy'),
    onGuest('domain.undefine'),
  ],
  save: (xml) => [
    onHost('domain.define', { xml }),
    onGuest('domain.start'),
    onGuest('domain.managedSave'),
    onGuest('domain.start'),
    onGuest('domain.destroy'),
  ],
  snapshot: (xml) => [
    onHost('domain.define', { xml }),
    onGuest('domain.start'),
    onGuest('snapshot.create', { xml: '<domainsnapshot><name>one</name></domainsnapshot>' }),
    snapshot('snapshot.revert'),
    snapshot('snapshot.delete'),
    onGuest('domain.destroy'),
  ],
  left: (xml) => [onHost('domain.create', { xml })],
  transient: (xml) => [
    onHost('domain.create', { xml, paused: true }),
    onGuest('domain.resume'),
    onGuest('domain.suspend'),
    onGuest('domain.destroy'),
  ],
}

/** A host whose daemons are killed, and the world that each of them leaves. */
export class KilledDaemons {
  readonly #compiled = compileDaemon()
  readonly #host: QemuHost

  private constructor(host: QemuHost) {
    this.#host = host
  }

  static async prepare(): Promise<KilledDaemons> {
    return new KilledDaemons(await QemuHost.open())
  }

  get host(): QemuHost {
    return this.#host
  }

  /** Runs one daemon with a new disk and no guests, and opens the next one when it is gone. */
  async run(
    scenario: string,
    task: Pick<ChildTask, 'killAt' | 'idle'> = {},
    options: { readonly killAfterMs?: number } = {},
  ): Promise<ChildReport> {
    const host = this.#host
    await host.gateway.close()
    const raw = join(host.root, 'boot.img')
    const disk = join(host.root, 'boot.qcow2')
    await rm(disk, { force: true })
    await writeBootDisk(raw)
    execFileSync('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, disk])
    const xml = smallGuest({ name: 'killed', disk, format: 'qcow2', extra: `<uuid>${uuid}</uuid>` })
    const operations = scenarios[scenario]?.(xml) ?? []
    const report = await runDaemon(
      this.#compiled.daemon,
      { root: host.root, cache: sharedCache, operations, ...task },
      options,
    )
    await host.restart()
    return report
  }

  /** Fails unless what the inventory tells is what there is, nothing is left over, and the guest can be used. */
  async check(): Promise<void> {
    const host = this.#host
    await host.until(() => this.#guest()?.reason !== 'snapshot')
    await this.#consistent()
    const guest = this.#guest()
    if (guest) await this.#use(guest)
    await this.#consistent()
    if (this.#guest()) {
      const all = { managedSave: true, snapshotsMetadata: true }
      await host.invoke('domain.undefine', domainRef(uuid), all)
    }
    expect(await this.#names('s/conn/q/domain')).toEqual([])
    expect(await this.#names('s/conn/q/domain-autostart')).toEqual([])
    expect(await this.#names('s/conn/q/domain-snapshot')).toEqual([])
    expect(await this.#names('s/conn/q/save')).toEqual([])
  }

  #guest(): Attrs<'domain'> | undefined {
    return this.#host.gateway.inventory.get('domain', key)?.attrs
  }

  async #names(dir: string): Promise<string[]> {
    const names = await readdir(join(this.#host.root, dir)).catch(() => [] as string[])
    return names.filter((name) => !name.startsWith('.'))
  }

  async #consistent(): Promise<void> {
    const running = (this.#guest()?.id ?? -1) >= 0 ? 1 : 0
    expect(await pidsOf(this.#host.root)).toHaveLength(running)
    const run = await this.#names('r/conn/q')
    expect(run.filter((name) => /^domain-\d/.test(name))).toHaveLength(running)
    expect(await this.#names('r/conn/q/domain')).toHaveLength(running)
    expect(await this.#names('r/conn/q/lib')).toEqual([])
  }

  async #use(guest: Attrs<'domain'>): Promise<void> {
    const host = this.#host
    const ref = domainRef(uuid)
    expect(await host.invoke('domain.getXml', ref, { inactive: true })).toContain('<name>killed</name>')
    if (guest.id < 0) await host.invoke('domain.start', ref, {})
    if (host.domain(ref).state === 'running') await host.invoke('domain.suspend', ref, {})
    expect(host.domain(ref).state).toBe('paused')
    await host.invoke('domain.resume', ref, {})
    expect(host.domain(ref)).toMatchObject({ state: 'running', managedSave: false })
    await host.invoke('domain.destroy', ref, {})
  }

  async close(): Promise<void> {
    await this.#host.close()
    rmSync(this.#compiled.folder, { recursive: true, force: true })
  }
}
