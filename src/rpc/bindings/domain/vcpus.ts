import { formatCpuset, parseCpuset } from '../../../core/config/index.ts'
import type { Result } from '../../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteNonnullDomain, RemoteTypedParam } from '../../wire/generated/types.ts'
import { checkFlags, switches } from '../flags.ts'
import { findDomain } from '../lookup.ts'
import { joinCpuMaps, readCpuMap, writeCpuMap } from './cpu-map.ts'
import { checkRuns, domainError, onDomain, scopeOf, sideOf } from './on-domain.ts'
import { param } from './typed-params.ts'

const countBits = { maximum: 4, guest: 8 } as const
const HOTPLUGGABLE = 16
/** Most virtual processors of an answer, and most bytes of all their maps. */
const VCPUS_MAX = 16_384
const CPUMAPS_MAX = 8_388_608

const vcpuStates = { offline: 0, running: 1, blocked: 2 } as const

/** Virtual processors of domains. */
export const vcpuHandlers: RemoteHandlers = {
  DOMAIN_SET_VCPUS: (call, { dom, nvcpus }) =>
    onDomain(call, dom, 'domain.setVcpus', { count: nvcpus, live: true }),
  DOMAIN_SET_VCPUS_FLAGS: (call, { dom, nvcpus, flags }) => {
    // What the driver adds can always be taken away again.
    const scope = scopeOf(call, flags, 12 | HOTPLUGGABLE)
    const args = { count: nvcpus, ...switches(flags, countBits), ...scope }
    return onDomain(call, dom, 'domain.setVcpus', args)
  },
  DOMAIN_SET_VCPU: (call, { dom, cpumap, state, flags }) => {
    const vcpus = numbers(call, cpumap)
    return onDomain(call, dom, 'domain.setVcpu', { vcpus, online: state !== 0, ...scopeOf(call, flags) })
  },
  DOMAIN_GET_VCPUS_FLAGS: async (call, { dom, flags }) => {
    const side = sideOf(call, flags, 12)
    return {
      num: await onDomain(call, dom, 'domain.getVcpuCount', { ...switches(flags, countBits), ...side }),
    }
  },
  DOMAIN_GET_MAX_VCPUS: (call, { dom }) => ({ num: findDomain(call, dom).attrs.maxVcpus }),
  DOMAIN_GET_VCPUS: async (call, { dom, maxinfo, maplen }) => {
    checkMaps(call, maxinfo, maplen)
    const all = await onDomain(call, dom, 'domain.getVcpus', {})
    return vcpuInfo(all.slice(0, maxinfo), maplen)
  },
  DOMAIN_PIN_VCPU: (call, { dom, vcpu, cpumap }) =>
    onDomain(call, dom, 'domain.pinVcpu', { vcpu, cpus: readCpuMap(cpumap, call.host()), live: true }),
  DOMAIN_PIN_VCPU_FLAGS: (call, { dom, vcpu, cpumap, flags }) => {
    const args = { vcpu, cpus: readCpuMap(cpumap, call.host()), ...scopeOf(call, flags) }
    return onDomain(call, dom, 'domain.pinVcpu', args)
  },
  DOMAIN_PIN_EMULATOR: (call, { dom, cpumap, flags }) => {
    const args = { cpus: readCpuMap(cpumap, call.host()), ...scopeOf(call, flags) }
    return onDomain(call, dom, 'domain.pinEmulator', args)
  },
  DOMAIN_GET_VCPU_PIN_INFO: async (call, { dom, ncpumaps, maplen, flags }) => {
    checkMaps(call, ncpumaps, maplen)
    const { vcpus } = await onDomain(call, dom, 'domain.getPins', sideOf(call, flags))
    const maps = vcpus.slice(0, ncpumaps).map((cpus) => writeCpuMap(cpus, maplen))
    return { cpumaps: joinCpuMaps(maps, maplen), num: maps.length }
  },
  DOMAIN_GET_EMULATOR_PIN_INFO: async (call, { dom, maplen, flags }) => {
    checkMaps(call, 1, maplen)
    const { emulator } = await onDomain(call, dom, 'domain.getPins', sideOf(call, flags))
    return { cpumaps: writeCpuMap(emulator, maplen), ret: 1 }
  },
  DOMAIN_GET_GUEST_VCPUS: async (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    checkRuns(call, findDomain(call, dom))
    return { params: guestVcpus(await onDomain(call, dom, 'domain.getGuestVcpus', {})) }
  },
  DOMAIN_SET_GUEST_VCPUS: (call, { dom, cpumap, state, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    const vcpus = numbers(call, cpumap)
    return onDomain(call, dom, 'domain.setGuestVcpus', { vcpus, online: state !== 0 })
  },
  DOMAIN_GET_CPU_STATS: (call, { dom, nparams, start_cpu, ncpus, flags }) => {
    checkFlags(call, 'domain', flags, 4)
    return cpuStats(call, dom, { nparams, start: start_cpu, count: ncpus })
  },
}

function checkMaps(call: Call, count: number, length: number): void {
  if (count > VCPUS_MAX || count * length > CPUMAPS_MAX) {
    throw domainError(
      call,
      'internalError',
      `${count} maps of ${length} bytes are more than an answer can hold`,
    )
  }
}

function numbers(call: Call, text: string): number[] {
  const found = parseCpuset(text)
  if (found !== undefined) return [...found]
  throw domainError(call, 'invalidArg', `'${text}' is not a set of processors like '0-2,5'`)
}

function vcpuInfo(vcpus: Result<'domain.getVcpus'>, maplen: number) {
  const info = vcpus.map(({ number, state, cpuTime, cpu }) => ({
    number,
    state: vcpuStates[state],
    cpu_time: cpuTime,
    cpu,
  }))
  const maps = vcpus.map(({ affinity }) =>
    writeCpuMap(
      affinity.flatMap((allowed, cpu) => (allowed ? [cpu] : [])),
      maplen,
    ),
  )
  return { info, cpumaps: joinCpuMaps(maps, maplen) }
}

function guestVcpus(vcpus: Result<'domain.getGuestVcpus'>): RemoteTypedParam[] {
  const set = (fits: (vcpu: (typeof vcpus)[number]) => boolean) =>
    formatCpuset(vcpus.filter(fits).map(({ number }) => number))
  return [
    param(
      'vcpus',
      'string',
      set(() => true),
    ),
    param(
      'online',
      'string',
      set(({ online }) => online),
    ),
    param(
      'offlinable',
      'string',
      set(({ canOffline }) => canOffline),
    ),
  ]
}

interface CpuStatsWish {
  readonly nparams: number
  /** First processor; -1 for all together. */
  readonly start: number
  readonly count: number
}

type CpuStats = Result<'domain.getCpuStats'>

async function cpuStats(
  call: Call,
  dom: RemoteNonnullDomain,
  { nparams, start, count }: CpuStatsWish,
): Promise<{ params: RemoteTypedParam[]; nparams: number }> {
  const stats = await onDomain(call, dom, 'domain.getCpuStats', {})
  if (start === -1) {
    const total = totals(stats)
    return nparams === 0
      ? { params: [], nparams: total.length }
      : { params: total.slice(0, nparams), nparams: Math.min(nparams, total.length) }
  }
  const { cpus } = stats
  if (cpus.length === 0) {
    throw domainError(call, 'operationInvalid', 'the host does not tell its processors apart for this guest')
  }
  if (start < 0 || start >= cpus.length) {
    throw domainError(call, 'invalidArg', `start_cpu ${start} larger than maximum of ${cpus.length - 1}`)
  }
  // No processors asked for means: how many are there.
  if (count === 0) return { params: [], nparams: cpus.length }
  const width = Math.max(...cpus.map((cpu) => ofCpu(cpu).length))
  if (nparams === 0) return { params: [], nparams: width }
  const params = cpus.slice(start, start + count).flatMap((cpu) => ofCpu(cpu).slice(0, nparams))
  return { params, nparams: Math.min(nparams, width) }
}

function totals({ cpuTime, userTime, systemTime }: CpuStats): RemoteTypedParam[] {
  return [
    param('cpu_time', 'ullong', cpuTime),
    ...(userTime === undefined ? [] : [param('user_time', 'ullong', userTime)]),
    ...(systemTime === undefined ? [] : [param('system_time', 'ullong', systemTime)]),
  ]
}

function ofCpu({ cpuTime, vcpuTime }: CpuStats['cpus'][number]): RemoteTypedParam[] {
  return [
    param('cpu_time', 'ullong', cpuTime),
    ...(vcpuTime === undefined ? [] : [param('vcpu_time', 'ullong', vcpuTime)]),
  ]
}
