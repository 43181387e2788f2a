import type { DomainDoc } from '../../../core/config/index.ts'
import type { QmpClient } from '../../../qmp/index.ts'
import type { TransitionName } from '../../shared/domain-states.ts'
import type { HeldStreams } from '../../shared/held-streams.ts'
import type { ProcessIdentity } from '../host/process-table.ts'
import type { AgentLink } from './agent-link.ts'

/** What the host holds for a running guest and must be given back when it ends. */
export interface HostResources {
  /** Tap devices made for it. */
  readonly taps: string[]
  /** Ports of displays handed out to it. */
  readonly ports: number[]
}

/** A running guest: its process, its monitor and what was made for it. */
export interface LiveGuest {
  readonly id: number
  readonly process: ProcessIdentity
  /** Directory of its sockets and secrets, gone when it ends. */
  readonly dir: string
  readonly startedAt: number
  readonly resources: HostResources
  /** File that the first serial console writes to. */
  readonly consoleLog: string | undefined
  monitor: QmpClient
  agent: AgentLink | undefined
  /** Consoles and channels that are open. */
  readonly streams: HeldStreams
  /** The definition as it runs: addresses, ports, devices attached meanwhile. */
  doc: DomainDoc
  /** Memory that the balloon leaves to the guest, in KiB. */
  memory: bigint
  /** Thread of each virtual processor that is online. */
  vcpuThreads: ReadonlyMap<number, number>
  /** For each disk by its target the number of its block nodes. */
  readonly diskNodes: Map<string, number>
  /** Addresses that the guest gave its interfaces, by alias, where they differ from the definition. */
  readonly guestMacs: Map<string, string>
  /** Number of the next pair of block nodes; never used twice in the life of a guest. */
  nextNode: number
  /** Says for the next STOP or RESUME what it is about; without it, a command of somebody else. */
  cause: TransitionName | 'quiet' | undefined
  /** The next power-off is a reboot that was asked for. */
  fakeReboot: boolean
  /** A power-off or the end of the emulator was announced. */
  shutdownSeen: boolean
  /** Set once somebody ends it: by then losing the monitor is no news. */
  ending: TransitionName | undefined
  /** The one run of the clean-up. */
  finished: Promise<void> | undefined
  /** File systems are frozen. */
  frozen: boolean
}
