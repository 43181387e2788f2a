import { i64, int, oneOf, pattern, positive, string, u64, uint, word, yesNo } from '../descriptor/codec.ts'
import { cpuset } from '../descriptor/cpuset.ts'
import { type Doc, element } from '../descriptor/element.ts'
import { attr, child, flag, leaf, list, text } from '../descriptor/field.ts'
import { memory, size } from '../descriptor/size.ts'

const sched = {
  scheduler: attr(oneOf('batch', 'idle', 'fifo', 'rr'), { required: true }),
  priority: attr(int),
}

const vcpuset = { vcpus: attr(cpuset, { required: true }) }

const memorytuneNode = element({
  id: attr(uint, { required: true }),
  bandwidth: attr(uint, { required: true }),
})
const monitor = element({ level: attr(uint), vcpus: attr(cpuset, { required: true }) })

/** `<cputune>`: shares, limits and placement of processors. */
export const cputune = element(
  {
    shares: leaf(u64),
    period: leaf(u64),
    quota: leaf(i64),
    globalPeriod: leaf(u64, { name: 'global_period' }),
    globalQuota: leaf(i64, { name: 'global_quota' }),
    emulatorPeriod: leaf(u64, { name: 'emulator_period' }),
    emulatorQuota: leaf(i64, { name: 'emulator_quota' }),
    iothreadPeriod: leaf(u64, { name: 'iothread_period' }),
    iothreadQuota: leaf(i64, { name: 'iothread_quota' }),
    vcpupins: list(
      element({ vcpu: attr(uint, { required: true }), cpuset: attr(cpuset, { required: true }) }),
      { name: 'vcpupin' },
    ),
    emulatorpin: child(element({ cpuset: attr(cpuset, { required: true }) })),
    iothreadpins: list(
      element({ iothread: attr(uint, { required: true }), cpuset: attr(cpuset, { required: true }) }),
      { name: 'iothreadpin' },
    ),
    emulatorsched: child(element(sched)),
    vcpuscheds: list(element({ ...vcpuset, ...sched }), { name: 'vcpusched' }),
    iothreadscheds: list(element({ iothreads: attr(cpuset, { required: true }), ...sched }), {
      name: 'iothreadsched',
    }),
    cachetunes: list(
      element({
        ...vcpuset,
        id: attr(string, { live: true }),
        caches: list(
          element({
            id: attr(uint, { required: true }),
            level: attr(uint, { required: true }),
            type: attr(oneOf('both', 'code', 'data'), { required: true }),
            size: attr(size('KiB', 'bytes'), { required: true }),
          }),
          { name: 'cache' },
        ),
        monitors: list(monitor, { name: 'monitor' }),
      }),
      { name: 'cachetune' },
    ),
    memorytunes: list(
      element({
        ...vcpuset,
        id: attr(string, { live: true }),
        nodes: list(memorytuneNode, { name: 'node' }),
        monitors: list(monitor, { name: 'monitor' }),
      }),
      { name: 'memorytune' },
    ),
  },
  {
    check(doc, site) {
      for (const key of ['period', 'globalPeriod', 'emulatorPeriod', 'iothreadPeriod'] as const) {
        const value = doc[key]
        if (value !== undefined && value !== 0n && (value < 1000n || value > 1_000_000n)) {
          site.fail(`has the ${key} ${value}, expected 1000 to 1000000`)
        }
      }
    },
  },
)

/** `<memtune>`: limits of memory in KiB. */
export const memtune = element({
  hardLimit: leaf(memory, { name: 'hard_limit' }),
  softLimit: leaf(memory, { name: 'soft_limit' }),
  minGuarantee: leaf(memory, { name: 'min_guarantee' }),
  swapHardLimit: leaf(memory, { name: 'swap_hard_limit' }),
})

/** `<blkiotune>`: weights and limits of block devices of the host. */
export const blkiotune = element({
  weight: leaf(uint, { omit: [0] }),
  devices: list(
    element({
      path: leaf(word, { required: true }),
      weight: leaf(uint, { omit: [0] }),
      readIopsSec: leaf(uint, { name: 'read_iops_sec', omit: [0] }),
      writeIopsSec: leaf(uint, { name: 'write_iops_sec', omit: [0] }),
      readBytesSec: leaf(u64, { name: 'read_bytes_sec', omit: [0n] }),
      writeBytesSec: leaf(u64, { name: 'write_bytes_sec', omit: [0n] }),
    }),
    { name: 'device' },
  ),
})

const numaModes = oneOf('strict', 'preferred', 'interleave', 'restrictive')

/** `<numatune>`: from which NUMA nodes of the host memory is taken. */
export const numatune = element({
  memory: child(
    element(
      {
        mode: attr(numaModes, { default: 'strict' }),
        nodeset: attr(cpuset),
        placement: attr(oneOf('static', 'auto')),
      },
      {
        after(draft, site) {
          if (draft.placement === undefined && draft.nodeset === undefined) return
          draft.placement ??= 'static'
          if (draft.placement === 'static' && draft.nodeset === undefined)
            site.fail("lacks the attribute 'nodeset'", 'configUnsupported')
          if (draft.placement === 'static') delete (draft as { placement?: string }).placement
          else delete draft.nodeset
        },
      },
    ),
  ),
  memnodes: list(
    element({
      cellid: attr(uint, { required: true }),
      mode: attr(numaModes, { default: 'strict' }),
      nodeset: attr(cpuset, { required: true }),
    }),
    { name: 'memnode' },
  ),
})

/** `<memoryBacking>`: where the memory of the guest comes from. */
export const memoryBacking = element({
  hugepages: child(
    element({
      pages: list(element({ size: attr(memory, { required: true }), nodeset: attr(cpuset) }), {
        name: 'page',
      }),
    }),
    { keep: true },
  ),
  nosharepages: flag(),
  locked: flag(),
  source: child(element({ type: attr(oneOf('file', 'anonymous', 'memfd')) })),
  access: child(element({ mode: attr(oneOf('shared', 'private')) })),
  allocation: child(element({ mode: attr(oneOf('immediate', 'ondemand')), threads: attr(positive) })),
  discard: flag(),
})

/** `<vcpus>`: single processors of the guest. */
export const vcpus = element({
  vcpus: list(
    element({
      id: attr(uint, { required: true }),
      enabled: attr(yesNo, { required: true }),
      hotpluggable: attr(yesNo),
      order: attr(positive),
    }),
    { name: 'vcpu' },
  ),
})

/** `<iothreadids>`: numbers of the threads that do input and output. */
export const iothreadids = element({
  iothreads: list(
    element({
      id: attr(positive, { required: true }),
      threadPoolMin: attr(uint, { name: 'thread_pool_min' }),
      threadPoolMax: attr(uint, { name: 'thread_pool_max' }),
      poll: child(element({ max: attr(u64), grow: attr(u64), shrink: attr(u64) })),
    }),
    { name: 'iothread' },
  ),
})

/** `<defaultiothread>`. */
export const defaultiothread = element({
  threadPoolMin: attr(uint, { name: 'thread_pool_min' }),
  threadPoolMax: attr(uint, { name: 'thread_pool_max' }),
})

/** `<vcpu>`: how many processors the guest has. */
export const vcpu = element(
  {
    placement: attr(oneOf('static', 'auto'), { filled: true }),
    cpuset: attr(cpuset),
    current: attr(positive),
    value: text(positive, { default: 1 }),
  },
  {
    after(draft) {
      draft.placement ??= 'static'
      if (draft.placement === 'auto') delete draft.cpuset
      if (draft.current === draft.value) delete draft.current
    },
    check(doc, site) {
      if ((doc.current ?? 0) > doc.value) {
        site.fail(
          `has ${doc.current} processors at present, which is more than its ${doc.value}`,
          'internalError',
        )
      }
    },
  },
)

/** `<resource>`: where the guest stands in the host's control groups. */
export const resource = element({
  partition: leaf(pattern(/^\/[\s\S]*$/, 'an absolute path')),
  fibrechannel: child(
    element({
      appid: attr(pattern(/^[\x20-\x7e]{1,128}$/, 'up to 128 printable characters'), { required: true }),
    }),
  ),
})

/** Number of processors of a domain. */
export type VcpuDoc = Doc<typeof vcpu>
