import type { BerWriter } from './ber-writer.ts'
import type { ErrorStatus } from './error-status.ts'
import type { EngineLogger } from './module.ts'
import type { ColumnObject, ManagedObject, ObjectTree, ScalarObject } from './object-tree.ts'
import type { Oid } from './oid.ts'
import { prepareColumn } from './prepare.ts'
import { Repeater, type Step, type Walk } from './repeater.ts'
import { pduTags, type Request } from './request.ts'
import { type AnyValue, TAG_END_OF_MIB_VIEW, TAG_NO_SUCH_INSTANCE, TAG_NO_SUCH_OBJECT } from './syntax.ts'
import type { View } from './view.ts'

/** What a GET, GETNEXT or GETBULK is answered from, and its bounds. */
export interface ReadTask {
  readonly request: Request
  readonly writer: BerWriter
  readonly tree: ObjectTree
  readonly view: View
  readonly v1: boolean
  /** Most octets of the list of variables. */
  readonly maxOctets: number
  /** The same for a GETBULK, which would fill all that it gets; its first variable may take more. */
  readonly maxBulkOctets: number
  /** Most variables of a response to GETBULK. */
  readonly maxVariables: number
  /** Milliseconds that only grow. */
  readonly now: () => number
  /** Whether columns are asked to be ready; not when they have been asked already. */
  readonly prepare: boolean
  readonly log: EngineLogger
  /** Repeaters to use again; the run adds what it lacks. */
  readonly repeaters: Repeater[]
}

// Looking at the clock costs as much as half a variable.
const STEPS_PER_LOOK = 32

/**
 * One GET, GETNEXT or GETBULK: writes the variables of its response. `run` works until a deadline; when it returns
 * false, another call in a later turn of the event loop goes on.
 */
export class ReadRun implements Walk {
  status: ErrorStatus = 'noError'
  /** Number of the variable at fault, from 1. */
  errorIndex = 0
  /** Instances looked at so far: a measure of the work that a datagram causes. */
  steps = 0
  /** What has to be waited for, because columns are not ready: what was read is then worth nothing. */
  readonly waits: Promise<void>[] = []
  readonly tree: ObjectTree
  readonly view: View
  readonly skipCounter64: boolean
  readonly #task: ReadTask
  readonly #request: Request
  readonly #writer: BerWriter
  readonly #firstMark: number
  #next = 0
  #started = false
  #resumed = false
  #deadline = 0
  #untilLook = STEPS_PER_LOOK

  constructor(task: ReadTask) {
    this.#task = task
    this.#request = task.request
    this.#writer = task.writer
    this.tree = task.tree
    this.view = task.view
    this.skipCounter64 = task.v1
    this.#firstMark = task.writer.pos
  }

  /** Works on; true when the response is complete. What a function of a module throws is left to the caller. */
  run(deadline: number): boolean {
    this.#deadline = deadline
    const { pduTag } = this.#request
    const done =
      pduTag === pduTags.get ? this.#get() : pduTag === pduTags.getNext ? this.#getNext() : this.#getBulk()
    this.#resumed = true
    return done
  }

  /** Number of the variable that was in work, for the error index of a fault. */
  get current(): number {
    return Math.min(this.#next + 1, this.#request.count)
  }

  prepare(object: ColumnObject): void {
    if (!this.#task.prepare || object.column.prepare === undefined) return
    const wait = prepareColumn(object, this.#task.log)
    if (wait !== undefined) this.waits.push(wait)
  }

  expired(): boolean {
    this.steps++
    if (--this.#untilLook > 0) return false
    this.#untilLook = STEPS_PER_LOOK
    return this.#task.now() >= this.#deadline
  }

  // ---- GET ----------------------------------------------------------------------------------------------

  #get(): boolean {
    const { count } = this.#request
    while (this.#next < count && this.status === 'noError') {
      this.#getOne(this.#next)
      this.#next++
      if (this.expired()) return this.#next === count
    }
    return true
  }

  #getOne(i: number): void {
    const oid = this.#request.oids[i] as number[]
    const object = this.tree.find(oid)
    if (object === undefined || !this.#visible(object, oid)) this.#exception(i, TAG_NO_SUCH_OBJECT)
    else if (object.kind === 'hidden') this.#exception(i, TAG_NO_SUCH_INSTANCE)
    else this.#getInstance(i, object, oid)
  }

  #getInstance(i: number, object: ScalarObject | ColumnObject, oid: Oid): void {
    const value = object.kind === 'scalar' ? readScalar(object, oid) : this.#readCell(object, oid)
    const { syntax } = object
    if (value === undefined || (this.skipCounter64 && syntax === 'Counter64')) {
      this.#exception(i, TAG_NO_SUCH_INSTANCE)
      return
    }
    const { nameStarts, nameEnds, buffer } = this.#request
    const mark = this.#writer.beginRaw(buffer, nameStarts[i] as number, nameEnds[i] as number)
    this.#finish(mark, this.#writer.value(syntax, value))
  }

  #visible(object: ManagedObject, oid: Oid): boolean {
    const coverage = this.view.coverage(object)
    return coverage === 'some' ? this.view.includes(oid) : coverage === 'all'
  }

  #readCell(object: ColumnObject, oid: Oid): AnyValue | undefined {
    this.prepare(object)
    const index = oid.slice(object.oid.length)
    const row = object.rows.get(index)
    return row === undefined ? undefined : object.column.get(row, index)
  }

  #exception(i: number, tag: number): void {
    if (this.#task.v1) {
      this.#fail('noSuchName', i)
      return
    }
    const { nameStarts, nameEnds, buffer } = this.#request
    const mark = this.#writer.beginRaw(buffer, nameStarts[i] as number, nameEnds[i] as number)
    this.#writer.empty(tag)
    this.#finish(mark, true)
  }

  // ---- GETNEXT ------------------------------------------------------------------------------------------

  #getNext(): boolean {
    const { count } = this.#request
    while (this.#next < count && this.status === 'noError') {
      const step = this.#first(this.#next)
      if (step === 'pause') return false
      if (step === 'end' && this.#task.v1) this.#fail('noSuchName', this.#next)
      else this.#write(this.#repeater(0), step)
      this.#next++
      if (this.expired()) return this.#next === count
    }
    return true
  }

  /** Moves the first repeater to the successor of variable `i`. */
  #first(i: number): Step {
    const repeater = this.#repeater(0)
    if (!this.#started) this.#start(repeater, i)
    this.#started = true
    const step = repeater.move(this)
    if (step !== 'pause') this.#started = false
    return step
  }

  #start(repeater: Repeater, i: number): void {
    const { oids, nameStarts } = this.#request
    repeater.start(this.tree, oids[i] as number[])
    // Negative: the name is still the one in the request.
    repeater.nameStart = -1 - (nameStarts[i] as number)
    repeater.nameEnd = this.#request.nameEnds[i] as number
  }

  // ---- GETBULK ------------------------------------------------------------------------------------------

  /**
   * Non-repeaters and the first round are like a GETNEXT of several variables and may take several turns; further
   * rounds are added while there is room and time.
   */
  #getBulk(): boolean {
    const { count } = this.#request
    const single = Math.min(Math.max(this.#request.nonRepeaters, 0), count)
    const rounds = Math.max(this.#request.maxRepetitions, 0)
    const first = rounds > 0 ? count : single
    const limit = this.#task.maxVariables
    let live = false
    for (; this.#next < first; this.#next++) {
      if (this.#next >= limit) return true
      const repeater = this.#repeater(this.#next - single)
      if (!this.#started) this.#start(repeater, this.#next)
      this.#started = true
      const step = repeater.move(this)
      if (step === 'pause') return false
      this.#started = false
      if (!this.#write(repeater, step)) return true
      live ||= step === 'found'
      if (this.expired() && this.#next + 1 < first) {
        this.#next++
        return false
      }
    }
    // Cursors of an earlier turn are stale, and a request that took several has had its share.
    if (live && !this.#resumed && count > single) this.#rounds(count - single, rounds, limit)
    return true
  }

  #rounds(width: number, rounds: number, limit: number): void {
    const repeaters = this.#task.repeaters
    let written = this.#request.count
    for (let round = 1; round < rounds; round++) {
      let live = false
      for (let i = 0; i < width; i++) {
        if (++written > limit || this.expired()) return
        const repeater = repeaters[i] as Repeater
        const step = repeater.move(this)
        if (step === 'pause' || !this.#write(repeater, step)) return
        live ||= step === 'found'
      }
      // One round in which all are at the end says enough.
      if (!live) return
    }
  }

  // ---- common -------------------------------------------------------------------------------------------

  #repeater(i: number): Repeater {
    const at = Math.max(i, 0)
    const { repeaters } = this.#task
    let repeater = repeaters[at]
    if (repeater === undefined) {
      repeater = new Repeater()
      repeaters.push(repeater)
    }
    return repeater
  }

  /** Writes what a repeater found; false when there is no room for it. */
  #write(repeater: Repeater, step: Step): boolean {
    const writer = this.#writer
    if (step === 'end') {
      const inRequest = repeater.nameStart < 0
      const source = inRequest ? this.#request.buffer : writer.buffer
      const start = inRequest ? -1 - repeater.nameStart : repeater.nameStart
      const mark = writer.beginRaw(source, start, repeater.nameEnd)
      writer.empty(TAG_END_OF_MIB_VIEW)
      return this.#finish(mark, true)
    }
    // After 'found' there is an object with a value.
    const object = repeater.object as ScalarObject | ColumnObject
    const mark = writer.begin(object.encoded, repeater.index)
    const nameLength = writer.pos - mark - 2
    const fits = writer.value(object.syntax, repeater.value as AnyValue)
    const before = writer.pos
    if (!this.#finish(mark, fits)) return false
    // Long values move the name behind a longer header.
    repeater.nameStart = mark + 2 + (writer.pos - before)
    repeater.nameEnd = repeater.nameStart + nameLength
    return true
  }

  #finish(mark: number, fits: boolean): boolean {
    this.#writer.finish(mark)
    const bulk = this.#request.pduTag === pduTags.getBulk
    const { maxOctets, maxBulkOctets } = this.#task
    const most = bulk && mark > this.#firstMark ? Math.min(maxOctets, maxBulkOctets) : maxOctets
    if (fits && this.#writer.pos - this.#firstMark <= most) return true
    this.#writer.rollback(mark)
    if (!bulk || mark === this.#firstMark) this.#fail('tooBig', -1)
    return false
  }

  #fail(status: ErrorStatus, i: number): void {
    this.status = status
    this.errorIndex = i + 1
  }
}

function readScalar(object: ScalarObject, oid: Oid): AnyValue | undefined {
  const { length } = object.oid
  return oid.length === length + 1 && oid[length] === 0 ? object.scalar.get() : undefined
}
