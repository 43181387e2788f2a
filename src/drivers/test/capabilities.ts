import { element, type XmlElement } from '../../core/config/xml/tree.ts'
import { formatXmlIndented } from '../../core/config/xml/writer.ts'
import { VirtError } from '../../core/errors/index.ts'
import { MAX_VCPUS, type NodeCell, type NodeFacts, pageSizes } from './node-facts.ts'

const emulator = '/usr/bin/test-hv'
const guestTypes = ['hvm', 'xen'] as const

/** The capabilities document of a node. */
export function capabilitiesXml(facts: NodeFacts): string {
  return formatXmlIndented(element('capabilities', {}, [hostElement(facts), ...guestTypes.map(guestElement)]))
}

function leaf(name: string, text: string, attrs: Readonly<Record<string, string>> = {}): XmlElement {
  return element(name, attrs, [text])
}

function hostElement(facts: NodeFacts): XmlElement {
  const cpu = element('cpu', {}, [
    leaf('arch', 'i686'),
    element('features', {}, [element('pae'), element('nonpae')]),
    ...pageSizes.map((size) => element('pages', { unit: 'KiB', size: String(size) })),
  ])
  const topology = element('topology', {}, [
    element('cells', { num: String(facts.cells.length) }, facts.cells.map(cellElement)),
  ])
  const secmodel = element('secmodel', {}, [leaf('model', 'testSecurity'), element('doi')])
  const machine = [element('power_management'), element('iommu', { support: 'no' })]
  return element('host', {}, [cpu, ...machine, topology, secmodel])
}

function cellElement(cell: NodeCell): XmlElement {
  const cpus = Array.from({ length: cell.cpus }, (_, core) => {
    const id = String(cell.firstCpu + core)
    return element('cpu', {
      id,
      socket_id: String(cell.id),
      die_id: '0',
      core_id: String(core),
      siblings: id,
    })
  })
  return element('cell', { id: String(cell.id) }, [
    leaf('memory', String(cell.memory), { unit: 'KiB' }),
    ...cell.pages.map(([size, count]) => leaf('pages', String(count), { unit: 'KiB', size: String(size) })),
    element('cpus', { num: String(cell.cpus) }, cpus),
  ])
}

function guestElement(osType: string): XmlElement {
  return element('guest', {}, [
    leaf('os_type', osType),
    element('arch', { name: 'i686' }, [
      leaf('wordsize', '32'),
      leaf('emulator', emulator),
      element('domain', { type: 'test' }),
    ]),
    element('features', {}, [element('pae'), element('nonpae')]),
  ])
}

/** What a guest can be asked for. */
export interface CapabilityQuery {
  readonly emulator?: string
  readonly arch?: string
  readonly machine?: string
  readonly virtType?: string
}

const expected: Readonly<Record<keyof CapabilityQuery, readonly string[]>> = {
  emulator: [emulator],
  arch: ['i686'],
  machine: [],
  virtType: ['test'],
}

/** The document of what a guest of the node can have; throws `invalidArg` for a kind of guest that it has not. */
export function domainCapabilitiesXml(query: CapabilityQuery): string {
  for (const [name, known] of Object.entries(expected)) {
    const value = query[name as keyof CapabilityQuery] // a key of the table above
    if (value === undefined || known.includes(value)) continue
    const wanted = known.length === 0 ? 'there are no machine types' : `'${known.join("', '")}' was expected`
    throw new VirtError('invalidArg', `the test hypervisor has no ${name} '${value}'; ${wanted}`)
  }
  const device = (name: string, enums: Readonly<Record<string, readonly string[]>>): XmlElement =>
    element(name, { supported: 'yes' }, Object.entries(enums).map(enumElement))
  return formatXmlIndented(
    element('domainCapabilities', {}, [
      leaf('path', emulator),
      leaf('domain', 'test'),
      leaf('arch', 'i686'),
      element('vcpu', { max: String(MAX_VCPUS) }),
      element('os', { supported: 'yes' }, [element('loader', { supported: 'no' })]),
      element('cpu', {}, [element('mode', { name: 'custom', supported: 'yes' })]),
      element('devices', {}, [
        device('disk', {
          diskDevice: ['disk', 'cdrom', 'floppy', 'lun'],
          bus: ['ide', 'fdc', 'scsi', 'virtio', 'usb', 'sata'],
        }),
        device('graphics', { type: ['vnc', 'spice'] }),
        device('video', { modelType: ['vga', 'cirrus', 'virtio', 'none'] }),
        device('hostdev', {
          mode: ['subsystem'],
          startupPolicy: ['default', 'mandatory', 'requisite', 'optional'],
          subsysType: ['usb', 'pci', 'scsi', 'mdev'],
        }),
        device('rng', { model: ['virtio'], backendModel: ['random', 'egd'] }),
      ]),
      element('features', {}, [
        element('gic', { supported: 'no' }),
        element('vmcoreinfo', { supported: 'no' }),
        element('genid', { supported: 'no' }),
        element('backingStoreInput', { supported: 'no' }),
        element('backup', { supported: 'no' }),
      ]),
    ]),
  )
}

function enumElement([name, values]: readonly [string, readonly string[]]): XmlElement {
  return element(
    'enum',
    { name },
    values.map((value) => leaf('value', value)),
  )
}

const bios: Readonly<Record<string, string>> = {
  vendor: 'LENOVO',
  version: 'G4ETA1WW (2.61 )',
  date: '05/07/2014',
  release: '2.61',
}

/** What the firmware of the node tells. */
export function sysinfoXml(): string {
  const entries = Object.entries(bios).map(([name, value]) => leaf('entry', value, { name }))
  return formatXmlIndented(element('sysinfo', { type: 'smbios' }, [element('bios', {}, entries)]))
}
