import { execa } from 'execa'
import type { Clock } from '../core/lib/clock.ts'
import type { Logger } from '../core/log/logger.ts'

/** Tells the service manager how the daemon is (the protocol of sd_notify). */
export interface Notifier {
  /** Sends variables such as `READY=1`; resolves when they were taken, also when that failed. */
  send(...variables: readonly string[]): Promise<void>
  /** Sends signs of life as often as the service manager wants them; the result ends it. */
  watchdog(): () => void
}

/** What a notifier is made with. */
export interface NotifierOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly log: Logger
}

const silent: Notifier = { send: async () => {}, watchdog: () => () => {} }
const sendMs = 10_000

/**
 * Makes the notifier for this process; a silent one where no service manager listens. Node has no datagrams over Unix
 * sockets, so systemd's own program sends them; it stands for its parent, and abstract sockets are its business, too.
 */
export function createNotifier({ env, clock, log }: NotifierOptions): Notifier {
  if (!env.NOTIFY_SOCKET) return silent
  let told = false
  const send = async (...variables: readonly string[]) => {
    const sent = await execa('systemd-notify', [...variables], {
      env,
      extendEnv: false,
      reject: false,
      timeout: sendMs,
    })
    if (!sent.failed || told) return
    told = true
    log.warn(
      'the service manager cannot be told how the daemon is; install systemd-notify (package systemd)',
      {
        reason: sent.shortMessage,
      },
    )
  }
  const every = watchdogMs(env)
  return {
    send,
    watchdog: () => (every === undefined ? () => {} : repeat(clock, every, () => send('WATCHDOG=1'))),
  }
}

// Half of the limit, as the manual of sd_watchdog_enabled advises.
function watchdogMs(env: NotifierOptions['env']): number | undefined {
  const micros = Number(env.WATCHDOG_USEC)
  const forUs = env.WATCHDOG_PID === undefined || Number(env.WATCHDOG_PID) === process.pid
  return forUs && micros > 0 ? Math.max(1, micros / 2000) : undefined
}

function repeat(clock: Clock, ms: number, work: () => Promise<void>): () => void {
  let cancel = () => {}
  let ended = false
  const next = () => {
    if (ended) return
    cancel = clock.after(ms, () => void work().then(next))
  }
  void work().then(next)
  return () => {
    ended = true
    cancel()
  }
}

/** The monotonic clock in the unit that `RELOADING=1` must be sent with. */
export function monotonicUsec(): string {
  return `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`
}
