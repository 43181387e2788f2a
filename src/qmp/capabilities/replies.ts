import { isQmpObject, type QmpObject, type QmpValue } from '../value.ts'
import type { CpuModel, MachineType } from './data.ts'

/** The objects of a list; what is none is left out. */
export function objects(value: QmpValue | undefined): QmpObject[] {
  return Array.isArray(value) ? value.filter(isQmpObject) : []
}

/** The words of a list. */
export function words(value: QmpValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** The word that each object of a list has for `member`, without doubles. */
export function column(value: QmpValue | undefined, member: string): string[] {
  const all = objects(value).map((object) => object[member])
  return [...new Set(words(all.filter((item) => item !== undefined)))]
}

function text(value: QmpValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Machine types, of the answer to `query-machines`. */
export function readMachines(answer: QmpValue | undefined): MachineType[] {
  return objects(answer).map((machine) => ({
    name: text(machine.name) ?? '',
    ...optional('alias', text(machine.alias)),
    isDefault: machine['is-default'] === true,
    cpuMax: Number(machine['cpu-max'] ?? 1),
    hotpluggableCpus: machine['hotpluggable-cpus'] === true,
    numaMem: machine['numa-mem-supported'] === true,
    deprecated: machine.deprecated === true,
    ...optional('defaultCpu', text(machine['default-cpu-type'])),
    ...optional('defaultRamId', text(machine['default-ram-id'])),
  }))
}

/** Processor models, of the answer to `query-cpu-definitions`. */
export function readCpus(answer: QmpValue | undefined): CpuModel[] {
  return objects(answer).map((cpu) => {
    const blockers = cpu['unavailable-features']
    return {
      name: text(cpu.name) ?? '',
      type: text(cpu.typename) ?? '',
      ...optional('blockers', blockers === undefined ? undefined : [...new Set(words(blockers))]),
      migrationSafe: cpu['migration-safe'] === true,
      static: cpu.static === true,
      deprecated: cpu.deprecated === true,
      ...optional('aliasOf', text(cpu['alias-of'])),
    }
  })
}

/** Parameters by option, of the answer to `query-command-line-options`. */
export function readOptions(answer: QmpValue | undefined): Record<string, readonly string[]> {
  const options: Record<string, readonly string[]> = {}
  for (const option of objects(answer)) {
    const name = text(option.option)
    if (name !== undefined) options[name] = column(option.parameters, 'name')
  }
  return options
}

/** A member that is there only with a value. */
export function optional<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  // An object of one computed key has just that key.
  return (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V }
}
