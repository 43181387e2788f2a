import type { AgentContext } from './agent-context.ts'
import type { Envelope } from './envelope.ts'
import type { Repeater } from './repeater.ts'
import { Request } from './request.ts'
import type { Requester } from './requester.ts'
import type { Peer, Transport } from './transport.ts'
import type { Grant } from './vacm.ts'

/** What decoding and walking need, used for one request after another. */
export class Scratch {
  readonly request = new Request()
  readonly repeaters: Repeater[] = []
}

/** A request that security has let in. */
export interface Command {
  readonly scratch: Scratch
  readonly v1: boolean
  readonly peer: Peer
  readonly transport: Transport
  readonly envelope: Envelope
  readonly context: AgentContext
  readonly requester: Requester
  /** Undefined when no rule of access control speaks for the sender. */
  readonly grant: Grant | undefined
}
