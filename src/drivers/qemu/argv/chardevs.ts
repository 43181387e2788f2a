import type { ChannelDoc, ConsoleDoc, ParallelDoc, SerialDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { QmpObject } from '../../../qmp/index.ts'
import { aliasOf } from '../definition/devices.ts'
import { joined, plain } from './argv.ts'
import { type BusNames, pciProps, usbProps } from './places.ts'

/** Any character device of a definition. */
export type CharDoc = SerialDoc | ParallelDoc | ConsoleDoc | ChannelDoc

const onOff = (value: boolean) => (value ? 'on' : 'off')

type Backend = (device: CharDoc) => Array<string | undefined>

/** A path, or for udp the two ends, as options of the character device. */
const backends: Readonly<Record<string, Backend>> = {
  null: () => ['null'],
  vc: () => ['vc'],
  stdio: () => ['stdio'],
  pty: () => ['pty'],
  dev: (device) => [
    device.alias?.name?.startsWith('parallel') ? 'parallel' : 'serial',
    `path=${plain(path(device))}`,
  ],
  file: (device) => [
    'file',
    `path=${plain(path(device))}`,
    device.source?.append === undefined ? undefined : `append=${onOff(device.source.append)}`,
  ],
  pipe: (device) => ['pipe', `path=${plain(path(device))}`],
  unix: (device) => ['socket', `path=${plain(path(device))}`, ...socketMode(device)],
  tcp(device) {
    const { host = '', service = '' } = device.source ?? {}
    return [
      'socket',
      `host=${plain(host)}`,
      `port=${plain(service)}`,
      device.protocol?.type === 'telnet' ? 'telnet=on' : undefined,
      ...socketMode(device),
    ]
  },
  udp(device) {
    const connect = device.sources?.find((source) => source.mode !== 'bind')
    const bind = device.sources?.find((source) => source.mode === 'bind')
    return [
      'udp',
      `host=${plain(connect?.host ?? '')}`,
      `port=${plain(connect?.service ?? '')}`,
      ...(bind ? [`localaddr=${plain(bind.host ?? '')}`, `localport=${plain(bind.service ?? '0')}`] : []),
    ]
  },
}

/** Kinds of host ends that this driver can connect. */
export const chardevBackends: readonly string[] = Object.keys(backends)

function path(device: CharDoc): string {
  const found = device.source?.path
  if (found === undefined) {
    throw new VirtError('configUnsupported', `character device '${aliasOf(device)}' has no path`, {
      domain: 'qemu',
    })
  }
  return found
}

function socketMode(device: CharDoc): Array<string | undefined> {
  const { mode, reconnect } = device.source ?? {}
  if (mode === 'bind' || mode === 'server') return ['server=on', 'wait=off']
  if (reconnect?.enabled) return [`reconnect=${reconnect.timeout}`]
  return [reconnect?.enabled === false ? 'reconnect=0' : undefined]
}

/** The host end of a character device as the value of `-chardev`; what passes is copied to `logFile`. */
export function chardev(device: CharDoc, logFile?: string): string {
  const backend = backends[device.type]
  if (!backend) {
    throw new VirtError(
      'configUnsupported',
      `character device '${aliasOf(device)}' is of type '${device.type}'; supported are ${Object.keys(backends).join(', ')}`,
      { domain: 'qemu' },
    )
  }
  const [kind, ...options] = backend(device)
  const log = device.log
    ? [
        `logfile=${plain(device.log.file)}`,
        device.log.append === undefined ? undefined : `logappend=${onOff(device.log.append)}`,
      ]
    : logFile
      ? [`logfile=${plain(logFile)}`, 'logappend=on']
      : []
  return joined(kind, `id=char${aliasOf(device)}`, ...options, ...log)
}

/** The serial port of the guest. */
export function serialDevice(serial: SerialDoc, buses: BusNames): QmpObject {
  const id = aliasOf(serial)
  const common = { chardev: `char${id}`, id }
  switch (serial.target?.type ?? 'isa-serial') {
    case 'isa-serial':
      return { driver: 'isa-serial', ...common, index: serial.target?.port ?? 0 }
    case 'isa-debug':
      return { driver: 'isa-debugcon', ...common }
    case 'usb-serial':
      return { driver: 'usb-serial', ...common, ...usbProps(serial.address, buses) }
    case 'pci-serial':
      return { driver: 'pci-serial', ...common, ...pciProps(serial.address, buses, `serial port '${id}'`) }
    default:
      throw new VirtError(
        'configUnsupported',
        `serial port '${id}' has the type '${serial.target?.type}', which x86 machines do not have`,
        { domain: 'qemu' },
      )
  }
}

/** The port of a channel or virtio console of the guest. */
export function portDevice(device: ChannelDoc | ConsoleDoc, buses: BusNames): QmpObject {
  const id = aliasOf(device)
  const { address } = device
  if (address?.type !== 'virtio-serial') {
    throw new VirtError('internalError', `'${id}' has no port of a virtio serial controller`, {
      domain: 'qemu',
    })
  }
  const bus = `${buses.controller('virtio-serial', address.controller)}.0`
  const name = 'name' in (device.target ?? {}) ? (device as ChannelDoc).target.name : undefined
  return {
    driver: name === undefined && id.startsWith('console') ? 'virtconsole' : 'virtserialport',
    bus,
    ...(address.port === undefined ? {} : { nr: address.port }),
    chardev: `char${id}`,
    id,
    ...(name === undefined ? {} : { name }),
  }
}
