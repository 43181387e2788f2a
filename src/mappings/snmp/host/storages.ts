import type { Entry } from '../../../core/contracts.ts'
import { unitExponent } from '../domain-row.ts'
import { RowCursor } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'
import { unitsUp } from '../values.ts'
import type { HostView } from './host-view.ts'
import { chained, type NumberedRows, nextNumber } from './numbered-source.ts'
import { memoryEnd, memoryNumber, poolNumber } from './numbers.ts'

const storageTypes: Oid = [1, 3, 6, 1, 2, 1, 25, 2, 1]
const ram: Oid = [...storageTypes, 2]
const fixedDisk: Oid = [...storageTypes, 4]
const networkDisk: Oid = [...storageTypes, 10]
const networkPools: readonly string[] = ['netfs', 'gluster', 'rbd', 'sheepdog', 'iscsi', 'iscsi-direct']

/** A row of hrStorageTable. */
export interface Storage {
  readonly type: Oid
  readonly descr: string
  /** Octets in a unit of the sizes. */
  readonly unit: number
  readonly size: number
  readonly used: number | undefined
  /** Only what files are kept in has a file system. */
  readonly pool: Entry<'pool'> | undefined
}

/** Storage of the hosts of a context: the memory of each, and storage pools. */
export function storageRows(view: HostView): NumberedRows<Storage> {
  return chained([memories(view), poolRows(view, (entry) => poolStorage(entry))])
}

/** Rows made of the storage pools of a context. */
export function poolRows<Row>(
  view: HostView,
  make: (entry: Entry<'pool'>) => Row | undefined,
): NumberedRows<Row> {
  const pools = view.objects.rows('pool')
  const base = poolNumber(0)
  return {
    row(number) {
      const entry = number > base ? pools.get([number - base]) : undefined
      return entry && make(entry)
    },
    next(after) {
      const index = nextNumber(pools, after < base ? -1 : after - base, new RowCursor())
      return index < 0 ? -1 : base + index
    },
  }
}

function memories(view: HostView): NumberedRows<Storage> {
  const { hosts } = view
  return {
    row(number) {
      const host = number < memoryEnd ? hosts.get([number]) : undefined
      const memory = host?.host?.attrs.memory
      if (!host || memory === undefined) return undefined
      const free = host.hostCounters()?.freeMemory
      const sizes = sized(memory << 10n, free === undefined ? undefined : (memory - free) << 10n)
      return { type: ram, descr: `Memory of ${host.name}`, pool: undefined, ...sizes }
    },
    next(after) {
      const number = nextNumber(hosts, after, new RowCursor())
      return number < 0 || number >= memoryEnd ? -1 : memoryNumber(number)
    },
  }
}

function poolStorage(pool: Entry<'pool'>): Storage {
  const { name, type, path, capacity, allocation } = pool.attrs
  return {
    type: networkPools.includes(type) ? networkDisk : fixedDisk,
    descr: path === undefined ? `Pool ${name}` : `Pool ${name}: ${path}`,
    pool,
    ...sized(capacity, allocation),
  }
}

/** The smallest unit of at least 1 KiB in which a storage that grows to four times its size still can be told. */
function sized(size: bigint, used: bigint | undefined) {
  const unit = 2 ** unitExponent(size)
  return { unit, size: unitsUp(size, unit), used: used === undefined ? undefined : unitsUp(used, unit) }
}
