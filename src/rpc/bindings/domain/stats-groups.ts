import type { Entry } from '../../../core/contracts.ts'
import type { Counters } from '../../../core/model/index.ts'
import { stateNumbers } from './info.ts'
import type { StatsWriter } from './stats-writer.ts'

/** What one group of numbers is made of. */
export interface StatsSource {
  readonly domain: Entry<'domain'>
  readonly counters: Counters<'domain'> | undefined
  readonly active: boolean
}

type Balloon = NonNullable<Counters<'domain'>['balloon']>
type DiskStats = NonNullable<Counters<'domain'>['diskStats']>[number]
type InterfaceStats = NonNullable<Counters<'domain'>['interfaceStats']>[number]

/** One group: its bit, whether counters have to be read for it, and how it is written. */
export interface StatsGroup {
  readonly bit: number
  readonly counted: boolean
  readonly write: (to: StatsWriter, from: StatsSource) => void
}

/** Memory numbers by libvirt's names, in the order of its answers. */
const balloonNames = [
  ['balloon.swap_in', 'swapIn'],
  ['balloon.swap_out', 'swapOut'],
  ['balloon.major_fault', 'majorFault'],
  ['balloon.minor_fault', 'minorFault'],
  ['balloon.unused', 'unused'],
  ['balloon.available', 'available'],
  ['balloon.usable', 'usable'],
  ['balloon.last-update', 'lastUpdate'],
  ['balloon.disk_caches', 'diskCaches'],
  ['balloon.hugetlb_pgalloc', 'hugetlbPageAlloc'],
  ['balloon.hugetlb_pgfail', 'hugetlbPageFail'],
  ['balloon.rss', 'rss'],
] as const satisfies ReadonlyArray<readonly [string, keyof Balloon]>

const vcpuSuffixes = ['state', 'time'] as const

/** Traffic of an interface by the ends of libvirt's names, after its own name. */
const netFields = [
  ['rx.bytes', 'rxBytes'],
  ['rx.pkts', 'rxPackets'],
  ['rx.errs', 'rxErrors'],
  ['rx.drop', 'rxDropped'],
  ['tx.bytes', 'txBytes'],
  ['tx.pkts', 'txPackets'],
  ['tx.errs', 'txErrors'],
  ['tx.drop', 'txDropped'],
] as const satisfies ReadonlyArray<readonly [string, keyof InterfaceStats]>
const netSuffixes = ['name', ...netFields.map(([suffix]) => suffix)]

/** Counters of a disk by the ends of libvirt's names, after its own name and path. */
const blockFields = [
  ['rd.reqs', 'readRequests'],
  ['rd.bytes', 'readBytes'],
  ['rd.times', 'readTime'],
  ['wr.reqs', 'writeRequests'],
  ['wr.bytes', 'writeBytes'],
  ['wr.times', 'writeTime'],
  ['fl.reqs', 'flushRequests'],
  ['fl.times', 'flushTime'],
  ['errors', 'errors'],
  ['allocation', 'allocation'],
  ['capacity', 'capacity'],
  ['physical', 'physical'],
] as const satisfies ReadonlyArray<readonly [string, keyof DiskStats]>
const blockSuffixes = ['name', 'path', ...blockFields.map(([suffix]) => suffix)]

/** Groups of numbers of domains by libvirt's bits. */
export const statsGroups: readonly StatsGroup[] = [
  { bit: 1, counted: false, write: writeState },
  { bit: 2, counted: true, write: writeCpu },
  { bit: 4, counted: true, write: writeBalloon },
  { bit: 8, counted: true, write: writeVcpus },
  { bit: 16, counted: true, write: writeInterfaces },
  { bit: 32, counted: true, write: writeDisks },
]

function writeState(to: StatsWriter, { domain }: StatsSource): void {
  const { state, reason } = stateNumbers(domain)
  to.int('state.state', state)
  to.int('state.reason', reason)
}

function writeCpu(to: StatsWriter, { counters }: StatsSource): void {
  to.ullong('cpu.time', counters?.cpuTime)
  to.ullong('cpu.user', counters?.cpuUser)
  to.ullong('cpu.system', counters?.cpuSystem)
}

function writeBalloon(to: StatsWriter, { domain, counters, active }: StatsSource): void {
  if (active) to.ullong('balloon.current', domain.attrs.memory)
  to.ullong('balloon.maximum', domain.attrs.maxMemory)
  const balloon = counters?.balloon
  if (balloon === undefined) return
  for (const [name, field] of balloonNames) to.ullong(name, balloon[field])
}

function writeVcpus(to: StatsWriter, { domain, counters }: StatsSource): void {
  to.uint('vcpu.current', domain.attrs.vcpus)
  to.uint('vcpu.maximum', domain.attrs.maxVcpus)
  const times = counters?.vcpuTimes ?? []
  for (let i = 0; i < times.length; i++) {
    const [state = '', time = ''] = to.names.at('vcpu', vcpuSuffixes, i)
    to.int(state, 1)
    to.ullong(time, times[i])
  }
}

function writeInterfaces(to: StatsWriter, { domain, counters, active }: StatsSource): void {
  if (!active) return
  const { interfaces } = domain.attrs
  to.uint('net.count', interfaces.length)
  const all = counters?.interfaceStats
  for (let i = 0; i < interfaces.length; i++) {
    const { target, mac } = interfaces[i] ?? {}
    const stats = all?.[i]?.mac === mac ? all?.[i] : all?.find((each) => each.mac === mac)
    if (target === undefined || stats === undefined) continue
    const names = to.names.at('net', netSuffixes, i)
    to.text(names[0] ?? '', target)
    for (let k = 0; k < netFields.length; k++) {
      const field = netFields[k]
      if (field !== undefined) to.ullong(names[k + 1] ?? '', stats[field[1]])
    }
  }
}

function writeDisks(to: StatsWriter, { domain, counters }: StatsSource): void {
  const { disks } = domain.attrs
  to.uint('block.count', disks.length)
  const all = counters?.diskStats
  for (let i = 0; i < disks.length; i++) {
    const { target = '', source, sourceType } = disks[i] ?? {}
    const names = to.names.at('block', blockSuffixes, i)
    to.text(names[0] ?? '', target)
    if (sourceType === 'file' || sourceType === 'block') to.text(names[1] ?? '', source)
    const stats = all?.[i]?.target === target ? all?.[i] : all?.find((each) => each.target === target)
    if (stats === undefined) continue
    for (let k = 0; k < blockFields.length; k++) {
      const field = blockFields[k]
      if (field !== undefined) to.ullong(names[k + 2] ?? '', stats[field[1]])
    }
  }
}
