import { dirname } from 'node:path'
import { VirtError } from '../../../core/errors/index.ts'
import type { Clock } from '../../../core/lib/clock.ts'
import { QmpClient } from '../../../qmp/index.ts'
import { waitGone } from '../host/kill-process.ts'
import { isRunning, type ProcessIdentity } from '../host/process-table.ts'
import { WatchedDirectory } from '../host/watched-directory.ts'
import { monitorLost } from './life-policy.ts'
import { react } from './qmp-reactions.ts'
import type { Scene } from './scene.ts'
import type { Services } from './services.ts'

/** How to reach the monitor of a guest that was just started. */
export interface MonitorCall {
  readonly path: string
  readonly name: string
  readonly process: ProcessIdentity
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Connects to a monitor whose socket may not be there yet: QEMU makes it while it starts. Gives up when the
 * process is gone, when the time is up, or when the caller does.
 */
export async function connectMonitor(services: Services, call: MonitorCall): Promise<QmpClient> {
  const { clock } = services.env
  const end = clock.monotonic() + call.timeoutMs
  const directory = new WatchedDirectory(dirname(call.path))
  try {
    for (let pause = 4; ; ) {
      call.signal.throwIfAborted()
      const changed = directory.changed()
      try {
        return await QmpClient.connect(call.path, {
          name: `the monitor of domain '${call.name}'`,
          clock,
          signal: call.signal,
          greetingTimeoutMs: Math.max(1, end - clock.monotonic()),
        })
      } catch (error) {
        await mayRetry(error, call, clock, end)
      }
      const sleep = clock.sleep(pause, call.signal).then(() => false)
      const woken = await Promise.race([changed.then(() => true), sleep])
      // A socket is there for a moment before QEMU listens on it.
      pause = woken ? 1 : Math.min(pause * 2, 60)
    }
  } finally {
    directory.close()
  }
}

async function mayRetry(error: unknown, call: MonitorCall, clock: Clock, end: number): Promise<void> {
  if (!(await isRunning(call.process))) throw error
  if (!(error instanceof VirtError) || error.code !== 'noConnect') throw error
  if (clock.monotonic() >= end) {
    throw new VirtError(
      'operationTimeout',
      `the monitor of domain '${call.name}' did not appear within ${call.timeoutMs} ms`,
      { domain: 'qemu', cause: error },
    )
  }
}

/** Follows the monitor of a running guest: its events, and its end. */
export function followMonitor(scene: Scene): void {
  const { services, live } = scene
  live.monitor.onEvent((event) => react(scene, event))
  services.tasks.run('watching a monitor', async () => {
    await live.monitor.closed
    if (services.closing.aborted || live.ending || scene.guest.live !== live) return
    const gone = await waitGone(live.process, services.env.clock, 1000)
    if (live.ending || scene.guest.live !== live) return
    await monitorLost(scene, !gone)
  })
}
