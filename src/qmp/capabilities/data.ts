import type { QemuVersion } from '../greeting.ts'
import type { QmpObject, QmpValue } from '../value.ts'

/** Ways to run a guest's code that are probed. */
export const accelerators = ['kvm', 'tcg'] as const

/** A way to run a guest's code. */
export type Accelerator = (typeof accelerators)[number]

/** What was found out about KVM. */
export interface KvmState {
  /** Whether this QEMU was built with it. */
  readonly present: boolean
  /** Whether a QEMU started with it. */
  readonly enabled: boolean
  /** Whether it runs code at a speed that a guest can live with. */
  readonly usable: boolean
  /** Why it is not usable, as a clause. */
  readonly reason?: string
}

/** A machine type. */
export interface MachineType {
  readonly name: string
  readonly alias?: string
  readonly isDefault: boolean
  readonly cpuMax: number
  readonly hotpluggableCpus: boolean
  readonly numaMem: boolean
  readonly deprecated: boolean
  readonly defaultCpu?: string
  readonly defaultRamId?: string
}

/** A processor model. */
export interface CpuModel {
  readonly name: string
  readonly type: string
  /** Features that keep the model from running here; undefined if QEMU does not say. */
  readonly blockers?: readonly string[]
  readonly migrationSafe: boolean
  readonly static: boolean
  readonly deprecated: boolean
  /** The versioned model that the name stands for. */
  readonly aliasOf?: string
}

/** What one accelerator brings. */
export interface AcceleratorFacts {
  readonly machines: readonly MachineType[]
  readonly cpus: readonly CpuModel[]
  /** The model of the host (kvm), or of all that can be emulated (tcg), feature by feature. */
  readonly host?: QmpObject
  /** The same with what keeps a guest from migrating. */
  readonly hostUnmigratable?: QmpObject
  /** The same with every Hyper-V enlightenment (kvm only). */
  readonly hostHyperv?: QmpObject
}

/** All that a probe finds out, as it is kept in a file. */
export interface CapabilitiesData {
  readonly binary: string
  readonly arch: string
  readonly version: QemuVersion
  readonly package: string
  readonly kvm: KvmState
  /** The answer to `query-qmp-schema`. */
  readonly schema: QmpValue
  /** Names of the commands that may be given now. */
  readonly commands: readonly string[]
  /** Names of all QOM types. */
  readonly types: readonly string[]
  /** Names of properties by QOM type. */
  readonly properties: Readonly<Record<string, readonly string[]>>
  /** Names of parameters by command line option. */
  readonly options: Readonly<Record<string, readonly string[]>>
  readonly migration: readonly string[]
  readonly tpmModels: readonly string[]
  readonly tpmTypes: readonly string[]
  readonly sev?: QmpValue
  readonly sgx?: QmpValue
  readonly gic?: QmpValue
  readonly accelerators: { readonly [A in Accelerator]?: AcceleratorFacts }
}
