import { randomInt } from 'node:crypto'
import { VirtError } from '../../../../core/errors/index.ts'
import type { Clock } from '../../../../core/lib/clock.ts'
import type { AccessControl } from '../access-control.ts'
import { BerWriter } from '../ber-writer.ts'
import type { Counters } from '../counters.ts'
import type { EngineLogger } from '../module.ts'
import { formatOid } from '../oid.ts'
import { RateLimit } from '../rate-limit.ts'
import type { Carrier } from './carrier.ts'
import { mayBeTold, passesFilter } from './filter.ts'
import { InformCarrier } from './inform-carrier.ts'
import { type Notification, PreparedNotification } from './notification.ts'
import { type LogLimits, NotificationLog } from './notification-log.ts'
import type { NotifySecurity } from './security.ts'
import type { Outcome, TargetConfig, TargetStats } from './target.ts'
import { TargetQueue } from './target-queue.ts'
import { TrapCarrier } from './trap-carrier.ts'

/** What can change while notifications are sent. */
export interface NotifyConfig {
  readonly targets: readonly TargetConfig[]
  readonly log: LogLimits
  /** Most notifications of one kind in a second, with bursts of twice as many; 0 for no bound. */
  readonly rate: number
}

/** What an originator works with. */
export interface OriginatorOptions {
  readonly config: NotifyConfig
  readonly clock: Clock
  readonly log: EngineLogger
  readonly counters: Counters
  readonly security: NotifySecurity
  readonly access: () => AccessControl
  /** sysUpTime. */
  readonly upTime: () => number
}

/** A target while it is in use. */
export interface Target {
  readonly config: TargetConfig
  readonly stats: TargetStats
  /** Notifications that wait. */
  readonly waiting: number
  /** Whether it answers, as far as that is known. */
  readonly reachable: boolean
}

/** What became of a notification that was sent to be looked at. */
export interface Delivery {
  readonly target: string
  readonly outcome: Outcome
  readonly reason: string
}

class ActiveTarget implements Target {
  readonly queue: TargetQueue
  readonly carrier: Carrier

  constructor(queue: TargetQueue, carrier: Carrier) {
    this.queue = queue
    this.carrier = carrier
  }
  get config(): TargetConfig {
    return this.queue.config
  }
  get stats(): TargetStats {
    return this.queue.stats
  }
  get waiting(): number {
    return this.queue.length + this.carrier.underWay
  }
  get reachable(): boolean {
    return this.carrier.reachable
  }
}

const MOST_ID = 0x7fffffff

/** The notification originator (RFC 3413): sends what happens to the targets that want it, and keeps it in a log. */
export class NotificationOriginator {
  readonly log: NotificationLog
  readonly #options: OriginatorOptions
  readonly #writer = new BerWriter()
  #config: NotifyConfig
  #limit: RateLimit
  #targets = new Map<string, ActiveTarget>()
  #id = randomInt(MOST_ID)
  #generated = 0
  #suppressed = 0
  /** What targets that are no more have lost. */
  #lostBefore = 0

  constructor(options: OriginatorOptions) {
    const { config, clock } = options
    this.#options = options
    this.#config = config
    this.#limit = new RateLimit(config.rate, () => clock.monotonic())
    this.log = new NotificationLog(clock, config.log)
    this.#setTargets(config.targets)
  }

  /** The targets in the order of the settings. */
  get targets(): readonly Target[] {
    return [...this.#targets.values()]
  }

  /** Notifications that arose, those included that were suppressed. */
  get generated(): number {
    return this.#generated
  }

  /** Notifications that were kept in the log and not sent, as too many of their kind came. */
  get suppressed(): number {
    return this.#suppressed
  }

  /** Notifications that did not reach a target, each counted for each target. */
  get dropped(): number {
    return this.targets.reduce((sum, { stats }) => sum + stats.lost, this.#lostBefore)
  }

  /** Whether notifications of a context go anywhere: those of the default one go to the log at least. */
  hears(contextName: string): boolean {
    return contextName === '' || this.targets.some(({ config }) => config.context === contextName)
  }

  /** Takes on new settings; targets that stay as they are keep what waits for them. */
  reconfigure(config: NotifyConfig): void {
    if (config.rate !== this.#config.rate) {
      this.#limit = new RateLimit(config.rate, () => this.#options.clock.monotonic())
    }
    this.#config = config
    this.log.setLimits(config.log)
    this.#setTargets(config.targets)
  }

  /** Sends a notification. `bounded` says that it counts towards the rate of its kind. */
  send(notification: Notification, { bounded = true } = {}): void {
    const prepared = this.#prepare(notification)
    this.#generated++
    this.log.add(prepared)
    if (bounded && this.#config.rate > 0 && !this.#limit.take(formatOid(notification.oid))) {
      this.#suppressed++
      return
    }
    for (const target of this.#targets.values()) {
      if (target.config.context !== notification.contextName) continue
      if (this.#allows(target.config, notification)) this.#push(target, prepared)
      else target.stats.filtered++
    }
  }

  /** Sends a notification to one target or all, whatever their filters, and tells what became of it. */
  async deliver(notification: Notification, name?: string): Promise<Delivery[]> {
    const targets = [...this.#targets.values()].filter(
      (one) => name === undefined || one.config.name === name,
    )
    if (targets.length === 0) throw noTarget(name, [...this.#targets.keys()])
    const prepared = this.#prepare(notification)
    return Promise.all(
      targets.map(
        (target) =>
          new Promise<Delivery>((resolve) => {
            const done = (outcome: Outcome, reason: string) =>
              resolve({ target: target.config.name, outcome, reason })
            this.#push(target, prepared, done)
          }),
      ),
    )
  }

  /** Ends everything; what waits is dropped. */
  close(): void {
    for (const target of this.#targets.values()) this.#end(target, 'the agent ends')
    this.#targets.clear()
    this.log.close()
  }

  #prepare(notification: Notification): PreparedNotification {
    return new PreparedNotification(notification, this.#options.upTime(), this.#writer)
  }

  #push(
    target: ActiveTarget,
    prepared: PreparedNotification,
    done?: (outcome: Outcome, reason: string) => void,
  ): void {
    target.queue.push(done ? { prepared, done } : { prepared })
    target.carrier.pump()
  }

  #allows(config: TargetConfig, notification: Notification): boolean {
    const { vacm } = this.#options.access()
    const filter = config.filter === undefined ? undefined : vacm.views.get(config.filter)
    if (config.filter !== undefined && !(filter && passesFilter(filter, notification))) return false
    if (config.version !== 'v3') return true
    const group = vacm.group('usm', config.user ?? '')
    const { level } = config
    const view = vacm.grant({
      group,
      contextName: notification.contextName,
      model: 'usm',
      level,
    })?.notify
    return view !== undefined && mayBeTold(view, notification)
  }

  #setTargets(configs: readonly TargetConfig[]): void {
    const before = this.#targets
    this.#targets = new Map()
    for (const config of configs) {
      const known = before.get(config.name)
      const same = known && JSON.stringify(known.config) === JSON.stringify(config)
      this.#targets.set(config.name, same ? known : this.#begin(config))
      if (same) before.delete(config.name)
    }
    for (const target of before.values()) this.#end(target, 'the target was taken away or changed')
  }

  #begin(config: TargetConfig): ActiveTarget {
    const { clock, log, security, counters } = this.#options
    const queue = new TargetQueue(config, clock, log)
    const options = {
      queue,
      clock,
      security,
      counters,
      writer: this.#writer,
      nextId: () => this.#nextId(),
    }
    return new ActiveTarget(
      queue,
      config.type === 'inform' ? new InformCarrier(options) : new TrapCarrier(options),
    )
  }

  #end(target: ActiveTarget, why: string): void {
    target.carrier.close(why)
    target.queue.clear(why)
    this.#lostBefore += target.stats.lost
  }

  #nextId(): number {
    this.#id = this.#id >= MOST_ID ? 1 : this.#id + 1
    return this.#id
  }
}

function noTarget(name: string | undefined, known: readonly string[]): VirtError {
  const there = known.length === 0 ? 'none is set up in snmp.targets' : `known are ${known.join(', ')}`
  const what = name === undefined ? 'there is no target for notifications' : `there is no target '${name}'`
  return new VirtError('invalidArg', `${what}; ${there}`)
}
