import type { AgentContext } from './agent-context.ts'
import { BerReader } from './ber-reader.ts'
import { BerWriter } from './ber-writer.ts'
import type { Command, Scratch } from './command.ts'
import type { CommandResponder } from './command-responder.ts'
import type { CounterName, Counters } from './counters.ts'
import { wrapPdu } from './envelope.ts'
import type { AgentLimits } from './limits.ts'
import { RateLimit } from './rate-limit.ts'
import { type ReportName, reportOids } from './report-oids.ts'
import { pduTags, type Request } from './request.ts'
import { syntaxTags } from './syntax.ts'
import type { Peer, Transport } from './transport.ts'
import { type UsmEngine, verifyDigest } from './usm-engine.ts'
import { FLAG_AUTH, FLAG_PRIV, FLAG_REPORTABLE, MODEL_USM, UsmEnvelope } from './usm-envelope.ts'
import type { UsmUser } from './usm-user.ts'
import { type Range, V3Message } from './v3-message.ts'

/** What the processor works with. */
export interface UsmOptions {
  readonly counters: Counters
  readonly limits: AgentLimits
  readonly engine: UsmEngine
  readonly responder: CommandResponder
  readonly users: () => ReadonlyMap<string, UsmUser>
  readonly context: (name: string) => AgentContext | undefined
  readonly now: () => number
}

interface Arrival {
  readonly message: V3Message
  readonly packet: Buffer
  readonly peer: Peer
  readonly transport: Transport
  /** 0 noAuthNoPriv, 1 authNoPriv, 2 authPriv. */
  readonly level: number
}

// A digest and a decryption cost about as much as reading this many instances.
const CRYPTO_STEPS = 32

/** Takes in SNMPv3 messages: the checks of RFC 3412 and RFC 3414 in their order, and the reports they ask for. */
export class UsmProcessor {
  readonly #options: UsmOptions
  readonly #message = new V3Message()
  readonly #inner = new BerReader()
  readonly #reports: RateLimit
  readonly #writer = new BerWriter()

  constructor(options: UsmOptions) {
    this.#options = options
    this.#reports = new RateLimit(options.limits.reportsPerSecond, options.now)
  }

  /** Handles a message; the reader stands behind the version. Returns the work done. */
  receive(reader: BerReader, packet: Buffer, peer: Peer, transport: Transport): number {
    const message = this.#message
    if (!message.readHeader(reader)) return this.#count('snmpInASNParseErrs')
    if (message.model !== MODEL_USM) return this.#count('snmpUnknownSecurityModels')
    if ((message.flags & (FLAG_AUTH | FLAG_PRIV)) === FLAG_PRIV) return this.#count('snmpInvalidMsgs')
    if (!message.readSecurity(packet, this.#inner)) return this.#count('snmpInASNParseErrs')
    const arrival = { message, packet, peer, transport, level: levelOf(message.flags) }
    const user = this.#authenticate(arrival)
    if (user === undefined) return CRYPTO_STEPS
    if (!this.#openData(arrival, user)) return CRYPTO_STEPS
    return CRYPTO_STEPS + this.#deliver(arrival, user)
  }

  // ---- checks, in the order of RFC 3414, 3.2 ------------------------------------------------------------

  /** The sender, or undefined when a check failed and was reported. */
  #authenticate(arrival: Arrival): UsmUser | undefined {
    const { engine, users } = this.#options
    const { message, packet, level } = arrival
    if (!equals(packet, message.engineId, engine.id)) return this.#reject(arrival, 'usmStatsUnknownEngineIDs')
    const user = users().get(packet.toString('latin1', message.userName.start, message.userName.end))
    if (user === undefined) return this.#reject(arrival, 'usmStatsUnknownUserNames')
    const supported = (level < 1 || user.auth !== undefined) && (level < 2 || user.priv !== undefined)
    if (!supported) return this.#reject(arrival, 'usmStatsUnsupportedSecLevels')
    if (level === 0) return user
    if (!verifyDigest(user, packet, message.digest.start, message.digest.end)) {
      return this.#reject(arrival, 'usmStatsWrongDigests')
    }
    if (engine.inTimeWindow(message.boots, message.time)) return user
    return this.#reject(arrival, 'usmStatsNotInTimeWindows', user)
  }

  /** Sets the inner reader to the scoped PDU, decrypted if need be; false when it cannot be had. */
  #openData(arrival: Arrival, user: UsmUser): boolean {
    const { message, packet, level } = arrival
    if (message.encrypted !== (level === 2)) return this.#count('snmpInASNParseErrs') === 0
    this.#inner.reset(packet, message.data.start, message.data.end)
    if (level < 2) return true
    const plain = decrypt(user, message, packet)
    if (plain === undefined) {
      this.#reject(arrival, 'usmStatsDecryptionErrors', user)
      return false
    }
    this.#inner.reset(plain, 0, plain.length)
    return true
  }

  // ---- delivery -----------------------------------------------------------------------------------------

  #deliver(arrival: Arrival, user: UsmUser): number {
    const { responder, limits } = this.#options
    const { message } = arrival
    const reader = this.#inner
    const scratch = responder.take()
    const complete =
      message.readScope(reader) &&
      scratch.request.read(reader, limits.maxVariables) &&
      (reader.pos === reader.end || scratch.request.count > limits.maxVariables)
    if (!complete) {
      responder.release(scratch)
      return this.#count('snmpInASNParseErrs')
    }
    const command = this.#command(arrival, user, scratch)
    if (command !== undefined) return responder.handle(command)
    responder.release(scratch)
    return 1
  }

  #command(arrival: Arrival, user: UsmUser, scratch: Scratch): Command | undefined {
    const { engine, context } = this.#options
    const { message, peer, transport, level } = arrival
    const { request } = scratch
    const fail = (name: ReportName) => this.#reject(arrival, name, user, request)
    // The scoped PDU stands in the datagram or in what was decrypted of it.
    const { buffer } = request
    if (!served.has(request.pduTag)) return this.#notServed(request, fail)
    if (!equals(buffer, message.contextEngineId, engine.id)) return fail('snmpUnknownPDUHandlers')
    const name = octetsOf(buffer, message.contextName)
    const target = context(name.length === 0 ? '' : name.toString('utf8'))
    if (target === undefined) return fail('snmpUnknownContexts')
    return {
      scratch,
      v1: false,
      peer,
      transport,
      envelope: this.#envelope(arrival, user, level, name),
      context: target,
      requester: user.requester(level),
      grant: user.grant(level, target.name),
    }
  }

  #notServed(request: Request, fail: (name: ReportName) => undefined): undefined {
    const { counters } = this.#options
    if (request.pduTag === pduTags.response) counters.snmpInGetResponses++
    else if (request.pduTag === pduTags.trap) counters.snmpInTraps++
    else return fail('snmpUnknownPDUHandlers')
    return undefined
  }

  // ---- reports ------------------------------------------------------------------------------------------

  /** Counts a failed check and reports it to a sender that wants to know. */
  #reject(arrival: Arrival, name: ReportName, user?: UsmUser, request?: Request): undefined {
    this.#count(name)
    const { message, peer } = arrival
    if ((message.flags & FLAG_REPORTABLE) === 0) return undefined
    if (user === undefined && !this.#reports.take(peer.address)) {
      this.#count('reportsWithheld')
      return undefined
    }
    const requestId = request?.requestId ?? this.#plainRequestId(arrival)
    // Before the PDU is read the sender is known to be right about the user at the most: no privacy yet.
    const level = user === undefined ? 0 : request === undefined ? Math.min(arrival.level, 1) : arrival.level
    this.#sendReport(arrival, name, { user, level, requestId })
    return undefined
  }

  #sendReport(
    arrival: Arrival,
    name: ReportName,
    { user, level, requestId }: { user: UsmUser | undefined; level: number; requestId: number },
  ): void {
    const { counters } = this.#options
    const writer = this.#writer
    writer.reset()
    const mark = writer.begin(reportOids[name], scalarIndex)
    writer.unsigned(syntaxTags.Counter32, counters[name] >>> 0)
    writer.finish(mark)
    wrapPdu(writer, pduTags.report, requestId, 0, 0)
    this.#envelope(arrival, user, level, nothing).seal(writer)
    counters.snmpOutPkts++
    arrival.transport.send(writer, arrival.peer)
  }

  /** The request-id of a message whose sender is not known (yet), when it can be read. */
  #plainRequestId({ message, packet }: Arrival): number {
    if (message.encrypted) return 0
    const reader = this.#inner
    reader.reset(packet, message.data.start, message.data.end)
    if (!message.readScope(reader)) return 0
    reader.enter(reader.peek())
    return reader.integer()
  }

  #envelope(
    { message, packet }: Arrival,
    user: UsmUser | undefined,
    level: number,
    contextName: Uint8Array,
  ): UsmEnvelope {
    const { engine, limits } = this.#options
    return new UsmEnvelope({
      engine,
      msgId: message.msgId,
      maxMessage: message.maxSize,
      ownMaxMessage: limits.maxMessage,
      user,
      userName: octetsOf(packet, message.userName),
      level,
      contextName,
    })
  }

  #count(name: CounterName): number {
    this.#options.counters[name]++
    return 1
  }
}

const scalarIndex = [0]
const nothing = Buffer.alloc(0)
const served: ReadonlySet<number> = new Set([pduTags.get, pduTags.getNext, pduTags.getBulk, pduTags.set])

/** 0 noAuthNoPriv, 1 authNoPriv, 2 authPriv. */
function levelOf(flags: number): number {
  return (flags & FLAG_AUTH ? 1 : 0) + (flags & FLAG_PRIV ? 1 : 0)
}

function decrypt(user: UsmUser, message: V3Message, packet: Buffer): Buffer | undefined {
  const { priv, privKey } = user
  const salt = octetsOf(packet, message.salt)
  const cipher = octetsOf(packet, message.data)
  if (priv === undefined || salt.length !== 8 || cipher.length % priv.block !== 0) return undefined
  return priv.decrypt(privKey, message.boots, message.time, salt, cipher)
}

function octetsOf(buffer: Uint8Array, { start, end }: Range): Buffer {
  return Buffer.from(buffer.buffer, buffer.byteOffset + start, end - start)
}

function equals(buffer: Uint8Array, { start, end }: Range, expected: Uint8Array): boolean {
  if (end - start !== expected.length) return false
  for (let i = 0; i < expected.length; i++) if (buffer[start + i] !== expected[i]) return false
  return true
}
