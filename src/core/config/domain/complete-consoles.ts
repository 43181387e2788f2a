import type { Mutable } from '../descriptor/element.ts'
import type { ConsoleDoc, SerialDoc } from './chardev.ts'
import type { DevicesDoc } from './devices.ts'

interface Numbered {
  readonly target?: { readonly port?: number }
}

function numbered<T extends Numbered>(items: readonly T[]): T[] {
  let next = 0
  for (const { target } of items)
    if (target?.port !== undefined && target.port >= next) next = target.port + 1
  return items.map((item) =>
    item.target?.port === undefined || item.target.port < 0
      ? { ...item, target: { ...item.target, port: next++ } }
      : item,
  )
}

/** Gives each serial and parallel port and each console that has no number the next one. */
export function numberPorts(devices: Mutable<DevicesDoc>): void {
  if (devices.serials !== undefined) devices.serials = numbered(devices.serials)
  if (devices.parallels !== undefined) devices.parallels = numbered(devices.parallels)
  if (devices.consoles === undefined) return
  const targeted = devices.consoles.map((item) => ({
    ...item,
    target: { ...item.target, type: item.target?.type ?? 'serial' },
  }))
  devices.consoles = numbered(targeted)
}

type Backend = Pick<SerialDoc, 'type' | 'tty' | 'source' | 'sources' | 'protocol' | 'log'>

function backendOf({ type, tty, source, sources, protocol, log }: SerialDoc | ConsoleDoc): Backend {
  return {
    type,
    ...(tty === undefined ? {} : { tty }),
    ...(source === undefined ? {} : { source }),
    ...(sources === undefined ? {} : { sources }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(log === undefined ? {} : { log }),
  }
}

/** The first console of a full virtualisation is its first serial port: where one is given, the other is too. */
export function completeConsoles(devices: Mutable<DevicesDoc>): void {
  const [console, ...others] = devices.consoles ?? []
  const serial = devices.serials?.[0]
  if (console === undefined) {
    if (serial !== undefined && isPlainSerial(serial)) devices.consoles = [aliasOf(serial)]
    return
  }
  if (console.target?.type !== 'serial') return
  if (serial === undefined) devices.serials = [{ ...backendOf(console), target: { port: 0 } }]
  const first = devices.serials?.[0]
  if (first !== undefined) devices.consoles = [{ ...console, ...backendOf(first) }, ...others]
}

function isPlainSerial(serial: SerialDoc): boolean {
  const type = serial.target?.type
  return (
    type === undefined || type === 'isa-serial' || type === 'system-serial' || type === 'spapr-vio-serial'
  )
}

function aliasOf(serial: SerialDoc): ConsoleDoc {
  return { ...backendOf(serial), target: { type: 'serial', port: serial.target?.port ?? 0 } }
}
