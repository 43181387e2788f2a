import type { Entry } from '../../../core/contracts.ts'
import type { Attrs, Counters } from '../../../core/model/index.ts'
import type { Call } from '../../binding.ts'
import { countersOf } from './counters.ts'
import { checkRuns, domainError } from './on-domain.ts'

type Disk = Attrs<'domain'>['disks'][number]
type DiskStats = NonNullable<Counters<'domain'>['diskStats']>[number]
type InterfaceStats = NonNullable<Counters<'domain'>['interfaceStats']>[number]

/** A disk by its target name, or by what backs it. */
export function findDisk(call: Call, { attrs }: Entry<'domain'>, path: string): Disk {
  const found =
    attrs.disks.find(({ target }) => target === path) ?? attrs.disks.find(({ source }) => source === path)
  if (found !== undefined && path !== '') return found
  throw domainError(call, 'invalidArg', `invalid path: ${path}`)
}

/** Counters of a disk of a running guest; of all its disks together if no disk is named. */
export async function diskStats(call: Call, domain: Entry<'domain'>, path: string): Promise<DiskStats> {
  checkRuns(call, domain)
  const disk = path === '' ? undefined : findDisk(call, domain, path)
  const counters = await countersOf(call, domain)
  const all = counters?.diskStats ?? []
  const found = disk === undefined ? sumOf(all) : all.find(({ target }) => target === disk.target)
  if (found !== undefined) return found
  throw domainError(call, 'operationFailed', `the guest does not tell what it did with '${path}'`)
}

const summed = [
  'readRequests',
  'readBytes',
  'readTime',
  'writeRequests',
  'writeBytes',
  'writeTime',
  'flushRequests',
  'flushTime',
  'errors',
] as const

function sumOf(all: readonly DiskStats[]): DiskStats | undefined {
  const [first, ...others] = all
  if (first === undefined) return undefined
  const sum: { -readonly [F in keyof DiskStats]: DiskStats[F] } = { ...first, target: '' }
  for (const stats of others) {
    for (const field of summed) {
      const value = stats[field]
      if (value !== undefined) sum[field] = (sum[field] ?? 0n) + value
    }
  }
  return sum
}

/** Counters of an interface of a running guest, by the name of its host end or its MAC address. */
export async function interfaceStats(
  call: Call,
  domain: Entry<'domain'>,
  device: string,
): Promise<InterfaceStats> {
  checkRuns(call, domain)
  const mac = device.toLowerCase()
  const wanted = domain.attrs.interfaces.find((each) => each.target === device || each.mac === mac)
  if (wanted === undefined) {
    throw domainError(call, 'invalidArg', `'${device}' is not a known interface`)
  }
  const counters = await countersOf(call, domain)
  const found = counters?.interfaceStats?.find((each) => each.mac === wanted.mac)
  if (found !== undefined) return found
  throw domainError(call, 'operationFailed', `the host does not count what passes '${device}'`)
}
