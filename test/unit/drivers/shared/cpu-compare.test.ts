import { describe, expect, test } from 'vitest'
import { cpuFactsOf } from '../../../../src/drivers/qemu/host/cpu.ts'
import {
  baselineCpu,
  type CpuFacts,
  compareCpu,
  featuresNamed,
  modelOf,
  readCpu,
} from '../../../../src/drivers/shared/cpu-compare.ts'
import { cpuModelNames } from '../../../../src/drivers/shared/cpu-models.ts'

const cpu = (model: string, more = '', attrs = '') =>
  readCpu(`<cpu ${attrs}><arch>x86_64</arch><model>${model}</model>${more}</cpu>`, 'x86_64')
const host = (model: string, more = ''): CpuFacts => cpu(model, more)

describe('a processor and a description', () => {
  test('with less are a superset', () => {
    expect(compareCpu(host('Nehalem'), cpu('Penryn'))).toBe('superset')
  })

  test('with the same are identical', () => {
    expect(compareCpu(host('Nehalem'), cpu('Nehalem'))).toBe('identical')
  })

  test('with more do not fit', () => {
    expect(compareCpu(host('Penryn'), cpu('Nehalem'))).toBe('incompatible')
  })

  test('of another maker do not fit', () => {
    const amd = host('Opteron_G1', '<vendor>AMD</vendor>')
    expect(compareCpu(amd, cpu('pentium', '<vendor>Intel</vendor>'))).toBe('incompatible')
  })

  test('that forbids what is there do not fit', () => {
    const wish = cpu('Penryn', "<feature policy='forbid' name='popcnt'/>")
    expect(compareCpu(host('Nehalem'), wish)).toBe('incompatible')
  })

  test('that leaves out what is not there are a superset', () => {
    const wish = cpu(
      'Nehalem',
      "<feature policy='disable' name='popcnt'/><feature policy='disable' name='sse4.2'/>",
    )
    expect(compareCpu(host('Penryn', "<feature name='aes'/>"), wish)).toBe('superset')
  })

  test('that is strict do not fit with more than was asked for', () => {
    expect(compareCpu(host('Nehalem'), cpu('Penryn', '', "match='strict'"))).toBe('incompatible')
  })
})

// What libvirt 9.0.0 answers to the same.
describe('the baseline', () => {
  test('of two models is the lesser one', () => {
    expect(baselineCpu([cpu('Nehalem'), cpu('Haswell', '<vendor>Intel</vendor>')])).toBe(
      "<cpu mode='custom' match='exact'>\n  <model fallback='allow'>Nehalem</model>\n</cpu>\n",
    )
  })

  test('names the maker and the features that all have beyond the model', () => {
    const intel = '<vendor>Intel</vendor>'
    const one = cpu('Penryn', `${intel}<feature name='popcnt'/><feature name='vmx'/>`)
    const two = cpu('Nehalem', `${intel}<feature name='vmx'/><feature name='monitor'/>`)
    expect(baselineCpu([one, two])).toBe(
      [
        "<cpu mode='custom' match='exact'>",
        "  <model fallback='allow'>Penryn</model>",
        '  <vendor>Intel</vendor>',
        "  <feature policy='require' name='vmx'/>",
        "  <feature policy='require' name='popcnt'/>",
        '</cpu>\n',
      ].join('\n'),
    )
  })

  test('of one processor is that processor', () => {
    expect(baselineCpu([cpu('Nehalem')])).toContain("<model fallback='forbid'>Nehalem</model>")
  })

  test('of two makers is refused', () => {
    const cpus = [cpu('Penryn', '<vendor>Intel</vendor>'), cpu('Opteron_G3', '<vendor>AMD</vendor>')]
    expect(() => baselineCpu(cpus)).toThrow('CPU vendors do not match')
  })

  test('with all features names those of the model, too', () => {
    expect(baselineCpu([cpu('pentium')], { expandFeatures: true })).toContain(
      "<feature policy='require' name='mmx'/>",
    )
  })

  test('that is to be migrated leaves out what cannot be', () => {
    const fixed = cpu('Nehalem', "<feature name='invtsc'/>")
    expect(baselineCpu([fixed])).toContain('invtsc')
    expect(baselineCpu([fixed], { migratable: true })).not.toContain('invtsc')
  })

  test('for guests has no more than they can have', () => {
    expect(baselineCpu([cpu('Haswell')], {}, host('Nehalem'))).toContain('>Nehalem<')
  })
})

test('features are found however they are spelt', () => {
  expect([...featuresNamed(['sse4_1', 'sse4.2', 'pclmulqdq', 'lahf-lm', 'avx512_vnni', 'what'])]).toEqual([
    'sse4.1',
    'sse4.2',
    'pclmuldq',
    'lahf_lm',
    'avx512vnni',
  ])
})

test('the model of a machine is the richest that it can be, with what is more', () => {
  const facts = cpuFactsOf('vendor_id\t: GenuineIntel\nflags\t\t: fpu vme pse de tsc msr mce cx8 mmx aes\n')
  expect(facts.vendor).toBe('Intel')
  expect(modelOf(facts)).toEqual({ model: 'pentium', more: ['aes'] })
})

test('every model that is listed has features', () => {
  const names = cpuModelNames('x86_64')
  expect(names.length).toBeGreaterThan(50)
  for (const name of names) expect(cpu(name).features.size, name).toBeGreaterThan(2)
})

test.each([
  ['a model', '<cpu><arch>x86_64</arch></cpu>', 'names no model'],
  ['a known model', '<cpu><model>Z80</model></cpu>', "no processor model 'Z80'"],
  ['known features', "<cpu><model>486</model><feature name='warp'/></cpu>", "no processor feature 'warp'"],
  ['the right root', '<domain/>', "'cpu' was expected"],
])('a description without %s is refused', (_what, xml, message) => {
  expect(() => readCpu(xml, 'x86_64')).toThrow(message)
})

test('a description is held against its schema when it is asked for', () => {
  const xml = '<cpu><model>486</model><turbo/></cpu>'
  expect(() => readCpu(xml, 'x86_64', { validate: true })).toThrow("holds 'turbo'")
})

test('a 64-bit processor has memory types, also where the kernel hides them', () => {
  expect(cpuFactsOf('flags\t\t: fpu lm\n').features.has('mtrr')).toBe(true)
})
