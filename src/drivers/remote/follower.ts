import { VirtError } from '../../core/errors/index.ts'
import type { ProgramName } from '../../rpc/wire/index.ts'
import { domainEventReaders, type EventReaders, type Told } from './domain-events.ts'
import type { Mirror } from './mirror.ts'
import { monitorEvent } from './monitor-event.ts'
import { objectEventReaders } from './object-events.ts'
import type { Upkeep } from './upkeep.ts'

/** Why a daemon lost its hypervisor, by libvirt's numbers. */
const closeReasons = ['an error', 'its end', 'its silence', 'a client'] as const

/** Takes what a daemon tells by itself to the upkeep of the records. */
export class Follower {
  /** Resolves when the daemon tells that it has lost its own hypervisor. */
  readonly lost: Promise<VirtError>
  readonly #readers: EventReaders = { ...domainEventReaders, ...objectEventReaders }
  #lose: (fault: VirtError) => void = () => {}
  #upkeep: Upkeep | undefined
  #mirror: Mirror | undefined

  constructor() {
    this.lost = new Promise((resolve) => {
      this.#lose = resolve
    })
  }

  /** From now on events go to the upkeep; there are none before somebody has asked for them. */
  begin(upkeep: Upkeep, mirror: Mirror): void {
    this.#upkeep = upkeep
    this.#mirror = mirror
  }

  /** Takes an event of the wire. */
  take(program: ProgramName, name: string, body: unknown): void {
    const told = program === 'qemu' ? monitorEvent(name, body) : this.#read(name, body)
    if (!told) return
    void this.#upkeep?.touch(told.type, told.key, told.what)
    if (told.type === 'domain') this.#touchNetworks(told)
  }

  #read(name: string, body: unknown): Told | undefined {
    if (name === 'CONNECT_EVENT_CONNECTION_CLOSED') {
      const { reason } = body as { readonly reason: number }
      const why = closeReasons[reason] ?? 'an unknown reason'
      this.#lose(new VirtError('noConnect', `the daemon lost its hypervisor by ${why}`, { domain: 'remote' }))
      return undefined
    }
    // The body was decoded by the table of the same event.
    const read = this.#readers[name as keyof EventReaders] as
      | ((body: unknown) => Told | undefined)
      | undefined
    return read?.(body)
  }

  /** Ports of a network come and go with the guests on it, and nobody tells of them. */
  #touchNetworks({ key, what }: Told): void {
    const { event } = what
    if (event?.kind !== 'event' || event.event !== 'lifecycle' || !('type' in event.fields)) return
    if (event.fields.type !== 'started' && event.fields.type !== 'stopped') return
    for (const { type, source } of this.#mirror?.attrs('domain', key)?.interfaces ?? []) {
      const network =
        type === 'network' && source !== undefined ? this.#mirror?.named('network', source) : undefined
      if (network !== undefined) void this.#upkeep?.touch('network', network, { read: 'members' })
    }
  }
}
