import type { Clock } from '../../../core/lib/clock.ts'
import type { AccessControl } from './access-control.ts'
import type { AgentContext } from './agent-context.ts'
import { CommandResponder } from './command-responder.ts'
import type { Counters } from './counters.ts'
import { Inbox } from './inbox.ts'
import type { AgentLimits } from './limits.ts'
import { MessageProcessor } from './message-processor.ts'
import type { EngineLogger } from './module.ts'
import { SetResponder } from './set-responder.ts'
import type { UsmEngine } from './usm-engine.ts'
import { UsmProcessor } from './usm-processor.ts'
import type { UsmUser } from './usm-user.ts'

/** What datagrams are handled with. */
export interface ReceiverOptions {
  readonly counters: Counters
  readonly limits: AgentLimits
  readonly clock: Clock
  readonly log: EngineLogger
  readonly engine: UsmEngine
  readonly access: () => AccessControl
  readonly users: () => ReadonlyMap<string, UsmUser>
  readonly context: (name: string) => AgentContext | undefined
}

/** The way of a datagram through the agent. */
export interface Receiver {
  /** Where sockets put datagrams. */
  readonly inbox: Inbox
  /** Handles one datagram at once. */
  readonly processor: MessageProcessor
  readonly responder: CommandResponder
}

/** Puts the parts together that take a datagram from the socket to its answer. */
export function createReceiver(options: ReceiverOptions): Receiver {
  const { counters, limits, clock, log, context } = options
  const sets = new SetResponder({ clock, limits, log })
  const responder = new CommandResponder({ counters, limits, clock, log, sets })
  const now = () => clock.monotonic()
  const usm = new UsmProcessor({ ...options, responder, now })
  const processor = new MessageProcessor({ ...options, responder, usm, context })
  const inbox = new Inbox((packet, peer, transport) => processor.receive(packet, peer, transport))
  return { inbox, processor, responder }
}
