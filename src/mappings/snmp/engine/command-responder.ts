import type { Clock } from '../../../core/lib/clock.ts'
import { BerWriter } from './ber-writer.ts'
import { type Command, Scratch } from './command.ts'
import type { Counters } from './counters.ts'
import { PDU_OVERHEAD, wrapPdu } from './envelope.ts'
import { type ErrorStatus, errorStatus, v1Status } from './error-status.ts'
import type { AgentLimits } from './limits.ts'
import type { EngineLogger } from './module.ts'
import { ReadRun } from './read-run.ts'
import { pduTags, type Request } from './request.ts'
import type { SetResponder } from './set-responder.ts'
import type { View } from './view.ts'

/** What the responder works with. */
export interface ResponderOptions {
  readonly counters: Counters
  readonly limits: AgentLimits
  readonly clock: Clock
  readonly log: EngineLogger
  readonly sets: SetResponder
}

interface Reading {
  readonly command: Command
  readonly writer: BerWriter
  readonly run: ReadRun
  readonly startedAt: number
}

/**
 * Answers commands. Reading is done in place and at once; a request that has to wait, for a module or for its next
 * turn, keeps its own scratch and buffer while others go on.
 */
export class CommandResponder {
  readonly #options: ResponderOptions
  readonly #now: () => number
  readonly #scratches: Scratch[] = []
  readonly #writers: BerWriter[] = []
  #waiting = 0
  #closed = false

  constructor(options: ResponderOptions) {
    this.#options = options
    this.#now = () => options.clock.monotonic()
  }

  /** Scratch for one request; it comes back with the command, or by `release`. */
  take(): Scratch {
    return this.#scratches.pop() ?? new Scratch()
  }

  /** Takes back the scratch of a request that is not answered. */
  release(scratch: Scratch): void {
    for (const repeater of scratch.repeaters) repeater.release()
    // A burst of waiting requests must not be held in memory for good.
    if (this.#scratches.length < 16) this.#scratches.push(scratch)
  }

  /** Answers nothing from now on. */
  close(): void {
    this.#closed = true
  }

  /** Answers a command, now or later; returns the work done so far, in instances looked at. */
  handle(command: Command): number {
    const { counters } = this.#options
    const { request } = command.scratch
    switch (request.pduTag) {
      case pduTags.get:
        counters.snmpInGetRequests++
        return this.#read(command)
      case pduTags.getNext:
        counters.snmpInGetNexts++
        return this.#read(command)
      case pduTags.getBulk:
        return this.#read(command)
      case pduTags.set:
        counters.snmpInSetRequests++
        return this.#set(command)
      default:
        this.release(command.scratch)
        return 1
    }
  }

  // ---- reading ------------------------------------------------------------------------------------------

  #read(command: Command): number {
    const { limits } = this.#options
    const { request } = command.scratch
    const view = command.grant?.read
    if (view === undefined) return this.#refuse(command, 'authorizationError', 0)
    if (request.count > limits.maxVariables) {
      if (request.pduTag !== pduTags.getBulk) return this.#refuse(command, 'tooBig', 0)
      request.count = limits.maxVariables
    }
    return this.#begin(command, view, true)
  }

  /** Waits for columns that are not ready, then reads all again. */
  #afterWait(reading: Reading): void {
    const { limits, clock, counters } = this.#options
    const { command, writer, run } = reading
    this.#keep(writer)
    if (this.#waiting >= limits.maxWaiting) {
      counters.snmpSilentDrops++
      this.release(command.scratch)
      return
    }
    this.#waiting++
    let over = false
    const go = () => {
      if (over) return
      over = true
      this.#waiting--
      cancel()
      this.#begin(command, run.view, false)
    }
    const cancel = clock.after(limits.prepareMs, go)
    void Promise.all(run.waits).then(go)
  }

  #begin(command: Command, view: View, prepare: boolean): number {
    const { limits, log } = this.#options
    const writer = this.#writer()
    const { scratch, envelope, context, v1 } = command
    const room = -envelope.overhead - PDU_OVERHEAD
    const run = new ReadRun({
      request: scratch.request,
      repeaters: scratch.repeaters,
      writer,
      tree: context.tree,
      view,
      v1,
      maxOctets: Math.min(limits.maxMessage, envelope.maxMessage) + room,
      maxBulkOctets: limits.bulkMessage + room,
      maxVariables: limits.maxVariables,
      now: this.#now,
      prepare,
      log,
    })
    return this.#work({ command, writer, run, startedAt: this.#now() })
  }

  #work(reading: Reading): number {
    const { command, run, writer } = reading
    const { limits } = this.#options
    const stepsBefore = run.steps
    try {
      const now = this.#now()
      if (now - reading.startedAt > limits.requestMs) {
        this.#fault(command, writer, run, new Error(`a request took more than ${limits.requestMs} ms`))
      } else if (!run.run(now + limits.sliceMs)) {
        setImmediate(() => this.#work(reading))
        return run.steps - stepsBefore
      } else if (run.waits.length > 0) {
        this.#afterWait(reading)
      } else {
        this.#finish(command, writer, run.status, run.errorIndex)
      }
    } catch (fault) {
      this.#fault(command, writer, run, fault)
    }
    return run.steps - stepsBefore
  }

  #fault(command: Command, writer: BerWriter, run: ReadRun, fault: unknown): void {
    this.#options.log.error('an object cannot be read', {
      oid: command.scratch.request.oids[run.current - 1]?.join('.'),
      error: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault),
    })
    this.#finish(command, writer, 'genErr', run.current)
  }

  // ---- writing ------------------------------------------------------------------------------------------

  #set(command: Command): number {
    const { limits, counters, sets } = this.#options
    const { request } = command.scratch
    if (request.count > limits.maxVariables) return this.#refuse(command, 'tooBig', 0)
    const variables = request.variables()
    if (variables === undefined) {
      counters.snmpInASNParseErrs++
      this.release(command.scratch)
      return request.count
    }
    if (command.grant === undefined) return this.#refuse(command, 'authorizationError', 0)
    const view = command.grant.write
    if (view === undefined) {
      if (command.requester.model !== 'usm') counters.snmpInBadCommunityUses++
      return this.#refuse(command, 'noAccess', Math.min(1, request.count))
    }
    if (this.#waiting >= limits.maxWaiting) {
      counters.snmpSilentDrops++
      this.release(command.scratch)
      return request.count
    }
    this.#waiting++
    void sets.run({ command, variables, view }).then((result) => {
      this.#waiting--
      this.#refuse(command, result.status, result.index)
    })
    return request.count
  }

  // ---- answers ------------------------------------------------------------------------------------------

  #writer(): BerWriter {
    const writer = this.#writers.pop() ?? new BerWriter()
    writer.reset()
    return writer
  }

  #keep(writer: BerWriter): void {
    if (this.#writers.length < 4) this.#writers.push(writer)
  }

  /** Answers without reading: with a status and, where the protocol wants it, the variables of the request. */
  #refuse(command: Command, status: ErrorStatus, index: number): number {
    const writer = this.#writer()
    const { request } = command.scratch
    writer.raw(request.buffer, request.listStart, request.listEnd)
    this.#finish(command, writer, status, index)
    return request.count
  }

  #finish(command: Command, writer: BerWriter, status: ErrorStatus, index: number): void {
    this.#send(command, writer, status, index)
    this.#keep(writer)
    this.release(command.scratch)
  }

  #send(command: Command, writer: BerWriter, status: ErrorStatus, index: number): void {
    if (this.#closed) return
    const { counters, limits } = this.#options
    const { envelope, v1 } = command
    const { request } = command.scratch
    const inWords = v1 ? v1Status[status] : status
    if (status !== 'noError') {
      writer.reset()
      if (v1 || status !== 'tooBig') writer.raw(request.buffer, request.listStart, request.listEnd)
    }
    wrapPdu(writer, pduTags.response, request.requestId, errorStatus[inWords], index)
    envelope.seal(writer)
    if (writer.length > Math.min(limits.maxMessage, envelope.maxMessage)) {
      if (status === 'tooBig') counters.snmpSilentDrops++
      else this.#send(command, writer, 'tooBig', 0)
      return
    }
    this.#count(request, inWords)
    command.transport.send(writer, command.peer)
  }

  #count(request: Request, status: ErrorStatus): void {
    const { counters } = this.#options
    counters.snmpOutGetResponses++
    counters.snmpOutPkts++
    if (status === 'noError') {
      if (request.pduTag === pduTags.set) counters.snmpInTotalSetVars += request.count
      else counters.snmpInTotalReqVars += request.count
    } else if (status === 'tooBig') counters.snmpOutTooBigs++
    else if (status === 'noSuchName') counters.snmpOutNoSuchNames++
    else if (status === 'badValue') counters.snmpOutBadValues++
    else if (status === 'genErr') counters.snmpOutGenErrs++
  }
}
