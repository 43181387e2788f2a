import { rm } from 'node:fs/promises'
import { VirtError } from '../../../core/errors/index.ts'
import { lifecycleEvent, type TransitionName } from '../../shared/domain-states.ts'
import { endProcess } from '../host/kill-process.ts'
import { appendNote } from '../host/log-file.ts'
import type { Guest } from './guest.ts'
import { guestLogPath } from './guest-paths.ts'
import type { HostResources, LiveGuest } from './live-guest.ts'
import { enter, publish } from './publish.ts'
import type { Services } from './services.ts'
import { claimedTaps } from './tap-claims.ts'

/** Gives back what the host made for a guest; a step that fails does not keep the others from being done. */
export async function releaseResources(
  services: Services,
  resources: HostResources,
  dir: string,
): Promise<void> {
  for (const port of resources.ports) services.ports.release(port)
  const taps = new Set([...resources.taps, ...(await claimedTaps(dir, services.bootId))])
  const steps = [
    ...[...taps].map((tap) => services.taps.remove(tap)),
    rm(dir, { recursive: true, force: true }),
  ]
  for (const outcome of await Promise.allSettled(steps)) {
    if (outcome.status === 'rejected') {
      services.env.log.warn('something of an ended guest is left on the host', {
        error: String(outcome.reason),
      })
    }
  }
}

/**
 * Ends a running guest for good: the process is gone, what it held is given back, the state is told, and a
 * guest without a kept definition is forgotten (unless it is to be started at once: `keep`). However many ask, it is done once, with the cause of the first.
 */
export function finish(
  services: Services,
  guest: Guest,
  live: LiveGuest,
  name: TransitionName,
  options: { readonly keep?: boolean } = {},
): Promise<void> {
  live.ending ??= name
  live.finished ??= finishOnce(services, guest, live, options.keep ?? false).catch((error: unknown) => {
    // It can be tried again.
    live.finished = undefined
    throw error
  })
  return live.finished
}

async function finishOnce(services: Services, guest: Guest, live: LiveGuest, keep: boolean): Promise<void> {
  const name = live.ending ?? 'crash'
  live.agent?.close()
  live.streams.close()
  await live.monitor.close()
  const gone = await endProcess(live.process, services.env.clock)
  if (!gone) {
    const { pid } = live.process
    throw new VirtError(
      'operationFailed',
      `emulator ${pid} of domain '${guest.name}' does not end although it was killed`,
      {
        domain: 'qemu',
      },
    )
  }
  await releaseResources(services, live.resources, live.dir)
  await services.stores.status.delete(guest.uuid).catch((error: unknown) => {
    services.env.log.warn('the status file of an ended guest is left', { error: String(error) })
  })
  guest.live = undefined
  guest.taints.clear()
  guest.job = 'none'
  enter(services, guest, name)
  publish(services, guest)
  services.env.emit(...lifecycleEvent(guest.uuid, name))
  if (!guest.persistent && !keep) forget(services, guest)
  await appendNote(
    guestLogPath(services, guest.name),
    `ended: ${guest.state} (${guest.reason})`,
    services.env.clock.now(),
  ).catch(() => undefined) // A full disk must not keep a guest from ending.
}

/** Drops a guest that is off and has no definition any more, with what is kept of its snapshots. */
export function forget(services: Services, guest: Guest): void {
  services.guests.delete(guest)
  if (guest.snapshots.size > 0)
    services.tasks.run('dropping snapshots', () => services.stores.snapshots.delete(guest.uuid))
  for (const snapshot of guest.snapshots.values()) {
    services.env.emit({ kind: 'gone', type: 'snapshot', key: `${guest.uuid}/${snapshot.name}` })
  }
  services.env.emit({ kind: 'gone', type: 'domain', key: guest.uuid })
}
