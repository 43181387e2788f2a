import type { ConnectionView } from '../connection-view.ts'
import { RowCursor } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'
import type { HostView } from './host-view.ts'
import { deviceNumbers, type Interface, interfaceRows } from './interfaces.ts'
import { chained, type NumberedRows } from './numbered-source.ts'
import { deviceInterface, firstProcessorOf, interfaceDevice, mostProcessors, processorOf } from './numbers.ts'
import { Remembered } from './remembered.ts'

const deviceTypes: Oid = [1, 3, 6, 1, 2, 1, 25, 3, 1]
const statuses = { running: 2, down: 5 } as const

/** A row of hrDeviceTable. */
export interface Device {
  readonly type: Oid
  readonly descr: string
  readonly status: number
}

/** A processor of a host. */
export interface Processor extends Device {
  readonly host: ConnectionView
  readonly cpu: number
}

/** A network interface of a host. */
export interface NetworkDevice extends Device {
  readonly ifIndex: number
}

/** The processors of the hosts of a context. */
export function processorRows(view: HostView): NumberedRows<Processor> {
  const { hosts } = view
  return {
    row(number) {
      const at = processorOf(number)
      const host = at && hosts.get([at.host])
      return at && host && at.cpu < processorsOf(host) ? processor(host, at.cpu) : undefined
    },
    next(after) {
      const at = processorOf(after)
      const host = at && hosts.get([at.host])
      if (at && host && at.cpu + 1 < processorsOf(host)) return after + 1
      const cursor = new RowCursor<ConnectionView>()
      cursor.index = at ? [at.host] : after >= firstProcessorOf(1) ? [mostHosts] : []
      while (hosts.next(cursor.index, cursor)) {
        if (cursor.row && processorsOf(cursor.row) > 0) return firstProcessorOf(cursor.index[0] ?? 0)
      }
      return -1
    },
  }
}

const mostHosts = 2_147_483_647

/** How many processors of a host have rows. */
export function processorsOf({ host }: ConnectionView): number {
  return Math.min(host?.attrs.cpus ?? 0, mostProcessors)
}

function processor(host: ConnectionView, cpu: number): Processor {
  const { cpuModel = 'processor', mhz = 0 } = host.host?.attrs ?? {}
  const clock = mhz > 0 ? ` ${mhz} MHz` : ''
  return {
    host,
    cpu,
    type: [...deviceTypes, 3],
    descr: `${host.name} CPU ${cpu}: ${cpuModel}${clock}`,
    status: host.reachable ? statuses.running : 1,
  }
}

/** The network interfaces of hosts, those of guests left out. */
export function networkDeviceRows(view: HostView): NumberedRows<NetworkDevice> {
  const interfaces = interfaceRows(view)
  const numbers = new Remembered(
    view.clock,
    () => view.objects.shape.version,
    () => deviceNumbers(view),
  )
  return {
    row(number) {
      const ifIndex = deviceInterface(number)
      if (ifIndex === undefined || !numbers.value.includes(ifIndex)) return undefined
      const found = interfaces.row(ifIndex)
      return found && networkDevice(found, ifIndex)
    },
    next(after) {
      const before = deviceInterface(after) ?? 0
      const ifIndex = numbers.value.find((number) => number > before)
      return ifIndex === undefined ? -1 : interfaceDevice(ifIndex)
    },
  }
}

function networkDevice({ name, up }: Interface, ifIndex: number): NetworkDevice {
  return {
    ifIndex,
    type: [...deviceTypes, 4],
    descr: `network interface ${name}`,
    status: up ? statuses.running : statuses.down,
  }
}

/** The devices of the hosts of a context. */
export function deviceRows(view: HostView): NumberedRows<Device> {
  return chained<Device>([processorRows(view), networkDeviceRows(view)])
}
