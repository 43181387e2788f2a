import { formatCpuset, parseCpuset } from '../../../core/config/index.ts'
import type { Handlers, OpContext } from '../../../core/driver.ts'
import type { RemoteNonnullDomain } from '../../../rpc/wire/generated/types.ts'
import { paramMap } from '../stats.ts'
import { ask, bits, type HandlerContext, impact, numberOf, run, wireRef } from './context.ts'
import { cpusOf, mapLength, readCpuMap, splitMaps, writeCpuMap } from './cpu-maps.ts'
import { typedParams } from './params.ts'

const MEMORY_MAXIMUM = 4
const vcpuBits = { maximum: 4, guest: 8 } as const
const vcpuStates = ['offline', 'running', 'blocked'] as const
const lifecycleEvents = ['poweroff', 'reboot', 'crash'] as const
const lifecycleActions = [
  'destroy',
  'restart',
  'rename-restart',
  'preserve',
  'coredump-destroy',
  'coredump-restart',
] as const
/** All processors together. */
const CPU_STATS_TOTAL = -1

/** Memory, processors and threads of domains. */
export function domainTuningHandlers(context: HandlerContext): Handlers {
  const domOf = (ref: { readonly key: string }) => wireRef(context, 'domain', ref)
  return {
    'domain.setMemory': (ctx, ref, { memory, maximum, ...where }) =>
      run(context, ctx, 'DOMAIN_SET_MEMORY_FLAGS', {
        dom: domOf(ref),
        memory,
        flags: impact(where) + (maximum === true ? MEMORY_MAXIMUM : 0),
      }),
    'domain.setVcpus': (ctx, ref, { count, live, config, ...switches }) =>
      run(context, ctx, 'DOMAIN_SET_VCPUS_FLAGS', {
        dom: domOf(ref),
        nvcpus: count,
        flags: impact(given({ live, config })) + bits(vcpuBits, switches),
      }),
    'domain.setVcpu': (ctx, ref, { vcpus, online, ...where }) =>
      run(context, ctx, 'DOMAIN_SET_VCPU', {
        dom: domOf(ref),
        cpumap: formatCpuset(vcpus),
        state: online ? 1 : 0,
        flags: impact(where),
      }),
    'domain.getVcpuCount': async (ctx, ref, { live, config, ...switches }) => {
      const flags = impact(given({ live, config })) + bits(vcpuBits, switches)
      return (await ask(context, ctx, 'DOMAIN_GET_VCPUS_FLAGS', { dom: domOf(ref), flags })).num
    },
    'domain.getGuestVcpus': async (ctx, ref) => {
      const ret = await ask(context, ctx, 'DOMAIN_GET_GUEST_VCPUS', { dom: domOf(ref), flags: 0 })
      const values = paramMap(ret.params)
      const set = (name: string) => parseCpuset(String(values.get(name) ?? '')) ?? new Set<number>()
      const online = set('online')
      const offlinable = set('offlinable')
      return [...set('vcpus')].map((number) => ({
        number,
        online: online.has(number),
        canOffline: offlinable.has(number),
      }))
    },
    'domain.setGuestVcpus': (ctx, ref, { vcpus, online }) =>
      run(context, ctx, 'DOMAIN_SET_GUEST_VCPUS', {
        dom: domOf(ref),
        cpumap: formatCpuset(vcpus),
        state: online ? 1 : 0,
        flags: 0,
      }),
    'domain.getPins': async (ctx, ref, where) => pins(context, ctx, domOf(ref), impact(where)),
    'domain.getCpuStats': async (ctx, ref) => cpuStats(context, ctx, domOf(ref)),
    'domain.getVcpus': async (ctx, ref) => {
      const maxinfo = context.mirror.attrs('domain', ref.key)?.maxVcpus ?? 1
      const all = await hostCpus(context, ctx)
      const maplen = mapLength(all)
      const ret = await ask(context, ctx, 'DOMAIN_GET_VCPUS', { dom: domOf(ref), maxinfo, maplen })
      const maps = splitMaps(ret.cpumaps, maplen)
      return ret.info.map(({ number, state, cpu_time, cpu }, index) => ({
        number,
        state: vcpuStates[state] ?? 'offline',
        cpuTime: cpu_time,
        cpu,
        affinity: readCpuMap(maps[index] ?? new Uint8Array(), all),
      }))
    },
    'domain.pinVcpu': async (ctx, ref, { vcpu, cpus, ...where }) => {
      const cpumap = writeCpuMap(cpus, await hostCpus(context, ctx))
      const flags = impact(where)
      const dom = domOf(ref)
      // Hypervisors that have no definition apart know only the call without flags.
      if (flags === 0) await ask(context, ctx, 'DOMAIN_PIN_VCPU', { dom, vcpu, cpumap })
      else await ask(context, ctx, 'DOMAIN_PIN_VCPU_FLAGS', { dom, vcpu, cpumap, flags })
    },
    'domain.pinEmulator': async (ctx, ref, { cpus, ...where }) => {
      const cpumap = writeCpuMap(cpus, await hostCpus(context, ctx))
      await ask(context, ctx, 'DOMAIN_PIN_EMULATOR', { dom: domOf(ref), cpumap, flags: impact(where) })
    },
    'domain.setMemoryStatsPeriod': (ctx, ref, { period, ...where }) =>
      run(context, ctx, 'DOMAIN_SET_MEMORY_STATS_PERIOD', { dom: domOf(ref), period, flags: impact(where) }),
    'domain.setLifecycleAction': (ctx, ref, { event, action, ...where }) =>
      run(context, ctx, 'DOMAIN_SET_LIFECYCLE_ACTION', {
        dom: domOf(ref),
        type: numberOf(lifecycleEvents, event),
        action: numberOf(lifecycleActions, action),
        flags: impact(where),
      }),
    'domain.getIoThreads': async (ctx, ref, where) => {
      const all = await hostCpus(context, ctx)
      const { info } = await ask(context, ctx, 'DOMAIN_GET_IOTHREAD_INFO', {
        dom: domOf(ref),
        flags: impact(where),
      })
      return info.map(({ iothread_id, cpumap }) => ({ id: iothread_id, affinity: cpusOf(cpumap, all) }))
    },
    'domain.addIoThread': (ctx, ref, { id, ...where }) =>
      run(context, ctx, 'DOMAIN_ADD_IOTHREAD', { dom: domOf(ref), iothread_id: id, flags: impact(where) }),
    'domain.delIoThread': (ctx, ref, { id, ...where }) =>
      run(context, ctx, 'DOMAIN_DEL_IOTHREAD', { dom: domOf(ref), iothread_id: id, flags: impact(where) }),
    'domain.pinIoThread': async (ctx, ref, { id, cpus, ...where }) => {
      const cpumap = writeCpuMap(cpus, await hostCpus(context, ctx))
      await ask(context, ctx, 'DOMAIN_PIN_IOTHREAD', {
        dom: domOf(ref),
        iothreads_id: id,
        cpumap,
        flags: impact(where),
      })
    },
    'domain.setIoThread': (ctx, ref, { id, values, ...where }) =>
      run(context, ctx, 'DOMAIN_SET_IOTHREAD_PARAMS', {
        dom: domOf(ref),
        iothread_id: id,
        params: typedParams(['VIR_DOMAIN_IOTHREAD_'], values),
        flags: impact(where),
      }),
  }
}

function given({ live, config }: { live: boolean | undefined; config: boolean | undefined }) {
  return { ...(live !== undefined && { live }), ...(config !== undefined && { config }) }
}

/** Processors of the host, which say how long maps are. */
async function hostCpus(context: HandlerContext, ctx: OpContext): Promise<number> {
  const { nodes, sockets, cores, threads } = await ask(context, ctx, 'NODE_GET_INFO', undefined)
  return nodes * sockets * cores * threads
}

async function pins(context: HandlerContext, ctx: OpContext, dom: RemoteNonnullDomain, flags: number) {
  const all = await hostCpus(context, ctx)
  const maplen = mapLength(all)
  const ncpumaps = context.mirror.attrs('domain', dom.uuid)?.maxVcpus ?? 1
  const vcpus = await ask(context, ctx, 'DOMAIN_GET_VCPU_PIN_INFO', { dom, ncpumaps, maplen, flags })
  const emulator = await ask(context, ctx, 'DOMAIN_GET_EMULATOR_PIN_INFO', { dom, maplen, flags })
  return {
    vcpus: splitMaps(vcpus.cpumaps, maplen).map((map) => cpusOf(map, all)),
    emulator: cpusOf(emulator.cpumaps, all),
  }
}

async function cpuStats(context: HandlerContext, ctx: OpContext, dom: RemoteNonnullDomain) {
  const question = (args: { nparams: number; start_cpu: number; ncpus: number }) =>
    ask(context, ctx, 'DOMAIN_GET_CPU_STATS', { dom, flags: 0, ...args })
  const total = { start_cpu: CPU_STATS_TOTAL, ncpus: 1 }
  const { nparams } = await question({ nparams: 0, ...total })
  const values = paramMap((await question({ nparams, ...total })).params)
  const time = (name: string) => {
    const value = values.get(name)
    return typeof value === 'bigint' ? value : undefined
  }
  const userTime = time('user_time')
  const systemTime = time('system_time')
  return {
    cpuTime: time('cpu_time') ?? 0n,
    ...(userTime !== undefined && { userTime }),
    ...(systemTime !== undefined && { systemTime }),
    cpus: await perCpu(question),
  }
}

/** A flat list: so many parameters for each processor, one processor after the other. */
async function perCpu(
  question: (args: { nparams: number; start_cpu: number; ncpus: number }) => Promise<{
    readonly params: readonly { readonly field: string; readonly value: { readonly value: unknown } }[]
    readonly nparams: number
  }>,
) {
  const count = (await question({ nparams: 0, start_cpu: 0, ncpus: 0 })).nparams
  const each = (await question({ nparams: 0, start_cpu: 0, ncpus: 1 })).nparams
  if (count === 0 || each === 0) return []
  const { params, nparams } = await question({ nparams: each, start_cpu: 0, ncpus: count })
  const cpus: { cpuTime: bigint; vcpuTime?: bigint }[] = []
  for (let at = 0; at < params.length; at += Math.max(1, nparams)) {
    const own = new Map(params.slice(at, at + nparams).map(({ field, value }) => [field, value.value]))
    const cpuTime = own.get('cpu_time')
    const vcpuTime = own.get('vcpu_time')
    cpus.push({
      cpuTime: typeof cpuTime === 'bigint' ? cpuTime : 0n,
      ...(typeof vcpuTime === 'bigint' && { vcpuTime }),
    })
  }
  return cpus
}
