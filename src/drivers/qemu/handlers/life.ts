import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import { finish } from '../guest/finish.ts'
import type { Guest } from '../guest/guest.ts'
import { launch } from '../guest/launch.ts'
import type { LiveGuest } from '../guest/live-guest.ts'
import { transition } from '../guest/publish.ts'
import { dropManagedSave, resumeManagedSave } from '../guest/saved-state.ts'
import type { Services } from '../guest/services.ts'
import { noteStatus } from '../guest/status-file.ts'
import { endProcess } from '../host/kill-process.ts'
import { guestOf, unsupportedArgument } from './context.ts'

/** Starting, stopping and pausing. */
export function lifeHandlers(services: Services): Handlers {
  return {
    'domain.start': (ctx, ref, args) => start(services, guestOf(services, ref), args, ctx.signal),
    'domain.shutdown': (ctx, ref, args) => shutdown(guestOf(services, ref), args.mode, ctx.signal),
    'domain.reboot': (ctx, ref, args) => reboot(services, guestOf(services, ref), args.mode, ctx.signal),
    'domain.reset': async (ctx, ref) => {
      const live = guestOf(services, ref).running()
      await live.monitor.execute('system_reset', undefined, { signal: ctx.signal })
    },
    'domain.destroy': (_ctx, ref, args) => destroy(services, guestOf(services, ref), args.graceful ?? false),
    'domain.suspend': (ctx, ref) => suspend(services, guestOf(services, ref), ctx.signal),
    'domain.resume': (ctx, ref) => resume(services, guestOf(services, ref), ctx.signal),
    'domain.pmSuspend': (ctx, ref, args) => pmSuspend(guestOf(services, ref), args, ctx.signal),
    'domain.pmWakeup': async (ctx, ref) => {
      const live = guestOf(services, ref).running()
      await live.monitor.execute('system_wakeup', undefined, {
        signal: ctx.signal,
        failAs: 'operationInvalid',
      })
    },
  }
}

async function start(
  services: Services,
  guest: Guest,
  args: Args<'domain.start'>,
  signal: AbortSignal,
): Promise<void> {
  guest.stopped()
  if (args.autodestroy) throw unsupportedArgument('autodestroy')
  if (args.resetNvram) throw unsupportedArgument('fresh firmware variables')
  if (guest.managedSave && !args.forceBoot) {
    return resumeManagedSave(services, guest, { paused: args.paused ?? false, signal })
  }
  await launch(services, guest, { signal, paused: args.paused ?? false })
  if (guest.managedSave) await dropManagedSave(services, guest)
}

type Mode = Args<'domain.shutdown'>['mode']

/** Whether the agent is to be asked; a guest whose agent does not answer is asked by its power button. */
function byAgent(live: LiveGuest, mode: Mode): boolean {
  if (mode === 'agent') return true
  if (mode === 'acpi') return false
  if (mode !== undefined && mode !== 'default') throw unsupportedArgument(`the mode '${mode}'`)
  return live.agent?.connected ?? false
}

/** The agent answers nothing when it does what it is told, so the end of the guest is the answer. */
async function askAgent(guest: Guest, live: LiveGuest, mode: string, signal: AbortSignal): Promise<void> {
  if (!live.agent) {
    throw new VirtError('argumentUnsupported', `domain '${guest.name}' has no channel for a guest agent`, {
      domain: 'qemu',
    })
  }
  const done = new AbortController()
  const { agent } = live
  // A guest that goes down closes the channel first.
  const until = live.monitor.waitEvent(
    ({ name, data }) =>
      name === 'SHUTDOWN' ||
      name === 'RESET' ||
      (name === 'VSERPORT_CHANGE' && data.id === agent.alias && data.open === false),
    { signal: AbortSignal.any([signal, done.signal]) },
  )
  until.catch(() => undefined)
  try {
    await agent.request('guest-shutdown', { mode }, { signal, until })
  } catch (error) {
    const obeyed = until.then(
      () => true,
      () => false,
    )
    if (!(await Promise.race([obeyed, nextTurn(false)]))) throw error
  } finally {
    done.abort()
  }
}

/** Whether the agent did it. Nobody asked for the agent itself: then one that fails leaves it to the power button. */
async function agentObeys(
  guest: Guest,
  live: LiveGuest,
  what: string,
  call: { readonly mode: Mode; readonly signal: AbortSignal },
): Promise<boolean> {
  try {
    await askAgent(guest, live, what, call.signal)
    return true
  } catch (error) {
    if (call.mode === 'agent' || call.signal.aborted || guest.live !== live || live.ending) throw error
    return false
  }
}

async function shutdown(guest: Guest, mode: Mode, signal: AbortSignal): Promise<void> {
  const live = guest.running()
  live.fakeReboot = false
  if (byAgent(live, mode) && (await agentObeys(guest, live, 'powerdown', { mode, signal }))) return
  await live.monitor.execute('system_powerdown', undefined, { signal })
}

async function reboot(services: Services, guest: Guest, mode: Mode, signal: AbortSignal): Promise<void> {
  const live = guest.running()
  if (byAgent(live, mode) && (await agentObeys(guest, live, 'reboot', { mode, signal }))) return
  live.fakeReboot = true
  await noteStatus(services, guest)
  await live.monitor.execute('system_powerdown', undefined, { signal })
}

async function destroy(services: Services, guest: Guest, graceful: boolean): Promise<void> {
  if (guest.starting) {
    await guest.starting.callOff(
      new VirtError('operationAborted', `domain '${guest.name}' was destroyed while it was being started`, {
        domain: 'qemu',
      }),
    )
    if (!guest.live) return
  }
  const { live } = guest
  if (!live)
    throw new VirtError('operationInvalid', `domain '${guest.name}' is not running`, { domain: 'qemu' })
  if (graceful && !live.ending) {
    live.ending = 'destroy'
    if (!(await endProcess(live.process, services.env.clock, { gently: true }))) {
      if (!live.finished) live.ending = undefined
      throw new VirtError(
        'resourceBusy',
        `domain '${guest.name}' did not end by itself when it was told to`,
        {
          domain: 'qemu',
        },
      )
    }
  }
  await finish(services, guest, live, 'destroy')
}

async function suspend(services: Services, guest: Guest, signal: AbortSignal): Promise<void> {
  const live = guest.running()
  if (guest.state === 'paused') return
  if (guest.state !== 'running') throw wrongState(guest, 'paused')
  await live.monitor.execute('stop', undefined, { signal })
  if (guest.live === live && !live.ending && guest.state === 'running') transition(services, guest, 'suspend')
  await noteStatus(services, guest)
}

async function resume(services: Services, guest: Guest, signal: AbortSignal): Promise<void> {
  const live = guest.running()
  if (guest.state !== 'paused') throw wrongState(guest, 'resumed')
  await live.monitor.execute('cont', undefined, { signal })
  if (guest.live === live && !live.ending && guest.state === 'paused') transition(services, guest, 'resume')
  await noteStatus(services, guest)
}

function wrongState(guest: Guest, what: string): VirtError {
  return new VirtError('operationInvalid', `domain '${guest.name}' is ${guest.state} and cannot be ${what}`, {
    domain: 'qemu',
  })
}

const sleepCommands = { mem: 'guest-suspend-ram', disk: 'guest-suspend-disk', hybrid: 'guest-suspend-hybrid' }

async function pmSuspend(guest: Guest, args: Args<'domain.pmSuspend'>, signal: AbortSignal): Promise<void> {
  const live = guest.running()
  if (args.duration) throw unsupportedArgument('waking up after a time')
  if (!live.agent) {
    throw new VirtError('agentUnresponsive', `domain '${guest.name}' has no channel for a guest agent`, {
      domain: 'qemu',
    })
  }
  const done = new AbortController()
  const until = live.monitor.waitEvent(
    (event) => event.name === 'SUSPEND' || event.name === 'SUSPEND_DISK' || event.name === 'SHUTDOWN',
    { signal: AbortSignal.any([signal, done.signal]) },
  )
  until.catch(() => undefined)
  try {
    await live.agent.request(sleepCommands[args.target], undefined, { signal, until })
  } finally {
    done.abort()
  }
}
