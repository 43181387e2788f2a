import { toVirtError, VirtError } from '../../core/errors/index.ts'
import type { Logger } from '../../core/log/logger.ts'
import { errorDomainOf } from '../bindings/missing.ts'
import {
  type BodyWriter,
  decodeArgs,
  encodeError,
  encodeRet,
  type Header,
  MessageStatus,
  MessageType,
  type Packet,
  PROTOCOL_VERSION,
  packet,
} from '../wire/index.ts'
import { RpcCall } from './call.ts'
import type { ClientLink } from './client-link.ts'
import { type ClientStreams, dropStream } from './client-streams.ts'
import type { CallHandler } from './context.ts'
import type { Door, ServedProgram } from './door.ts'
import { longAnswer, writeInPieces } from './long-answer.ts'
import { refusals } from './refusals.ts'
import { holds, type Route } from './routes.ts'
import type { RpcSession } from './session.ts'
import type { Work } from './work-slots.ts'

/** What calls are run with. */
export interface RunnerParts {
  readonly session: RpcSession
  readonly door: Door
  readonly link: ClientLink
  readonly streams: ClientStreams
  readonly log: Logger
  /** A call that the session answers itself is over. */
  answeredOwn(): void
}

/** A call that is worked on. */
interface Running {
  readonly header: Header
  readonly route: Route<CallHandler>
  readonly args: unknown
  /** Descriptors that came with it. */
  readonly files: readonly number[]
  call?: RpcCall
  done(): void
}

/** More than any client shows at the same time, and few enough that none can take all descriptors of the process. */
const mostStreams = 256

/** Runs the calls of one client: finds what answers them, and sends what it answers. */
export class CallRunner {
  readonly #parts: RunnerParts
  /** Calls that wait for a slot, with the work that they wait as. */
  readonly #waiting = new Map<Running, Work>()
  #leaving = false

  constructor(parts: RunnerParts) {
    this.#parts = parts
  }

  /** The client is let go once the reply to the call that runs is sent. */
  leave(): void {
    this.#leaving = true
  }

  /** Takes a call; `done` is called when it is answered. */
  receive({ header, body }: Packet, files: readonly number[], done: () => void): void {
    try {
      const program = this.#programOf(header)
      const route = this.#routeOf(header, program)
      const args = decodeArgs(route.program, route.name, body)
      const running: Running = { header, route, args, files, done }
      const own = Object.hasOwn(program.own, route.name) ? program.own[route.name] : undefined
      if (own) void this.#run(running, () => own(this.#parts.session, args))
      else this.#queue(running)
    } catch (thrown) {
      this.#sendError(header, toVirtError(thrown))
      this.#parts.link.closeDescriptors(files)
      done()
    }
  }

  /** The client is gone: what has not begun is not kept for it. */
  drop(): void {
    const { slots } = this.#parts.door.context
    for (const [running, work] of this.#waiting) {
      slots.forget(work)
      this.#end(running)
    }
    this.#waiting.clear()
  }

  #queue(running: Running): void {
    const work = () => {
      this.#waiting.delete(running)
      return this.#run(running, () => this.#handle(running))
    }
    const { slots } = this.#parts.door.context
    if (slots.run(running.route.entry.high === true, work)) this.#waiting.set(running, work)
  }

  #programOf(header: Header): ServedProgram {
    const program = this.#parts.door.programs.get(header.program)
    if (program && header.version === PROTOCOL_VERSION) return program
    throw refusals.program(header)
  }

  #routeOf(header: Header, { routes }: ServedProgram): Route<CallHandler> {
    if (header.status !== MessageStatus.OK) throw refusals.status(header)
    const route = routes.get(header.procedure)
    if (!route) throw refusals.procedure(header)
    if (!this.#parts.session.caller && !route.entry.beforeAuth) throw refusals.notAuthenticated()
    return route
  }

  #handle(running: Running): unknown {
    const { session, door } = this.#parts
    const { route, args, files } = running
    const { opened: connection, caller } = session
    if (connection === undefined || !caller) throw refusals.notOpen()
    if (session.readOnly && isRefused(route, args)) throw refusals.readOnly(route)
    if (!route.handler) throw refusals.noSupport(route)
    const call = new RpcCall({ context: door.context, session, connection, caller, route, args, files })
    running.call = call
    call.checkHost()
    return route.handler(call, args)
  }

  /** Does the work of a call; undefined when it was over at once. */
  #run(running: Running, work: () => unknown): Promise<void> | undefined {
    try {
      if (this.#parts.link.closed) throw this.#parts.session.ended.reason
      const result = work()
      if (isPromise(result)) return this.#wait(running, result)
      this.#answer(running, result)
    } catch (thrown) {
      this.#refuse(running, thrown)
    }
    this.#end(running)
    return undefined
  }

  async #wait(running: Running, result: Promise<unknown>): Promise<void> {
    try {
      const value = await result
      const long = longAnswer(value)
      const { clock } = this.#parts.session.context
      this.#answer(running, value, long && (await writeInPieces(running.route, long, clock)))
    } catch (thrown) {
      this.#refuse(running, thrown)
    }
    this.#end(running)
  }

  #answer(running: Running, result: unknown, written?: BodyWriter): void {
    const { header, route, call } = running
    // A stream is known before the reply goes out, so that nothing of it can be early.
    const body = written ?? encodeRet(route.program, route.name, result)
    if (call?.opened) this.#sendWithStream(running, call, body)
    else this.#send(header, MessageStatus.OK, body, call?.files)
    if (!call) this.#answeredOwn()
  }

  #sendWithStream({ header, route }: Running, call: RpcCall, body: BodyWriter): void {
    const { streams, link, session } = this.#parts
    const stream = call.opened
    if (!stream) return
    if (streams.size >= mostStreams) {
      throw new VirtError('resourceBusy', `${mostStreams} streams of this client are open`, { domain: 'rpc' })
    }
    if (link.closed || streams.has(header.serial)) {
      throw new VirtError('invalidArg', `serial ${header.serial} is that of an open stream`, {
        domain: 'rpc',
      })
    }
    const bytes = replyPacket(header, MessageStatus.OK, body)
    const { program, procedure, serial } = header
    const { sparseFlag, stream: direction } = route.entry
    const transport = streams.add({
      stream,
      clock: session.context.clock,
      program,
      procedure,
      serial,
      sends: direction !== 'toServer',
      holes: sparseFlag !== undefined && holds({ set: sparseFlag }, call.args),
      send: (chunk) => link.outbox.sent(chunk),
      explain: (thrown) => this.#explain(thrown, route, call),
    })
    link.outbox.send(bytes)
    session.context.log.debug('a stream was opened', { client: session.peer.address, procedure: route.name })
    transport.start()
  }

  #answeredOwn(): void {
    this.#parts.answeredOwn()
    if (this.#leaving) void this.#parts.link.finish('it said goodbye')
  }

  #refuse({ header, route, call }: Running, thrown: unknown): void {
    const error = this.#explain(thrown, route, call)
    const { link, session, log } = this.#parts
    if (call?.opened) void dropStream(call.opened, error)
    if (call) link.closeDescriptors(call.files)
    if (link.closed) return
    const { code, message } = error
    log.debug('a call failed', { client: session.peer.address, procedure: route.name, code, reason: message })
    this.#sendError(header, error)
  }

  #end({ call, files, done }: Running): void {
    this.#parts.link.closeDescriptors(call ? call.takeFiles() : files)
    done()
  }

  #send(header: Header, status: number, body: BodyWriter, files: readonly number[] = []): void {
    const { link, session } = this.#parts
    const bytes = replyPacket(header, status, body, files.length)
    if (files.length === 0) link.outbox.send(bytes)
    else link.sendDescriptors(bytes, files, session.ended)
  }

  #sendError(header: Header, error: VirtError): void {
    this.#send(header, MessageStatus.ERROR, encodeError(error))
  }

  /** The error that a client is told of whatever was thrown. */
  #explain(thrown: unknown, route: Route, call: RpcCall | undefined): VirtError {
    if (!(thrown instanceof VirtError)) {
      const { log, session } = this.#parts
      log.error('internal fault in a call', {
        client: session.peer.address,
        procedure: route.name,
        error: thrown,
      })
      const message = `internal error: ${route.entry.api ?? route.name} broke off by an internal fault; the log of the gateway has the details`
      return new VirtError('internalError', message, { domain: 'rpc', cause: thrown })
    }
    if (thrown.code === 'noSupport' && !thrown.message.startsWith('this function is not')) {
      return refusals.noSupport(route)
    }
    if (thrown.domain !== 'none' || !call) return thrown
    return new VirtError(thrown.code, thrown.message, { domain: domainOf(call), cause: thrown })
  }
}

/** Whether a call is refused on a connection that only reads. */
function isRefused({ refusal }: Route, args: unknown): boolean {
  if (refusal === 'never') return false
  return refusal === 'always' || holds(refusal, args)
}

function replyPacket(
  { program, procedure, serial }: Header,
  status: number,
  body: BodyWriter,
  files = 0,
): Buffer {
  const type = files > 0 ? MessageType.REPLY_WITH_FDS : MessageType.REPLY
  return packet({ program, procedure, type, serial, status, descriptors: files }, body)
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise
}

function domainOf(call: RpcCall): VirtError['domain'] {
  try {
    return errorDomainOf(call, 'host')
  } catch {
    return 'rpc'
  }
}
