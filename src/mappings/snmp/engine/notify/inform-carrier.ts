import { MAX_MESSAGE } from '../ber-writer.ts'
import { wrapPdu } from '../envelope.ts'
import { formatOid } from '../oid.ts'
import { pduTags } from '../request.ts'
import type { UsmKeys } from '../usm-user.ts'
import { type Answer, AnswerReader } from './answers.ts'
import { type Carrier, type CarrierOptions, messageOf } from './carrier.ts'
import { RemoteEngine } from './remote-engine.ts'
import { communityEnvelope, fittingKeys, levelNumber, usmEnvelope } from './security.ts'
import { formatTarget } from './target.ts'
import { TargetLink } from './target-link.ts'
import type { Queued } from './target-queue.ts'

/** Most informs that wait for an answer at a time. */
const WINDOW = 32
const MOST_WAIT_MS = 60_000

/** One message that waits for its answer. */
interface Pending {
  /** The inform; undefined for a discovery. */
  readonly item: Queued | undefined
  readonly tries: number
  /** How often it was sent again because of the receiver's clock alone. */
  readonly corrections: number
  readonly cancelTimer: () => void
}

/**
 * Sends informs until they are answered: some at a time, again after longer and longer waits, and while the target is
 * dead only one. With SNMPv3 the engine of the receiver is found out first.
 */
export class InformCarrier implements Carrier {
  readonly #options: CarrierOptions
  readonly #link: TargetLink
  readonly #answers = new AnswerReader()
  readonly #pending = new Map<number, Pending>()
  readonly #engine: RemoteEngine
  readonly #community: Buffer
  #reachable = true

  constructor(options: CarrierOptions) {
    const { queue, clock } = options
    this.#options = options
    this.#engine = new RemoteEngine(clock)
    this.#community = Buffer.from(queue.config.community ?? '')
    this.#link = new TargetLink(queue.config, clock, {
      opened: () => this.pump(),
      received: (packet) => this.#receive(packet),
      failed: (error) => {
        queue.stats.lastError = error.message
      },
    })
  }

  get reachable(): boolean {
    return this.#reachable
  }

  get underWay(): number {
    return this.#pending.size
  }

  pump(): void {
    const { queue } = this.#options
    const window = this.#reachable ? WINDOW : 1
    while (queue.length > 0 && this.#pending.size < window) {
      const { socket } = this.#link
      if (!socket) return
      if (this.#mustDiscover) {
        if (this.#pending.size === 0) this.#send(undefined, 0, 0)
        return
      }
      this.#send(queue.shift(), 0, 0)
    }
  }

  close(why: string): void {
    const { queue } = this.#options
    for (const { item, cancelTimer } of this.#pending.values()) {
      cancelTimer()
      if (item) queue.drop(item, 'closed', why)
    }
    this.#pending.clear()
    this.#link.close()
  }

  get #mustDiscover(): boolean {
    return this.#options.queue.config.version === 'v3' && !this.#engine.known
  }

  // ---- sending ------------------------------------------------------------------------------------------

  #send(item: Queued | undefined, tries: number, corrections: number): void {
    const { queue, writer, counters, nextId, clock } = this.#options
    const { socket } = this.#link
    if (!socket) {
      if (item) queue.unshift(item)
      return
    }
    const id = nextId()
    const fault = item ? this.#buildInform(item, id) : this.#buildDiscovery(id)
    if (fault !== undefined) {
      if (item) queue.drop(item, fault.kind, fault.why)
      return
    }
    const wait = Math.min(MOST_WAIT_MS, queue.config.timeout * 2 ** tries)
    const cancelTimer = clock.after(wait, () => this.#unanswered(id))
    this.#pending.set(id, { item, tries, corrections, cancelTimer })
    counters.snmpOutPkts++
    if (item && tries === 0 && corrections === 0) {
      counters.snmpOutTraps++
      queue.stats.sent++
    }
    socket.send(messageOf(writer), (error) => {
      // The timer runs on: there may be a way by the next time.
      if (error) queue.stats.lastError = error.message
    })
  }

  #buildInform({ prepared }: Queued, id: number): Fault | undefined {
    const { queue, writer, security } = this.#options
    const { config } = queue
    const keys = config.version === 'v3' ? this.#keys() : undefined
    if (typeof keys === 'string') return { kind: 'refused', why: keys }
    prepared.writeList(writer)
    wrapPdu(writer, pduTags.inform, id, 0, 0)
    if (config.version === 'v3') {
      const level = levelNumber(config.level)
      const { contextName } = prepared.notification
      const engine = this.#engine
      usmEnvelope(security, { id, contextName, keys, level, engine, reportable: true }).seal(writer)
    } else communityEnvelope(config).seal(writer)
    return writer.length > MAX_MESSAGE
      ? { kind: 'unsendable', why: `it has ${writer.length} octets, more than a datagram` }
      : undefined
  }

  /** A request without user and variables, which every engine answers with a report about itself. */
  #buildDiscovery(id: number): undefined {
    const { writer, security } = this.#options
    writer.reset()
    wrapPdu(writer, pduTags.get, id, 0, 0)
    const engine = this.#engine
    usmEnvelope(security, {
      id,
      contextName: '',
      keys: undefined,
      level: 0,
      engine,
      reportable: true,
    }).seal(writer)
  }

  #keys(): UsmKeys | string {
    const { queue, security } = this.#options
    const { config } = queue
    const { id } = this.#engine
    return fittingKeys(
      config,
      security.remoteUser(config.user ?? '', id),
      `engine ${id.toString('hex')} of ${formatTarget(config)}`,
    )
  }

  #unanswered(id: number): void {
    const { queue } = this.#options
    const pending = this.#take(id)
    if (!pending) return
    const { item, tries } = pending
    if (tries < queue.config.retries) {
      if (item) queue.stats.retries++
      this.#send(item, tries + 1, pending.corrections)
    } else {
      this.#reachable = false
      const why = `no answer from ${formatTarget(queue.config)}`
      const lost = item ?? queue.shift()
      if (lost) queue.drop(lost, 'unanswered', why)
    }
    this.pump()
  }

  // ---- answers ------------------------------------------------------------------------------------------

  #receive(packet: Buffer): void {
    const answer = this.#read(packet)
    if (!answer) return
    const pending = this.#take(answer.id)
    if (!pending) return
    this.#reachable = true
    if (answer.kind === 'report') this.#reported(pending, answer)
    else if (pending.item) this.#responded(pending.item, answer.errorStatus)
    this.pump()
  }

  #read(packet: Buffer): Answer | undefined {
    const { config } = this.#options.queue
    if (config.version !== 'v3') return this.#answers.community(packet, this.#community)
    const keys = this.#engine.known ? this.#keys() : undefined
    return this.#answers.usm(packet, typeof keys === 'string' ? undefined : keys, levelNumber(config.level))
  }

  #responded(item: Queued, errorStatus: number): void {
    const { queue } = this.#options
    if (errorStatus === 0) queue.acknowledged(item)
    else queue.drop(item, 'refused', `${formatTarget(queue.config)} answered with error ${errorStatus}`)
  }

  #reported({ item, tries, corrections }: Pending, report: Answer & { kind: 'report' }): void {
    const { queue } = this.#options
    const name = reportNames[formatOid(report.oid.slice(0, -1))] ?? formatOid(report.oid)
    const news = report.engineId.length > 0 && !report.engineId.equals(this.#engine.id)
    if (news && (!item || name === 'usmStatsUnknownEngineIDs')) {
      // The first time, or a receiver that is another one than before.
      this.#engine.learn(report.engineId, report.boots, report.time)
      if (item) queue.unshift(item)
      return
    }
    if (!item) return
    if (name === 'usmStatsNotInTimeWindows' && report.authentic && corrections === 0) {
      this.#engine.learn(report.engineId, report.boots, report.time)
      this.#send(item, tries, corrections + 1)
      return
    }
    queue.drop(item, 'refused', `${formatTarget(queue.config)} reported ${name}`)
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    pending?.cancelTimer()
    return pending
  }
}

interface Fault {
  readonly kind: 'unsendable' | 'refused'
  readonly why: string
}

const reportNames: Readonly<Record<string, string>> = {
  '1.3.6.1.6.3.15.1.1.1': 'usmStatsUnsupportedSecLevels',
  '1.3.6.1.6.3.15.1.1.2': 'usmStatsNotInTimeWindows',
  '1.3.6.1.6.3.15.1.1.3': 'usmStatsUnknownUserNames',
  '1.3.6.1.6.3.15.1.1.4': 'usmStatsUnknownEngineIDs',
  '1.3.6.1.6.3.15.1.1.5': 'usmStatsWrongDigests',
  '1.3.6.1.6.3.15.1.1.6': 'usmStatsDecryptionErrors',
}
