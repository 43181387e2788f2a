import type { Caller } from '../../core/access/caller.ts'
import { VirtError } from '../../core/errors/index.ts'
import { manyListeners } from '../../core/lib/abort.ts'
import type { Logger } from '../../core/log/logger.ts'
import type { Authenticator, Peer } from '../auth/authenticator.ts'
import type { ClientSession } from '../binding.ts'
import type { QemuEvents, RemoteEvents } from '../wire/generated/types.ts'
import {
  encodeArgs,
  MessageStatus,
  MessageType,
  type Packet,
  packet,
  procedureByName,
  programs,
} from '../wire/index.ts'
import { CallRunner } from './call-runner.ts'
import { ClientLink, type LinkParts } from './client-link.ts'
import { ClientStreams } from './client-streams.ts'
import type { ServerContext } from './context.ts'
import type { Door } from './door.ts'
import type { InputBudget } from './input-budget.ts'
import { Intake, type Taken } from './intake.ts'
import { findConnection } from './open-connection.ts'
import type { OwnSession } from './own-calls.ts'
import { refusals } from './refusals.ts'
import { SharedState } from './shared-state.ts'

/** What a session is made of. */
export interface SessionParts extends Pick<LinkParts, 'socket' | 'native'> {
  readonly door: Door
  readonly peer: Peer
  readonly authenticator: Authenticator
  readonly log: Logger
  /** Bounds what is kept of what all clients send. */
  readonly input: InputBudget
  /** The client has said who it is. */
  known(): void
  /** The client is gone. */
  gone(): void
}

/** Octets of events that a client may leave unread. */
const eventBacklog = 16 * 1024 * 1024
/** Nobody needs more to say who it is: the longest data of SASL, which takes 4 octets for each, and what is around it. */
const longestAnonymous = 4 * 65_536 + 4096
/** Serial of every event. */
const eventSerial = 1

/** One client of the server, from the first octet to the last. */
export class RpcSession implements ClientSession, OwnSession {
  readonly authenticator: Authenticator
  readonly #parts: SessionParts
  readonly #link: ClientLink
  readonly #intake: Intake
  readonly #streams = new ClientStreams()
  readonly #state = new SharedState<ClientSession>(this)
  #abort: AbortController | undefined
  readonly #runner: CallRunner
  #proceeding = false
  #kept = 0
  #readOnly: boolean
  #opened: string | undefined
  #caller: Caller | undefined
  #cancelAuth: () => void

  constructor(parts: SessionParts) {
    const { socket, native, door, peer } = parts
    const { clock, limits } = door.context
    this.#parts = parts
    this.#readOnly = peer.readOnly
    this.authenticator = parts.authenticator
    this.#link = new ClientLink(
      { socket, native, clock, limits, longest: () => this.#longest },
      {
        packet: (next) => this.#packet(next),
        kept: () => this.#count(),
        closed: (reason) => this.#closed(reason),
        resumed: () => this.#proceed(),
      },
    )
    this.#intake = new Intake({
      limits,
      work: (taken, done) => this.#work(taken, done),
      over: () => this.#proceed(),
      full: () => this.#link.outbox.full,
    })
    this.#runner = new CallRunner({
      session: this,
      door,
      link: this.#link,
      streams: this.#streams,
      log: parts.log,
      answeredOwn: () => this.#learn(),
    })
    this.#cancelAuth = clock.after(limits.authWait, () => this.close('it does not say who it is'))
    this.#learn()
  }

  get context(): ServerContext {
    return this.#parts.door.context
  }

  get peer(): Peer {
    return this.#parts.peer
  }

  get opened(): string | undefined {
    return this.#opened
  }

  get secure(): boolean {
    return this.peer.transport !== 'tcp'
  }

  get readOnly(): boolean {
    return this.#readOnly
  }

  /** Who the client is; undefined until it has said so. */
  get caller(): Caller | undefined {
    return this.#caller
  }

  get ended(): AbortSignal {
    if (!this.#abort) {
      this.#abort = manyListeners(new AbortController())
      if (this.#link.closed) this.#abort.abort(goneError())
    }
    return this.#abort.signal
  }

  push<E extends keyof RemoteEvents & string>(program: 'remote', event: E, body: RemoteEvents[E]): void
  push<E extends keyof QemuEvents & string>(program: 'qemu', event: E, body: QemuEvents[E]): void
  push(program: 'remote' | 'qemu', event: string, body: unknown): void {
    const procedure = procedureByName(program, event)?.entry.number ?? 0
    const header = {
      program: programs[program].number,
      procedure,
      type: MessageType.MESSAGE,
      serial: eventSerial,
      status: MessageStatus.OK,
    }
    this.pushPacket(packet(header, encodeArgs(program, event, body)))
  }

  pushPacket(bytes: Uint8Array): void {
    if (this.#link.closed) return
    if (this.#link.outbox.backlog > eventBacklog) this.close('it does not read its events')
    else this.#link.outbox.send(bytes)
  }

  state<T>(make: (session: ClientSession) => T): T {
    return this.#state.get(make)
  }

  open(name: string | null, readOnly: boolean): void {
    const caller = this.#caller
    if (!caller) throw refusals.notAuthenticated()
    const reading = { ...caller, classes: caller.classes.filter((access) => access === 'read') }
    const by = readOnly || this.peer.readOnly ? reading : caller
    this.#opened = findConnection(this.context, name, by).connection
    this.#caller = by
    this.#readOnly = by === reading
    this.#parts.log.debug('a connection was opened', { client: this.peer.address, connection: this.#opened })
  }

  startKeepalive(): void {
    this.#link.startKeepalive()
  }

  receiveFiles(): boolean {
    // No call that only reads takes any, so that none are received that nobody asks for.
    if (this.#readOnly) return this.#parts.native !== undefined
    return this.#link.receiveDescriptors()
  }

  leave(): void {
    this.#runner.leave()
  }

  /** Calls and packets of streams that are worked on. */
  get busy(): number {
    return this.#intake.busy
  }

  /** Octets that the client has not taken yet. */
  get backlog(): number {
    return this.#link.outbox.backlog
  }

  /** Takes nothing more from the client. */
  hold(): void {
    this.#link.hold()
  }

  /** Ends the session at once. */
  close(reason: string): void {
    this.#link.close(reason)
  }

  /** Ends the session once what is on its way is sent. */
  finish(reason: string): Promise<void> {
    return this.#link.finish(reason)
  }

  #packet(next: Packet): void {
    const { program, type, procedure } = next.header
    if (program === programs.keepalive.number && type === MessageType.MESSAGE) {
      this.#link.answerPing(procedure)
      // Who asks on and on without reading the answers waits like anybody else.
      this.#link.paused = this.#intake.sated
      return
    }
    if (type === MessageType.STREAM && this.#streams.abandoned(next)) return
    this.#intake.take({ packet: next, files: this.#link.takeDescriptors(next.descriptors) })
    this.#link.paused = this.#intake.sated
  }

  #work({ packet: next, files }: Taken, done: () => void): void {
    const { type } = next.header
    if (type === MessageType.CALL || type === MessageType.CALL_WITH_FDS) {
      this.#runner.receive(next, files, done)
      return
    }
    this.#link.closeDescriptors(files)
    const isStream = type === MessageType.STREAM || type === MessageType.STREAM_HOLE
    const taken = isStream ? this.#streams.receive(next) : undefined
    if (taken) void taken.then(done)
    else done()
  }

  /** Says what is kept for this client, if that has changed. */
  #count(): void {
    const kept = this.#link.closed ? 0 : this.#link.kept + this.#intake.kept
    if (kept === this.#kept) return
    this.#kept = kept
    this.#parts.input.set(this, kept)
  }

  /** Octets of the longest packet that the client may send now. */
  get #longest(): number {
    const { maxMessageSize } = this.context.limits
    return this.#caller ? maxMessageSize : Math.min(maxMessageSize, longestAnonymous)
  }

  /** Goes on with what waits. */
  #proceed(): void {
    if (this.#proceeding || this.#link.closed) return
    this.#proceeding = true
    if (!this.#link.held) this.#intake.next()
    this.#proceeding = false
    this.#count()
    this.#link.paused = this.#intake.sated
  }

  /** Finds out whether authentication has told who the client is. */
  #learn(): void {
    const { caller } = this.authenticator
    if (this.#caller || !caller) return
    this.#caller = caller
    this.#cancelAuth()
    this.#parts.known()
  }

  #closed(reason: string): void {
    const { log, peer, gone } = this.#parts
    this.#cancelAuth()
    this.#abort?.abort(goneError())
    this.#streams.lost(goneError())
    for (const { files } of this.#intake.drop()) this.#link.closeDescriptors(files)
    this.#runner.drop()
    this.#count()
    log.debug('a client is gone', { client: peer.address, caller: this.#caller?.id, reason })
    gone()
  }
}

function goneError(): VirtError {
  return new VirtError('operationAborted', 'the client that asked for it is gone', { domain: 'rpc' })
}
