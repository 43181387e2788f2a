import { describe, expect, test } from 'vitest'
import { parseDomain } from '../../../../src/core/config/index.ts'
import { VirtError } from '../../../../src/core/errors/index.ts'
import { assignAliases } from '../../../../src/drivers/qemu/definition/aliases.ts'
import { devicesOf, withDevices } from '../../../../src/drivers/qemu/definition/devices.ts'
import { assignDriveAddresses } from '../../../../src/drivers/qemu/definition/drive-addresses.ts'
import { assignPciAddresses } from '../../../../src/drivers/qemu/definition/pci-addresses.ts'
import { PciBuses } from '../../../../src/drivers/qemu/definition/pci-buses.ts'
import { checkSupported, warningsOf } from '../../../../src/drivers/qemu/definition/unsupported.ts'
import { assignUsbAddresses } from '../../../../src/drivers/qemu/definition/usb-addresses.ts'
import { safeName } from '../../../../src/drivers/qemu/guest/guest-paths.ts'
import { readHeader, writeHeader } from '../../../../src/drivers/qemu/guest/save-header.ts'
import { keyNumbers } from '../../../../src/drivers/qemu/handlers/keys.ts'
import { parseQemuUri } from '../../../../src/drivers/qemu/uri.ts'

const domain = (devices: string, extra = '') =>
  parseDomain(`<domain type='qemu'><name>d</name><memory>65536</memory>${extra}
    <os><type machine='pc'>hvm</type></os><devices>${devices}</devices></domain>`)

const pc = `<controller type='pci' index='0' model='pci-root'/>`
const q35 = `<controller type='pci' index='0' model='pcie-root'/>`
const disk = (dev: string, bus: string) =>
  `<disk type='file'><source file='/d/${dev}'/><target dev='${dev}' bus='${bus}'/></disk>`

describe('PCI addresses', () => {
  test('on pc go up from the slot behind the chipset', () => {
    const doc = assignPciAddresses(
      domain(`${pc}${disk('vda', 'virtio')}${disk('vdb', 'virtio')}<memballoon model='virtio'/>`),
    )
    expect(devicesOf(doc).disks.map((d) => d.address)).toMatchObject([{ slot: 2 }, { slot: 3 }])
    expect(doc.devices.memballoon?.address).toMatchObject({ type: 'pci', bus: 0, slot: 4 })
  })

  test('on q35 each device gets a root port, and one is left for hotplug', () => {
    const doc = assignPciAddresses(domain(`${q35}${disk('vda', 'virtio')}<memballoon model='virtio'/>`))
    const ports = devicesOf(doc).controllers.filter((c) => c.model === 'pcie-root-port')
    expect(ports.map((c) => c.index)).toEqual([1, 2, 3])
    expect(ports[0]).toMatchObject({
      target: { chassis: 1, port: 8 },
      address: { multifunction: true, function: 0 },
    })
    expect(devicesOf(doc).disks[0]?.address).toMatchObject({ bus: 1, slot: 0 })
  })

  test('that are given stay, and a clash names the second device', () => {
    const at = `<address type='pci' bus='0' slot='5' function='0'/>`
    const two = [disk('vda', 'virtio'), disk('vdb', 'virtio')].map((d) =>
      d.replace('</disk>', `${at}</disk>`),
    )
    expect(() => assignPciAddresses(domain(pc + two.join('')))).toThrow(
      /disk 'vdb' has the PCI address 0000:00:05.0/,
    )
  })

  test('a full bus grows a bridge', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'].map((c) => `vd${c}`)
    const names = [...letters, ...letters.map((name) => `${name}a`)].slice(0, 40)
    const doc = assignPciAddresses(domain(pc + names.map((name) => disk(name, 'virtio')).join('')))
    expect(devicesOf(doc).controllers.map((c) => c.model)).toContain('pci-bridge')
    const places = devicesOf(doc).disks.map((d) => JSON.stringify(d.address))
    expect(new Set(places).size).toBe(40)
  })

  test('a slot that a bus does not have is refused', () => {
    const buses = new PciBuses()
    buses.add(0, 'pcie-root-port')
    expect(() => buses.take({ bus: 0, slot: 1, fn: 0 }, 'a disk')).toThrow(/slots 0 to 0/)
    expect(() => buses.take({ bus: 7, slot: 1, fn: 0 }, 'a disk')).toThrow(/no PCI controller with index 7/)
  })
})

describe('other addresses and names', () => {
  test('drives go by their letters, and two in one place are refused', () => {
    const doc = assignDriveAddresses(domain(disk('sdh', 'sata')))
    expect(devicesOf(doc).disks[0]?.address).toMatchObject({ controller: 1, unit: 1 })
    const sata = domain(disk('sda', 'sata'))
    const [first] = devicesOf(sata).disks
    const plugged = withDevices(sata, {
      disks: first ? [first, { ...first, target: { dev: 'sdb', bus: 'sata' } }] : [],
    })
    expect(() => assignDriveAddresses(plugged)).toThrow(/'sda' and 'sdb' have the same address/)
  })

  test('USB devices get ports, and a hub when there are too few', () => {
    const usb = `<controller type='usb' index='0' model='piix3-uhci'/>`
    const doc = assignUsbAddresses(domain(usb + `<input type='tablet' bus='usb'/>`.repeat(4)))
    expect(devicesOf(doc).hubs).toHaveLength(1)
    const ports = devicesOf(doc).inputs.map((i) => (i.address?.type === 'usb' ? i.address.port : undefined))
    expect(new Set(ports).size).toBe(4)
  })

  test('aliases are those of libvirt; names that users give stay', () => {
    const own = disk('vdb', 'virtio').replace('</disk>', `<alias name='ua-data'/></disk>`)
    const doc = assignAliases(domain(`${pc}${disk('vda', 'virtio')}${own}<memballoon model='virtio'/>`))
    expect(devicesOf(doc).disks.map((d) => d.alias?.name)).toEqual(['virtio-disk0', 'ua-data'])
    expect(doc.devices.memballoon?.alias?.name).toBe('balloon0')
  })
})

describe('what a definition asks for', () => {
  test.each([
    [`<tpm model='tpm-tis'><backend type='emulator'/></tpm>`, 'a TPM'],
    [`<interface type='user'><filterref filter='x'/></interface>`, 'network filters'],
    [
      `<disk type='network'><source protocol='nbd' name='x'><host name='h'/></source><target dev='vda'/></disk>`,
      "type 'network'",
    ],
    [`<disk type='file'><source file='/x'/><target dev='vda'/><transient/></disk>`, 'a transient disk'],
  ])('is refused by name where it cannot be had: %#', (devices, what) => {
    const attempt = () => checkSupported(domain(devices))
    expect(attempt).toThrow(VirtError)
    expect(attempt).toThrow(what)
  })

  test('is told as a warning where only limits are not enforced', () => {
    const doc = domain(
      '',
      '<memtune><hard_limit>1000</hard_limit></memtune><cputune><shares>5</shares></cputune>',
    )
    expect(() => checkSupported(doc)).not.toThrow()
    expect(warningsOf(doc)).toEqual([
      'memtune hard_limit is not enforced by this driver',
      'cputune shares is not enforced by this driver',
    ])
    expect(warningsOf(withDevices(domain(''), {}))).toEqual([])
  })
})

describe('forms', () => {
  test('the URI chooses the instance and nothing else', () => {
    expect(parseQemuUri(new URL('qemu:///system'))).toBe('system')
    expect(parseQemuUri(new URL('qemu:///session'))).toBe('session')
    for (const wrong of ['qemu:///other', 'qemu://host/system', 'qemu:///system?a=b']) {
      expect(() => parseQemuUri(new URL(wrong))).toThrow(/can be opened/)
    }
  })

  test('the header of a saved state is read back; one half written or foreign is refused', () => {
    const header = { whole: true, dataLength: 1234, running: true, cookieOffset: 1000 }
    expect(readHeader(writeHeader(header), 'f')).toEqual(header)
    expect(() => readHeader(writeHeader({ ...header, whole: false }), 'f')).toThrow(/not written to its end/)
    expect(() => readHeader(Buffer.alloc(92), 'f')).toThrow(/another beginning/)
    expect(() => readHeader(Buffer.alloc(3), 'f')).toThrow(/too short/)
  })

  test('names of files keep plain names and tell odd ones apart', () => {
    expect(safeName('web-1.example', 40)).toBe('web-1.example')
    expect(safeName('a b', 40)).not.toBe(safeName('a_b', 40))
    expect(safeName('x'.repeat(300), 20).length).toBeLessThan(32)
  })

  test('keys of Linux become scan codes', () => {
    expect(keyNumbers('linux', [30, 103])).toEqual([30, 0xc8])
    expect(() => keyNumbers('linux', [])).toThrow(/1 to 16/)
    expect(() => keyNumbers('win32', [1])).toThrow(/not supported/)
  })
})
