import { VirtError } from '../../../core/errors/index.ts'
import type { Clock } from '../../../core/lib/clock.ts'
import { AgentClient, type AgentRequestOptions, type QmpObject, type QmpValue } from '../../../qmp/index.ts'
import { devicesOf } from '../definition/devices.ts'
import type { LiveGuest } from './live-guest.ts'
import { agentPort, emitEvent, patch } from './publish.ts'
import type { Scene } from './scene.ts'

/**
 * The way to the agent of one guest. The agent is spoken to only while the guest holds its end of the channel
 * open; the socket is connected when it is first needed and again after it was lost.
 */
export class AgentLink {
  readonly alias: string
  /** Longest wait for commands that do not say theirs, in ms; 0 for ever; undefined for the usual one. */
  defaultTimeoutMs: number | undefined
  readonly #path: string
  readonly #domain: string
  readonly #clock: Clock
  #client: Promise<AgentClient> | undefined
  #connected: boolean

  constructor(options: { alias: string; path: string; domain: string; clock: Clock; connected: boolean }) {
    this.alias = options.alias
    this.#path = options.path
    this.#domain = options.domain
    this.#clock = options.clock
    this.#connected = options.connected
  }

  /** Whether the guest holds the channel open. */
  get connected(): boolean {
    return this.#connected
  }

  set connected(value: boolean) {
    this.#connected = value
    if (!value) this.close()
  }

  /** Runs a command of the agent. */
  async request(name: string, args?: QmpObject, options: AgentRequestOptions = {}): Promise<QmpValue> {
    if (!this.#connected) {
      throw new VirtError(
        'agentUnresponsive',
        `the guest agent of domain '${this.#domain}' is not connected`,
        {
          domain: 'qemu',
        },
      )
    }
    const timeoutMs = options.timeoutMs ?? this.defaultTimeoutMs
    return (await this.#open()).request(name, args, { ...options, timeoutMs })
  }

  /** Ends the connection; the next command makes a new one. */
  close(): void {
    const client = this.#client
    this.#client = undefined
    client?.then(
      (agent) => agent.close(),
      () => undefined,
    )
  }

  #open(): Promise<AgentClient> {
    if (this.#client) return this.#client
    const opening = AgentClient.connect(this.#path, {
      name: `the guest agent of domain '${this.#domain}'`,
      clock: this.#clock,
    })
    this.#client = opening
    const drop = () => {
      if (this.#client === opening) this.#client = undefined
    }
    opening.then((agent) => void agent.closed.then(drop), drop)
    return opening
  }
}

/** The way to the agent of a guest, if its definition has a channel for it. */
export function findAgent(
  live: Pick<LiveGuest, 'doc'>,
  clock: Clock,
  open: ReadonlySet<string>,
): AgentLink | undefined {
  const channel = devicesOf(live.doc).channels.find(
    (candidate) => candidate.target.type === 'virtio' && candidate.target.name === agentPort,
  )
  const path = channel?.type === 'unix' ? channel.source?.path : undefined
  const alias = channel?.alias?.name
  if (path === undefined || alias === undefined) return undefined
  return new AgentLink({ alias, path, domain: live.doc.name, clock, connected: open.has(alias) })
}

/** The guest opened or closed its end of a channel. */
export function channelChanged({ services, guest, live }: Scene, alias: string, open: boolean): void {
  const channel = devicesOf(live.doc).channels.find((candidate) => candidate.alias?.name === alias)
  const name = channel && 'name' in channel.target ? channel.target.name : undefined
  if (name !== undefined) {
    emitEvent(services, guest, 'channelLifecycle', { channel: name, connected: open, reason: 'channel' })
  }
  if (live.agent?.alias !== alias || live.agent.connected === open) return
  live.agent.connected = open
  patch(services, guest, { agentConnected: open })
  emitEvent(services, guest, 'agentLifecycle', { connected: open, reason: 'channel' })
}
