import type { AccessControl } from './access-control.ts'
import type { AgentContext } from './agent-context.ts'
import { BerReader } from './ber-reader.ts'
import type { CommandResponder } from './command-responder.ts'
import type { Counters } from './counters.ts'
import { CommunityEnvelope } from './envelope.ts'
import type { AgentLimits } from './limits.ts'
import { pduTags } from './request.ts'
import type { Peer, Transport } from './transport.ts'
import type { UsmProcessor } from './usm-processor.ts'

/** What the processor works with. */
export interface ProcessorOptions {
  readonly counters: Counters
  readonly limits: AgentLimits
  readonly responder: CommandResponder
  readonly usm: UsmProcessor
  readonly access: () => AccessControl
  readonly context: (name: string) => AgentContext | undefined
}

const VERSION_1 = 0
const VERSION_2C = 1
const VERSION_3 = 3

/**
 * Takes datagrams in: finds out their version and who sent them, and hands what is let in to the responder.
 *
 *     Message ::= SEQUENCE { version INTEGER, ... }
 */
export class MessageProcessor {
  readonly #options: ProcessorOptions
  readonly #reader = new BerReader()

  constructor(options: ProcessorOptions) {
    this.#options = options
  }

  /** Handles one datagram; returns the work it took, in instances looked at. Never throws. */
  receive(packet: Buffer, peer: Peer, transport: Transport): number {
    const { counters, usm } = this.#options
    counters.snmpInPkts++
    const reader = this.#reader
    reader.reset(packet, 0, packet.length)
    if (reader.enter(0x30) !== packet.length) reader.fail()
    const version = reader.integer()
    if (reader.failed) return this.#malformed()
    if (version === VERSION_3) return usm.receive(reader, packet, peer, transport)
    if (version === VERSION_1 || version === VERSION_2C) {
      return this.#receiveCommunity(version, packet, peer, transport)
    }
    counters.snmpInBadVersions++
    return 1
  }

  #receiveCommunity(version: number, packet: Buffer, peer: Peer, transport: Transport): number {
    const { access, counters, responder, limits, context } = this.#options
    const reader = this.#reader
    const start = reader.octets()
    const end = reader.pos
    if (reader.failed) return this.#malformed()
    const community = access().communities.find(packet, start, end, peer.address)
    if (community === undefined) {
      counters.snmpInBadCommunityNames++
      return 1
    }
    const scratch = responder.take()
    const v1 = version === VERSION_1
    if (!scratch.request.read(reader, limits.maxVariables) || !isServed(scratch.request.pduTag, v1)) {
      responder.release(scratch)
      return this.#notServed(scratch.request.pduTag)
    }
    const target = context(community.contextName)
    if (target === undefined) {
      counters.snmpUnavailableContexts++
      responder.release(scratch)
      return 1
    }
    const envelope = new CommunityEnvelope(version, packet, start, end)
    const { requester, grant } = v1 ? community.v1 : community.v2c
    return responder.handle({ scratch, v1, peer, transport, envelope, context: target, requester, grant })
  }

  /** Counts what was dropped by its kind: malformed, or a PDU that an agent does not take. */
  #notServed(tag: number): number {
    const { counters } = this.#options
    if (tag === pduTags.response) counters.snmpInGetResponses++
    else if (tag === pduTags.trap || tag === pduTags.trapV1 || tag === pduTags.inform) counters.snmpInTraps++
    else return this.#malformed()
    return 1
  }

  #malformed(): number {
    this.#options.counters.snmpInASNParseErrs++
    return 1
  }
}

function isServed(tag: number, v1: boolean): boolean {
  return (
    tag === pduTags.get || tag === pduTags.getNext || tag === pduTags.set || (tag === pduTags.getBulk && !v1)
  )
}
