import { formatCpuset } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import { withCurrentMemory, withMaximumMemory, withMaxVcpus, withVcpus } from '../../shared/domain-memory.ts'
import { checkCpus, withEmulatorPin, withVcpuPin } from '../../shared/domain-pins.ts'
import type { Guest } from '../guest/guest.ts'
import { emitEvent, patch } from '../guest/publish.ts'
import type { Services } from '../guest/services.ts'
import { pinThread, queryBalloon } from '../guest/set-up.ts'
import { hotplugVcpus } from '../guest/vcpu-hotplug.ts'
import { readCpuMap } from '../host/facts.ts'
import { readAffinity, readThread, readThreadTime } from '../host/process-table.ts'
import { guestOf, keepConfig, liveChanged, targetOf } from './context.ts'

/** Memory and processors of a guest. */
export function resourceHandlers(services: Services): Handlers {
  return {
    'domain.setMemory': (ctx, ref, args) => setMemory(services, guestOf(services, ref), args, ctx.signal),
    'domain.setVcpus': (ctx, ref, args) => setVcpus(services, guestOf(services, ref), args, ctx.signal),
    'domain.getVcpus': (_ctx, ref) => getVcpus(guestOf(services, ref)),
    'domain.pinVcpu': (_ctx, ref, args) => pinVcpu(services, guestOf(services, ref), args),
    'domain.pinEmulator': (_ctx, ref, args) => pinEmulator(services, guestOf(services, ref), args),
  }
}

async function setMemory(
  services: Services,
  guest: Guest,
  args: Args<'domain.setMemory'>,
  signal: AbortSignal,
): Promise<void> {
  const { live, config } = targetOf(guest, args)
  if (args.maximum) {
    if (live) {
      throw new VirtError(
        'operationInvalid',
        `domain '${guest.name}' is running; its memory limit can change only when it is shut off`,
        { domain: 'qemu' },
      )
    }
    if (config) await keepConfig(services, guest, withMaximumMemory(config, args.memory))
    return
  }
  const kept = config && withCurrentMemory(config, args.memory)
  if (live) {
    withCurrentMemory(live.doc, args.memory)
    if ((await queryBalloon(live)) === undefined) {
      throw new VirtError('operationInvalid', `domain '${guest.name}' has no memory balloon`, {
        domain: 'qemu',
      })
    }
    await live.monitor.execute('balloon', { value: args.memory * 1024n }, { signal })
    live.memory = (await queryBalloon(live)) ?? live.memory
    patch(services, guest, { memory: live.memory })
  }
  if (kept) await keepConfig(services, guest, kept)
}

async function setVcpus(
  services: Services,
  guest: Guest,
  args: Args<'domain.setVcpus'>,
  signal: AbortSignal,
): Promise<void> {
  if (args.guest) return setGuestVcpus(guest, args.count, signal)
  const { live, config } = targetOf(guest, args)
  if (args.maximum) {
    if (live) {
      throw new VirtError(
        'operationInvalid',
        `domain '${guest.name}' is running; its most processors can change only when it is shut off`,
        { domain: 'qemu' },
      )
    }
    if (config) await keepConfig(services, guest, withMaxVcpus(config, args.count))
    return
  }
  const kept = config && withVcpus(config, args.count)
  if (live) {
    withVcpus(live.doc, args.count)
    try {
      await hotplugVcpus({ services, guest, live }, args.count, signal)
    } finally {
      await liveChanged(services, guest)
    }
  }
  if (kept) await keepConfig(services, guest, kept)
}

/** Lets the guest itself take processors into use or out of it. */
async function setGuestVcpus(guest: Guest, count: number, signal: AbortSignal): Promise<void> {
  const live = guest.running()
  if (!live.agent) {
    throw new VirtError('agentUnresponsive', `domain '${guest.name}' has no channel for a guest agent`, {
      domain: 'qemu',
    })
  }
  const known = (await live.agent.request('guest-get-vcpus', undefined, {
    signal,
  })) as unknown as ReadonlyArray<{
    'logical-id': number
    online: boolean
    'can-offline'?: boolean
  }>
  if (count < 1 || count > known.length) {
    throw new VirtError(
      'invalidArg',
      `the guest '${guest.name}' sees ${known.length} processors, not ${count}`,
      {
        domain: 'qemu',
      },
    )
  }
  const vcpus = known.map((vcpu, i) => ({ 'logical-id': vcpu['logical-id'], online: i < count }))
  await live.agent.request('guest-set-vcpus', { vcpus }, { signal })
}

async function getVcpus(guest: Guest): Promise<Result<'domain.getVcpus'>> {
  const { vcpuThreads, process } = guest.running()
  const { cpus } = await readCpuMap()
  const threads = [...vcpuThreads].sort(([a], [b]) => a - b)
  return Promise.all(
    threads.map(async ([number, thread]) => {
      const [stat, time, affinity] = await Promise.all([
        readThread(process.pid, thread),
        readThreadTime(process.pid, thread),
        readAffinity(process.pid, thread),
      ])
      const allowed = new Set(affinity)
      return {
        number,
        state: 'running' as const,
        cpuTime: time ?? 0n,
        cpu: stat?.cpu ?? -1,
        affinity: Array.from({ length: cpus }, (_, cpu) => allowed.has(cpu)),
      }
    }),
  )
}

async function pinVcpu(services: Services, guest: Guest, args: Args<'domain.pinVcpu'>): Promise<void> {
  const { live, config } = targetOf(guest, args)
  const cpuset = checkCpus(args.cpus, (await readCpuMap()).cpus)
  const kept = config && withVcpuPin(config, args.vcpu, cpuset)
  if (live) {
    const pinned = withVcpuPin(live.doc, args.vcpu, cpuset)
    const thread = live.vcpuThreads.get(args.vcpu)
    if (thread === undefined) {
      throw new VirtError('operationInvalid', `processor ${args.vcpu} of domain '${guest.name}' is offline`, {
        domain: 'qemu',
      })
    }
    await pinThread(thread, cpuset)
    live.doc = pinned
    await liveChanged(services, guest)
    tellTunable(services, guest, `cputune.vcpupin${args.vcpu}`, args.cpus)
  }
  if (kept) await keepConfig(services, guest, kept)
}

async function pinEmulator(
  services: Services,
  guest: Guest,
  args: Args<'domain.pinEmulator'>,
): Promise<void> {
  const { live, config } = targetOf(guest, args)
  const cpuset = checkCpus(args.cpus, (await readCpuMap()).cpus)
  if (live) {
    await pinThread(live.process.pid, cpuset)
    live.doc = withEmulatorPin(live.doc, cpuset)
    await liveChanged(services, guest)
    tellTunable(services, guest, 'cputune.emulatorpin', args.cpus)
  }
  if (config) await keepConfig(services, guest, withEmulatorPin(config, cpuset))
}

function tellTunable(services: Services, guest: Guest, name: string, cpus: readonly number[]): void {
  emitEvent(services, guest, 'tunable', { values: [{ name, value: formatCpuset(cpus) }] })
}
