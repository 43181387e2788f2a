import { describe, expect, it } from 'vitest'
import {
  bytesOfUnit,
  checkDomain,
  completeDomain,
  coverageOf,
  documentTypes,
  formatCpuset,
  formatDevice,
  parseCpuset,
  parseDevice,
  parseDomain,
} from '../../../../../src/core/config/index.ts'

const doc = parseDomain(
  `<domain type='kvm'><name>d</name><memory>1024</memory><os><type>hvm</type></os>
   <devices><disk><source file='/a'/><target dev='vda'/></disk></devices></domain>`,
)

describe('a document that was put together', () => {
  it('is accepted if it could have been read', () => {
    expect(() => checkDomain(doc)).not.toThrow()
  })

  it.each([
    ['an unknown field', { ...doc, nane: 'x' }, "domain has the field 'nane', which is not known"],
    [
      'a value of another kind',
      { ...doc, memory: { value: 5 } },
      "domain.memory.value is '5', expected an amount",
    ],
    ['a field that lacks', { ...doc, name: undefined }, "domain lacks the field 'name'"],
    [
      'a word that is none of the set',
      { ...doc, devices: { disks: [{ ...doc.devices.disks?.[0], device: 'tape' }] } },
      "domain.devices.disks[0].device is 'tape', expected one of",
    ],
    [
      'parts that do not fit',
      { ...doc, devices: { disks: [doc.devices.disks?.[0], doc.devices.disks?.[0]] } },
      "domain has two disks with the target 'vda'",
    ],
    ['a list that is none', { ...doc, devices: { disks: {} } }, 'domain.devices.disks is no list'],
  ])('is refused for %s, with its path', (_what, wrong, message) => {
    expect(() => checkDomain(wrong)).toThrow(message)
  })

  it('is completed like one that was read', () => {
    const disks = [{ type: 'file', device: 'disk', target: { dev: 'sda', bus: 'scsi' } }] as const
    const completed = completeDomain({ ...doc, devices: { disks } })
    expect(completed.devices.controllers).toEqual([{ type: 'scsi', index: 0 }])
  })
})

describe('one device', () => {
  it('is told by the name of its element', () => {
    const found = parseDevice("<interface type='network'><source network='default'/></interface>")
    expect(found.field).toBe('interfaces')
    expect(formatDevice(found)).toBe(
      "<interface type='network'>\n  <source network='default'/>\n</interface>\n",
    )
  })

  it('is refused if there is no such kind', () => {
    expect(() => parseDevice('<toaster/>')).toThrow("the element 'toaster' at line 1 is no kind of device")
  })
})

describe('the coverage of the descriptions', () => {
  it('lists every element and attribute once', () => {
    const paths = coverageOf('domain', documentTypes.domain).map((entry) => entry.path)
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths.length).toBeGreaterThan(1500)
    expect(paths).toContain('domain/devices/disk/target/@bus')
    expect(paths).toContain('domain/qemu:commandline/arg/@value')
  })
})

describe('sets of processors', () => {
  it.each([
    ['0-3,^2', '0-1,3'],
    ['7,1,0', '0-1,7'],
    [' 4 - 6 , 5', '4-6'],
  ])('have one shortest form: %s', (text, shortest) => {
    expect(formatCpuset(parseCpuset(text) ?? [])).toBe(shortest)
  })

  it.each(['3-1', 'a', '1--2', '99999'])('are refused: %s', (text) => {
    expect(parseCpuset(text)).toBeUndefined()
  })
})

describe('units', () => {
  it.each([
    ['KiB', 1024n],
    ['k', 1024n],
    ['KB', 1000n],
    ['bytes', 1n],
    ['gib', 1073741824n],
    ['parsec', undefined],
  ])('stand for bytes: %s', (unit, bytes) => {
    expect(bytesOfUnit(unit)).toBe(bytes)
  })
})
