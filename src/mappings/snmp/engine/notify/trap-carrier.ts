import { MAX_MESSAGE } from '../ber-writer.ts'
import { wrapPdu } from '../envelope.ts'
import { pduTags } from '../request.ts'
import { type Carrier, type CarrierOptions, messageOf } from './carrier.ts'
import { communityEnvelope, fittingKeys, levelNumber, usmEnvelope } from './security.ts'
import { TargetLink } from './target-link.ts'
import type { Queued } from './target-queue.ts'
import type { TargetSocket } from './target-socket.ts'

/** A receiver's socket holds some two hundred small datagrams: a storm goes out in portions that fit. */
const PORTION = 64
const PORTION_EVERY_MS = 10

/** Sends traps: each once, in portions that a receiver can take in. */
export class TrapCarrier implements Carrier {
  readonly reachable = true
  readonly underWay = 0
  readonly #options: CarrierOptions
  readonly #link: TargetLink
  #left = PORTION
  #cancelTimer: (() => void) | undefined

  constructor(options: CarrierOptions) {
    const { queue, clock } = options
    this.#options = options
    this.#link = new TargetLink(queue.config, clock, {
      opened: () => this.pump(),
      received: () => undefined,
      failed: (error) => {
        queue.stats.lastError = error.message
      },
    })
  }

  pump(): void {
    const { queue, clock } = this.#options
    while (queue.length > 0 && this.#left > 0) {
      const { socket } = this.#link
      if (!socket) return
      const item = queue.shift()
      if (item) this.#send(item, socket)
      this.#left--
    }
    if (this.#left === PORTION || this.#cancelTimer) return
    this.#cancelTimer = clock.after(PORTION_EVERY_MS, () => {
      this.#cancelTimer = undefined
      this.#left = PORTION
      this.pump()
    })
  }

  close(): void {
    this.#cancelTimer?.()
    this.#link.close()
  }

  #send(item: Queued, socket: TargetSocket): void {
    const { queue, counters, writer } = this.#options
    const fault = this.#build(item, socket)
    if (fault !== undefined) {
      queue.drop(item, fault.kind, fault.why)
      return
    }
    counters.snmpOutTraps++
    counters.snmpOutPkts++
    socket.send(messageOf(writer), (error) => {
      if (error) queue.drop(item, 'unsendable', error.message)
      else queue.sent(item)
    })
  }

  #build({ prepared }: Queued, socket: TargetSocket): Fault | undefined {
    const { queue, writer, security, nextId } = this.#options
    const { config } = queue
    if (config.version === 'v1') {
      if (!prepared.fitsV1) return { kind: 'unsendable', why: 'SNMPv1 has no counters of 64 bits' }
      prepared.writeV1(writer, socket.localAddress)
      writer.wrap(pduTags.trapV1)
      communityEnvelope(config).seal(writer)
      return tooLong(writer.length)
    }
    const id = nextId()
    prepared.writeList(writer)
    wrapPdu(writer, pduTags.trap, id, 0, 0)
    if (config.version === 'v2c') {
      communityEnvelope(config).seal(writer)
      return tooLong(writer.length)
    }
    const engine = security.engine()
    if (!engine) return { kind: 'unsendable', why: 'the agent has not started' }
    const keys = fittingKeys(config, security.ownUser(config.user ?? ''), 'this agent')
    if (typeof keys === 'string') return { kind: 'refused', why: keys }
    const { contextName } = prepared.notification
    const level = levelNumber(config.level)
    usmEnvelope(security, { id, contextName, keys, level, engine, reportable: false }).seal(writer)
    return tooLong(writer.length)
  }
}

interface Fault {
  readonly kind: 'unsendable' | 'refused'
  readonly why: string
}

function tooLong(length: number): Fault | undefined {
  return length > MAX_MESSAGE
    ? { kind: 'unsendable', why: `it has ${length} octets, more than a datagram` }
    : undefined
}
