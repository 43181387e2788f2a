import { finish } from './finish.ts'
import { emitEvent, transition } from './publish.ts'
import type { Scene } from './scene.ts'

/**
 * A guest powered itself off. QEMU runs with `-no-shutdown` and holds it there, so that what the definition says
 * can be done: end it, or start it afresh in the same process.
 */
export function actOnPowerOff(scene: Scene): void {
  const { services, guest, live } = scene
  const restart = live.fakeReboot || live.doc.onPoweroff === 'restart'
  if (live.fakeReboot && guest.state === 'running') live.cause = 'quiet' // the STOP that follows is no news
  live.fakeReboot = false
  if (restart) services.tasks.run('restarting a guest', () => restartInPlace(scene))
  else if (live.doc.onPoweroff !== 'preserve')
    services.tasks.run('ending a guest', () => finish(services, guest, live, 'finishShutdown'))
}

/** Resets the machine of a guest that stands still and lets it run. */
async function restartInPlace(scene: Scene): Promise<void> {
  const { services, guest, live } = scene
  await live.monitor.execute('system_reset')
  live.shutdownSeen = false
  live.cause = guest.state === 'running' ? 'quiet' : 'boot'
  await live.monitor.execute('cont')
  if (guest.state !== 'running') transition(services, guest, 'resume')
}

/** A guest panicked and stands still: does what the definition says. */
export function actOnPanic(scene: Scene): void {
  const { services, guest, live } = scene
  switch (live.doc.onCrash) {
    case 'restart':
    case 'coredump-restart':
      services.tasks.run('restarting a guest that panicked', () => restartInPlace(scene))
      return
    case 'preserve':
      return
    default:
      services.tasks.run('ending a guest that panicked', () => finish(services, guest, live, 'crash'))
  }
}

/** The monitor of a guest is lost: it ended, or it cannot be controlled any more and must not run on unseen. */
export async function monitorLost(scene: Scene, stillRuns: boolean): Promise<void> {
  const { services, guest, live } = scene
  if (stillRuns) emitEvent(services, guest, 'controlError', {})
  await finish(services, guest, live, live.shutdownSeen ? 'finishShutdown' : 'crash')
}
