import type { DomainDoc } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Accelerator, CapabilitiesCache, QemuCapabilities } from '../../../qmp/index.ts'
import { machineArch } from '../host/facts.ts'
import { findProgram, missingProgram } from '../host/packages.ts'

/** Architectures whose machines this driver can build, with the emulator of each. */
export const emulatorNames: Readonly<Record<string, string>> = {
  x86_64: 'qemu-system-x86_64',
  i686: 'qemu-system-i386',
}

/** Where a definition finds its emulator and what that can do. */
export interface EmulatorSource {
  get(binary: string, signal?: AbortSignal): Promise<QemuCapabilities>
  pathFor(arch: string): Promise<string>
}

/** The emulators of the host and what each can do. */
export class EmulatorCapabilities implements EmulatorSource {
  readonly #cache: CapabilitiesCache

  constructor(cache: CapabilitiesCache) {
    this.#cache = cache
  }

  /** What an emulator can do, asked of the emulator itself when that is not known yet. */
  get(binary: string, signal?: AbortSignal): Promise<QemuCapabilities> {
    return this.#cache.get(binary, signal)
  }

  /** Path of the emulator of an architecture. */
  async pathFor(arch: string): Promise<string> {
    const name = emulatorNames[arch]
    if (name === undefined) {
      throw new VirtError(
        'configUnsupported',
        `guests of architecture '${arch}' are not supported; supported are ${Object.keys(emulatorNames).join(', ')}`,
        { domain: 'qemu' },
      )
    }
    const path = await findProgram(name)
    if (path === undefined) throw missingProgram(name, 'run guests')
    return path
  }

  /** The emulators that are installed, the one of the host's own architecture first. */
  async installed(): Promise<Array<{ readonly arch: string; readonly path: string }>> {
    const own = machineArch()
    const archs = Object.keys(emulatorNames).sort((a, b) => Number(b === own) - Number(a === own))
    const found: Array<{ arch: string; path: string }> = []
    for (const arch of archs) {
      const path = await findProgram(emulatorNames[arch] ?? '')
      if (path !== undefined) found.push({ arch, path })
    }
    return found
  }
}

/** The accelerator that a type of domain stands for. */
export function acceleratorOf(doc: DomainDoc): Accelerator {
  if (doc.type === 'kvm') return 'kvm'
  if (doc.type === 'qemu') return 'tcg'
  throw new VirtError(
    'configUnsupported',
    `a domain of type '${doc.type}' cannot be run by QEMU; use 'kvm' or 'qemu'`,
    {
      domain: 'qemu',
    },
  )
}

/** Refuses an accelerator that was found not to work: KVM counts only when it ran a trial guest. */
export function checkAccelerator(doc: DomainDoc, caps: QemuCapabilities): void {
  const accelerator = acceleratorOf(doc)
  if (accelerator === 'tcg' || caps.kvm.usable) return
  throw new VirtError(
    'configUnsupported',
    `domain '${doc.name}' is of type 'kvm', but KVM cannot be used by '${caps.binary}': ${caps.kvm.reason ?? 'it is not there'}; use type 'qemu'`,
    { domain: 'qemu' },
  )
}
