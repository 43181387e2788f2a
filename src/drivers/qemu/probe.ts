import type { ProbeEnv, ProbeResult } from '../../core/driver.ts'
import { systemClock } from '../../core/lib/clock.ts'
import type { QemuCapabilities } from '../../qmp/index.ts'
import { openEmulators } from './capabilities-cache.ts'
import { emulatorNames } from './definition/emulators.ts'
import { findProgram, installCommand, programPackages } from './host/packages.ts'

/** Programs beside the emulator, and what cannot be done without each. */
const helpers = [
  { name: 'qemu-img', use: 'disk images, snapshots of guests that are off' },
  { name: 'ip', use: 'interfaces on a bridge' },
  { name: 'taskset', use: 'binding of processors' },
] as const

/** Finds out what of this host the driver can use. */
export async function probeHost(env: ProbeEnv): Promise<ProbeResult> {
  const found: string[] = []
  const missing: Array<{ what: string; fix: string }> = []
  let usable = false
  const access = await openEmulators({ ...env, clock: systemClock }).catch((error: unknown) => {
    missing.push({
      what: `a place for the emulator's sockets: ${String(error)}`,
      fix: 'choose another run_dir',
    })
    return undefined
  })
  try {
    for (const { path } of (await access?.emulators.installed()) ?? []) {
      try {
        const caps = await access?.emulators.get(path, env.signal)
        if (!caps) continue
        found.push(describe(caps))
        usable = true
      } catch (error) {
        found.push(`${path}: does not answer: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  } finally {
    await access?.close()
  }
  if (!usable) missing.push(missingEmulator())
  await probeHelpers(found, missing)
  const uri = process.getuid?.() === 0 ? 'qemu:///system' : 'qemu:///session'
  return { usable, ...(usable ? { uri } : {}), found, missing }
}

function describe(caps: QemuCapabilities): string {
  const { major, minor, micro } = caps.version
  const kvm = caps.kvm.usable ? 'KVM works' : `without KVM (${caps.kvm.reason ?? 'it is not there'})`
  return `${caps.binary}: QEMU ${major}.${minor}.${micro}, ${kvm}`
}

function missingEmulator(): { what: string; fix: string } {
  const own = emulatorNames.x86_64 ?? ''
  return { what: `an emulator (${own})`, fix: installCommand(programPackages[own] ?? '') }
}

async function probeHelpers(found: string[], missing: Array<{ what: string; fix: string }>): Promise<void> {
  for (const { name, use } of helpers) {
    const path = await findProgram(name)
    if (path) found.push(path)
    else missing.push({ what: `${name} (${use})`, fix: installCommand(programPackages[name] ?? name) })
  }
}
