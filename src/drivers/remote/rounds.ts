import { toVirtError } from '../../core/errors/index.ts'
import { type Attrs, domainStates } from '../../core/model/index.ts'
import { virConnectListAllDomainsFlags as domainFlags } from '../../rpc/wire/protocol/enums.ts'
import type { Daemon } from './daemon.ts'
import type { Mirror } from './mirror.ts'
import { marked } from './objects/domain.ts'
import { units } from './objects/index.ts'
import type { EventCover } from './registrations.ts'
import { statesOfAll } from './stats.ts'
import type { UnitType } from './units.ts'
import type { Upkeep } from './upkeep.ts'

/** How often a daemon that tells no events is asked what there is. */
const WITHOUT_EVENTS_MS = 10_000

/** What rounds are made with. */
export interface RoundsOptions {
  readonly daemon: Daemon
  readonly mirror: Mirror
  readonly upkeep: Upkeep
  readonly cover: EventCover
  /** Time between two rounds for what no daemon tells; 0 for none. */
  readonly periodMs: number
}

/**
 * Asks now and then for what the daemon does not tell by itself. libvirt has no events for snapshots and checkpoints,
 * marks of autostart, volumes that others make, ports, host interfaces and network filters; daemons that are old or
 * small have none for whole types.
 */
export class Rounds {
  readonly #options: RoundsOptions

  constructor(options: RoundsOptions) {
    this.#options = options
  }

  /** Goes on until the connection ends. */
  async run(): Promise<void> {
    await Promise.all([this.#every(this.#options.periodMs, () => this.#untold()), this.#withoutEvents()])
  }

  async #withoutEvents(): Promise<void> {
    const { cover } = this.#options
    const blind = (Object.keys(cover) as (keyof EventCover)[]).filter((type) => !cover[type])
    const { periodMs } = this.#options
    if (blind.length === 0) return
    await this.#every(Math.min(periodMs, WITHOUT_EVENTS_MS), async () => {
      for (const type of blind) await this.#relist(type)
    })
  }

  async #every(periodMs: number, round: () => Promise<void>): Promise<void> {
    const { daemon } = this.#options
    if (periodMs <= 0) return
    for (;;) {
      await daemon.clock.sleep(periodMs, daemon.signal).catch(() => {})
      if (daemon.signal.aborted) return
      try {
        await round()
      } catch (thrown) {
        if (daemon.signal.aborted) return
        daemon.log.warn('a round of questions to the daemon failed', { error: toVirtError(thrown) })
      }
    }
  }

  async #untold(): Promise<void> {
    await this.#relist('interface')
    await this.#relist('nwfilter')
    await this.#domainMarks()
    const { mirror, upkeep } = this.#options
    for (const type of ['pool', 'network'] as const) {
      await Promise.all(mirror.keys(type).map((key) => upkeep.touch(type, key, { read: 'members' })))
    }
  }

  /** Reads objects that are new, gone or may have changed. */
  async #relist(type: UnitType): Promise<void> {
    const { daemon, mirror, upkeep } = this.#options
    const unit = units[type]
    const refs = new Map((await unit.list(daemon)).map((ref) => [unit.keyOf(ref), ref]))
    const gone = mirror.keys(type).filter((key) => !refs.has(key))
    const same = await this.#unchanged(type)
    const there = [...refs].filter(([key]) => mirror.put(type, key) === undefined || !same(key))
    await Promise.all([
      ...gone.map((key) => upkeep.touch(type, key, { read: 'record' })),
      ...there.map(([key, ref]) => upkeep.touch(type, key, { ref, read: 'record' })),
    ])
  }

  /** Which objects need not be read: domains in the state that is known, and devices, of which there are many. */
  async #unchanged(type: UnitType): Promise<(key: string) => boolean> {
    if (type === 'nodedev') return () => true
    if (type !== 'domain') return () => false
    const { daemon, mirror } = this.#options
    const states = await statesOfAll(daemon)
    return (key) => {
      const held = mirror.attrs('domain', key)
      return held !== undefined && states.get(key)?.state === domainStates.indexOf(held.state)
    }
  }

  /** Domains whose marks are not those that are known, and all that have snapshots or checkpoints. */
  async #domainMarks(): Promise<void> {
    const { daemon, mirror, upkeep } = this.#options
    const autostart = await marked(daemon, domainFlags.VIR_CONNECT_LIST_DOMAINS_AUTOSTART)
    const snapshot = await marked(daemon, domainFlags.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT)
    const checkpoint = await marked(daemon, domainFlags.VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT)
    const saved = await marked(daemon, domainFlags.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE)
    const other = (key: string, attrs: Attrs<'domain'>) =>
      (autostart && autostart.has(key) !== (attrs.autostart ?? false)) ||
      (saved && saved.has(key) !== attrs.managedSave)
    const members = (key: string) =>
      snapshot?.has(key) ||
      checkpoint?.has(key) ||
      mirror.members('snapshot', key).length + mirror.members('checkpoint', key).length > 0
    await Promise.all(
      mirror.keys('domain').map((key) => {
        const attrs = mirror.attrs('domain', key)
        if (attrs === undefined || !(members(key) || other(key, attrs))) return undefined
        return upkeep.touch('domain', key, { read: members(key) ? 'members' : 'record' })
      }),
    )
  }
}
