import type { MibModule, Scalar } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'
import type { HostView } from './host-view.ts'
import { type HostTotals, hostTotals } from './totals.ts'

const ucdMib: Oid = [1, 3, 6, 1, 4, 1, 2021]
const most = 2_147_483_647n
/** Raw counters count hundredths of a second. */
const TICK_NS = 10_000_000n

/** What net-snmp's own module has and graphs are made of: memory and processor times of the hosts of a context. */
export function ucdSnmpModule(view: HostView): MibModule {
  const kib = (id: number, name: string, of: (totals: HostTotals) => bigint | undefined): Scalar => ({
    id,
    name,
    syntax: 'Integer32',
    get: () => bounded(of(hostTotals(view))),
  })
  const raw = (id: number, name: string, of: (totals: HostTotals) => bigint | undefined): Scalar => ({
    id,
    name,
    syntax: 'Counter32',
    get() {
      // Scalars are not waited for: this answer tells what is in memory, and the next one what is read now.
      void view.refresh('host')
      const time = of(hostTotals(view))
      return time === undefined ? undefined : Number(BigInt.asUintN(32, time / TICK_NS))
    },
  })
  return {
    name: 'UCD-SNMP-MIB',
    identity: { id: ucdMib, descr: 'Memory and processor times of hosts.' },
    scalars: [
      {
        name: 'memory',
        prefix: [...ucdMib, 4],
        scalars: [
          { id: 1, name: 'memIndex', syntax: 'Integer32', get: () => 0 },
          { id: 2, name: 'memErrorName', syntax: 'OctetString', get: () => 'swap' },
          kib(5, 'memTotalReal', ({ memory }) => memory),
          kib(6, 'memAvailReal', ({ freeMemory }) => freeMemory),
          kib(11, 'memTotalFree', ({ freeMemory }) => freeMemory),
        ],
      },
      {
        name: 'systemStats',
        prefix: [...ucdMib, 11],
        scalars: [
          { id: 1, name: 'ssIndex', syntax: 'Integer32', get: () => 1 },
          { id: 2, name: 'ssErrorName', syntax: 'OctetString', get: () => 'systemStats' },
          raw(50, 'ssCpuRawUser', ({ user }) => user),
          raw(52, 'ssCpuRawSystem', ({ kernel }) => kernel),
          raw(53, 'ssCpuRawIdle', ({ idle }) => idle),
          raw(54, 'ssCpuRawWait', ({ iowait }) => iowait),
          raw(55, 'ssCpuRawKernel', ({ kernel }) => kernel),
        ],
      },
    ],
  }
}

function bounded(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value > most ? most : value)
}
