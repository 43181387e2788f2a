import type { RemoteHandlers } from '../../binding.ts'
import { checkFlags } from '../flags.ts'
import { cpuMapLength, readCpuMap, writeCpuMap } from './cpu-map.ts'
import { onDomain, scopeOf, sideOf } from './on-domain.ts'
import { type ParamTable, readParams } from './typed-params.ts'

const threadParams = {
  poll_max_ns: 'ullong',
  poll_grow: 'uint',
  poll_shrink: 'uint',
  thread_pool_min: 'int',
  thread_pool_max: 'int',
} as const satisfies ParamTable

/** Threads for the input and output of disks. */
export const ioThreadHandlers: RemoteHandlers = {
  DOMAIN_GET_IOTHREAD_INFO: async (call, { dom, flags }) => {
    const threads = await onDomain(call, dom, 'domain.getIoThreads', sideOf(call, flags))
    const length = cpuMapLength(call.host())
    const info = threads.map(({ id, affinity }) => ({
      iothread_id: id,
      cpumap: writeCpuMap(affinity, length),
    }))
    return { info, ret: info.length }
  },
  DOMAIN_PIN_IOTHREAD: (call, { dom, iothreads_id, cpumap, flags }) => {
    const args = { id: iothreads_id, cpus: readCpuMap(cpumap, call.host()), ...scopeOf(call, flags) }
    return onDomain(call, dom, 'domain.pinIoThread', args)
  },
  DOMAIN_ADD_IOTHREAD: (call, { dom, iothread_id, flags }) =>
    onDomain(call, dom, 'domain.addIoThread', { id: iothread_id, ...scopeOf(call, flags) }),
  DOMAIN_DEL_IOTHREAD: (call, { dom, iothread_id, flags }) =>
    onDomain(call, dom, 'domain.delIoThread', { id: iothread_id, ...scopeOf(call, flags) }),
  DOMAIN_SET_IOTHREAD_PARAMS: (call, { dom, iothread_id, params, flags }) => {
    checkFlags(call, 'domain', flags, 3)
    const values = readParams(call, threadParams, params)
    return onDomain(call, dom, 'domain.setIoThread', { id: iothread_id, values, ...scopeOf(call, flags) })
  },
}
