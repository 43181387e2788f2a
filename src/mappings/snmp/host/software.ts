import type { ConnectionView } from '../connection-view.ts'
import type { DomainRow } from '../domain-row.ts'
import { RowCursor } from '../engine/module.ts'
import { versionText } from '../values.ts'
import type { HostView } from './host-view.ts'
import { chained, type NumberedRows, nextNumber } from './numbered-source.ts'
import { softwareHost, softwareNumber } from './numbers.ts'

const types = { operatingSystem: 2, application: 4 } as const
const statuses = { running: 1, runnable: 2, notRunnable: 3 } as const

/** A row of hrSWRunTable. */
export interface Software {
  readonly name: string
  readonly path: string
  readonly parameters: string
  readonly type: number
  readonly status: number
  /** The guest, if it is one. */
  readonly guest: DomainRow | undefined
}

/** What runs on the hosts of a context: guests with their vmIndex, and the hypervisors behind them. */
export function softwareRows(view: HostView): NumberedRows<Software> {
  return chained([guests(view), hypervisors(view)])
}

/** How many guests run. */
export function countRunning(view: HostView): number {
  let count = 0
  for (const row of view.objects.domains.values()) if (row.active) count++
  return count
}

function guests(view: HostView): NumberedRows<Software> {
  const { domains } = view.objects
  return {
    row(number) {
      const row = domains.get([number])
      return row?.active ? guest(row) : undefined
    },
    next(after) {
      const cursor = new RowCursor<DomainRow>()
      cursor.index = after < 0 ? [] : [after]
      while (domains.next(cursor.index, cursor)) if (cursor.row?.active) return cursor.index[0] ?? -1
      return -1
    },
  }
}

function hypervisors({ hosts }: HostView): NumberedRows<Software> {
  return {
    row(number) {
      const index = softwareHost(number)
      const host = index === undefined ? undefined : hosts.get([index])
      return host && hypervisor(host)
    },
    next(after) {
      const number = nextNumber(hosts, softwareHost(after) ?? -1, new RowCursor())
      return number < 0 ? -1 : softwareNumber(number)
    },
  }
}

function guest(row: DomainRow): Software {
  const { name, state, osType, uuid } = row.entry.attrs
  return {
    name,
    path: row.entry.connection,
    parameters: uuid,
    type: osType === 'exe' ? types.application : types.operatingSystem,
    status: state === 'running' || state === 'blocked' ? statuses.running : statuses.notRunnable,
    guest: row,
  }
}

function hypervisor(host: ConnectionView): Software {
  const { hvType = '', hvVersion, uri = '' } = host.host?.attrs ?? {}
  return {
    name: hvVersion === undefined ? hvType : `${hvType} ${versionText(hvVersion)}`,
    path: host.name,
    parameters: uri,
    type: types.operatingSystem,
    status: host.reachable ? statuses.running : statuses.notRunnable,
    guest: undefined,
  }
}
