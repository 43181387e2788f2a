import type { QemuVersion } from '../greeting.ts'
import { QmpSchema } from '../schema/qmp-schema.ts'
import {
  type Accelerator,
  type AcceleratorFacts,
  accelerators,
  type CapabilitiesData,
  type CpuModel,
  type KvmState,
  type MachineType,
} from './data.ts'

/** What one QEMU can do, for questions by name. */
export class QemuCapabilities {
  /** All facts, as they are kept in a file. */
  readonly data: CapabilitiesData
  readonly #commands: ReadonlySet<string>
  readonly #types: ReadonlySet<string>
  readonly #found = new Map<string, boolean>()
  #schema: QmpSchema | undefined

  constructor(data: CapabilitiesData) {
    this.data = data
    this.#commands = new Set(data.commands)
    this.#types = new Set(data.types)
  }

  /** The emulator's path. */
  get binary(): string {
    return this.data.binary
  }

  /** The processor architecture that it emulates, in QEMU's words. */
  get arch(): string {
    return this.data.arch
  }

  /** QEMU's version. */
  get version(): QemuVersion {
    return this.data.version
  }

  /** What was found out about KVM. */
  get kvm(): KvmState {
    return this.data.kvm
  }

  /** The schema of its monitor. */
  get schema(): QmpSchema {
    this.#schema ??= new QmpSchema(this.data.schema)
    return this.#schema
  }

  /** Whether it is at least of this version. */
  atLeast(major: number, minor = 0, micro = 0): boolean {
    const { version } = this.data
    return (version.major - major || version.minor - minor || version.micro - micro) >= 0
  }

  /** Whether a path leads anywhere in the schema: `blockdev-add/arg-type/+nbd/tls-hostname`. */
  has(path: string): boolean {
    const known = this.#found.get(path)
    if (known !== undefined) return known
    const found = this.schema.has(path)
    this.#found.set(path, found)
    return found
  }

  /** Whether its monitor knows a command. */
  hasCommand(name: string): boolean {
    return this.#commands.has(name)
  }

  /** Whether it has a QOM type: a device, a back end, any object. */
  hasType(name: string): boolean {
    return this.#types.has(name)
  }

  /** Whether a QOM type has a property; types that were not probed have none. */
  hasProperty(type: string, property: string): boolean {
    return this.data.properties[type]?.includes(property) === true
  }

  /** Whether its command line has an option, with a parameter if one is named. */
  hasOption(option: string, parameter?: string): boolean {
    const parameters = this.data.options[option]
    return parameters !== undefined && (parameter === undefined || parameters.includes(parameter))
  }

  /** Whether migration has a capability. */
  hasMigration(name: string): boolean {
    return this.data.migration.includes(name)
  }

  /** The accelerators that guests can run with, the best first. */
  accelerators(): readonly Accelerator[] {
    return accelerators.filter((name) => (name === 'kvm' ? this.kvm.usable : this.data.accelerators.tcg))
  }

  /** What an accelerator brings; undefined if this QEMU does not have it here. */
  accelerator(name: Accelerator): AcceleratorFacts | undefined {
    return this.data.accelerators[name]
  }

  /** Machine types under an accelerator. */
  machines(accelerator: Accelerator): readonly MachineType[] {
    return this.accelerator(accelerator)?.machines ?? []
  }

  /** The machine type of a name or an alias (`pc`). */
  machine(name: string, accelerator: Accelerator): MachineType | undefined {
    return this.machines(accelerator).find((machine) => machine.name === name || machine.alias === name)
  }

  /** The machine type of a guest that names none. */
  defaultMachine(accelerator: Accelerator): MachineType | undefined {
    return this.machines(accelerator).find((machine) => machine.isDefault)
  }

  /** Processor models under an accelerator. */
  cpus(accelerator: Accelerator): readonly CpuModel[] {
    return this.accelerator(accelerator)?.cpus ?? []
  }

  /** The processor model of a name. */
  cpu(name: string, accelerator: Accelerator): CpuModel | undefined {
    return this.cpus(accelerator).find((cpu) => cpu.name === name)
  }
}
