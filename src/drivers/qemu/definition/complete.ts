import { randomUUID } from 'node:crypto'
import { type CpuDoc, type DomainDoc, diskIndex } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { MachineType, QemuCapabilities } from '../../../qmp/index.ts'
import { checkIoThreads } from '../../shared/domain-pins.ts'
import { randomMac } from '../../shared/mac.ts'
import { machineArch } from '../host/facts.ts'
import { completeControllers } from './controllers.ts'
import { type DeviceOf, devicesOf, withDevices } from './devices.ts'
import { assignDriveAddresses } from './drive-addresses.ts'
import { acceleratorOf, checkAccelerator, type EmulatorSource } from './emulators.ts'
import { assignPciAddresses } from './pci-addresses.ts'
import { assignSerialPorts } from './serial-ports.ts'
import { checkSupported } from './unsupported.ts'
import { assignUsbAddresses } from './usb-addresses.ts'

/** A definition brought into its full form, with the emulator that it is for. */
export interface Completed {
  readonly doc: DomainDoc
  readonly caps: QemuCapabilities
}

/**
 * Checks a definition against what the host's emulator can do and fills in what it leaves to the driver: machine
 * type, processor, controllers, addresses. What is filled in stays for the life of the definition.
 */
export async function completeDefinition(
  given: DomainDoc,
  emulators: EmulatorSource,
  signal?: AbortSignal,
): Promise<Completed> {
  checkName(given.name)
  checkSupported(given)
  if (given.os.type?.value !== 'hvm') {
    throw new VirtError(
      'osType',
      `domain '${given.name}' has the OS type '${given.os.type?.value}'; QEMU runs 'hvm'`,
      {
        domain: 'qemu',
      },
    )
  }
  const arch = given.os.type.arch ?? machineArch()
  const emulator = given.devices.emulator ?? (await emulators.pathFor(arch))
  const caps = await emulators.get(emulator, signal)
  checkAccelerator(given, caps)
  checkArch(given, arch, caps)
  const machine = findMachine(given, caps)
  const based: DomainDoc = {
    ...given,
    os: { ...given.os, type: { ...given.os.type, arch, machine: machine.name } },
    ...(given.genid ? { genid: { value: given.genid.value ?? randomUUID() } } : {}),
    cpu: completeCpu(given, machine, caps),
    devices: { ...given.devices, emulator },
  }
  checkVcpus(based, machine)
  checkIoThreads(based)
  return { doc: completeDevices(based, caps), caps }
}

/** Characters that an XML document or a file name cannot hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that are looked for
const badInName = /[/\u0000-\u0008\n-\u001f\ufffe\uffff\p{Cs}]|^\.{0,2}$/u

/** Refuses a name that could not be kept in a definition or in names of files. */
export function checkName(name: string): void {
  if (!badInName.test(name)) return
  throw new VirtError(
    'xmlError',
    `${JSON.stringify(name)} is no name for a domain: it is empty, '.' or '..', or holds a control character or '/'`,
    { domain: 'qemu' },
  )
}

function checkArch(doc: DomainDoc, arch: string, caps: QemuCapabilities): void {
  const runs = caps.arch === 'i386' ? ['i686'] : caps.arch === 'x86_64' ? ['x86_64', 'i686'] : [caps.arch]
  if (runs.includes(arch)) return
  throw new VirtError(
    'configUnsupported',
    `domain '${doc.name}' is of architecture '${arch}', but '${caps.binary}' runs ${runs.join(' and ')}`,
    { domain: 'qemu' },
  )
}

function findMachine(doc: DomainDoc, caps: QemuCapabilities): MachineType {
  const accelerator = acceleratorOf(doc)
  const wanted = doc.os.type?.machine
  const found = wanted === undefined ? caps.defaultMachine(accelerator) : caps.machine(wanted, accelerator)
  if (!found) {
    throw new VirtError(
      'configUnsupported',
      `'${caps.binary}' has no machine type '${wanted ?? 'by default'}'`,
      {
        domain: 'qemu',
      },
    )
  }
  if (!/^pc-(i440fx|q35)-/.test(found.name)) {
    throw new VirtError(
      'configUnsupported',
      `machine type '${found.name}' is not supported; supported are those of 'pc' and 'q35'`,
      { domain: 'qemu' },
    )
  }
  return found
}

function checkVcpus(doc: DomainDoc, machine: MachineType): void {
  const { value } = doc.vcpu
  if (value > machine.cpuMax) {
    throw new VirtError(
      'configUnsupported',
      `domain '${doc.name}' has ${value} processors; machine type '${machine.name}' takes ${machine.cpuMax} at most`,
      { domain: 'qemu' },
    )
  }
  const t = doc.cpu?.topology
  if (t && t.sockets * (t.dies ?? 1) * t.cores * t.threads !== value) {
    throw new VirtError(
      'configUnsupported',
      `domain '${doc.name}' has ${value} processors, but its topology has ${t.sockets * (t.dies ?? 1) * t.cores * t.threads}`,
      { domain: 'qemu' },
    )
  }
}

/** Model that a guest gets whose definition names none: what the machine type would take. */
export function defaultCpuModel(machine: MachineType | undefined, arch: string): string {
  const type = machine?.defaultCpu?.replace(/-(x86_64|i386)-cpu$/, '')
  if (type) return arch === 'i686' && type === 'qemu64' ? 'qemu32' : type
  return arch === 'i686' ? 'qemu32' : 'qemu64'
}

function completeCpu(doc: DomainDoc, machine: MachineType, caps: QemuCapabilities): CpuDoc {
  const cpu: CpuDoc = doc.cpu ?? {}
  const kvm = acceleratorOf(doc) === 'kvm'
  if (cpu.mode === 'host-passthrough') {
    if (!kvm) {
      throw new VirtError(
        'configUnsupported',
        `domain '${doc.name}' of type 'qemu' asks for the processor of the host; that takes type 'kvm'`,
        { domain: 'qemu' },
      )
    }
    return { ...cpu, check: cpu.check ?? 'none', migratable: cpu.migratable ?? true }
  }
  if (cpu.mode === 'maximum')
    return { ...cpu, check: cpu.check ?? 'none', migratable: cpu.migratable ?? true }
  if (cpu.mode === 'host-model') return { ...cpu, check: cpu.check ?? 'partial' }
  const value = cpu.model?.value
  if (value === undefined) {
    const model = {
      fallback: 'forbid' as const,
      value: defaultCpuModel(machine, caps.arch === 'i386' ? 'i686' : caps.arch),
    }
    return { ...cpu, mode: 'custom', match: 'exact', check: 'none', model }
  }
  checkModel(doc, value, caps)
  return { ...cpu, mode: 'custom', match: cpu.match ?? 'exact', check: cpu.check ?? 'partial' }
}

function checkModel(doc: DomainDoc, model: string, caps: QemuCapabilities): void {
  if (caps.cpu(model, acceleratorOf(doc))) return
  throw new VirtError(
    'configUnsupported',
    `domain '${doc.name}' asks for the processor model '${model}', which '${caps.binary}' does not know`,
    {
      domain: 'qemu',
    },
  )
}

function completeDevices(doc: DomainDoc, caps: QemuCapabilities): DomainDoc {
  const simple = completeSimple(doc, caps)
  const controlled = completeControllers(simple, caps)
  const driven = assignDriveAddresses(controlled)
  return assignPciAddresses(assignUsbAddresses(assignSerialPorts(driven)))
}

/** Models and back ends of single devices. */
function completeSimple(doc: DomainDoc, caps: QemuCapabilities): DomainDoc {
  const { disks, interfaces, inputs, videos, graphics, serials, panics } = devicesOf(doc)
  const audios = doc.devices.audios ?? []
  const video =
    videos.length === 0 && graphics.length > 0
      ? [
          {
            model: {
              type: caps.hasType('cirrus-vga') ? 'cirrus' : 'vga',
              vram: 16384,
              heads: 1,
              primary: true,
            } as const,
          },
        ]
      : videos
  return withDevices(doc, {
    ...(disks.length > 0 ? { disks: inOrder(disks.map(completeDisk)) } : {}),
    ...(interfaces.length > 0 ? { interfaces: interfaces.map(completeInterface) } : {}),
    ...(video.length > 0 ? { videos: video } : {}),
    ...(serials.length > 0 ? { serials: serials.map(completeSerial) } : {}),
    ...(panics.length > 0 ? { panics: panics.map(completePanic) } : {}),
    inputs: completeInputs(inputs),
    audios: audios.length > 0 ? audios : [{ id: 1, type: 'none' }],
    memballoon: doc.devices.memballoon ?? { model: 'virtio' },
  })
}

/** Disks of one bus stand together by their names; buses stand in the order in which they first occur. */
function inOrder(disks: ReadonlyArray<DeviceOf<'disks'>>): Array<DeviceOf<'disks'>> {
  const buses = [...new Set(disks.map((disk) => disk.target.bus))]
  const rank = (disk: DeviceOf<'disks'>) => diskIndex(disk.target.dev ?? '') ?? 0
  return [...disks].sort(
    (a, b) => buses.indexOf(a.target.bus) - buses.indexOf(b.target.bus) || rank(a) - rank(b),
  )
}

/** A disk with the driver that it gets when its definition names none. */
export function completeDisk(disk: DeviceOf<'disks'>): DeviceOf<'disks'> {
  return {
    ...disk,
    driver: { ...disk.driver, name: disk.driver?.name ?? 'qemu', type: disk.driver?.type ?? 'raw' },
  }
}

/** An interface with a model and an address of its own. */
export function completeInterface(net: DeviceOf<'interfaces'>): DeviceOf<'interfaces'> {
  return {
    ...net,
    mac: net.mac ?? { address: randomMac() },
    model: net.model ?? { type: 'rtl8139' },
  }
}

function completeSerial(serial: DeviceOf<'serials'>): DeviceOf<'serials'> {
  const type = serial.target?.type ?? 'isa-serial'
  return { ...serial, target: { ...serial.target, type, model: serial.target?.model ?? { name: type } } }
}

function completePanic(panic: DeviceOf<'panics'>): DeviceOf<'panics'> {
  return { ...panic, model: panic.model ?? 'isa' }
}

function completeInputs(inputs: ReadonlyArray<DeviceOf<'inputs'>>): Array<DeviceOf<'inputs'>> {
  const given = inputs.map((input) => ({
    ...input,
    bus: input.bus ?? (input.type === 'tablet' ? ('usb' as const) : ('ps2' as const)),
  }))
  for (const type of ['mouse', 'keyboard'] as const) {
    if (!given.some((input) => input.type === type && input.bus === 'ps2')) given.push({ type, bus: 'ps2' })
  }
  return given
}
