import { VirtError } from '../../core/errors/index.ts'

const x86 =
  '486 pentium pentium2 pentium3 pentiumpro coreduo n270 core2duo qemu32 kvm32 cpu64-rhel5 cpu64-rhel6 qemu64 ' +
  'kvm64 Conroe Penryn Nehalem Nehalem-IBRS Westmere Westmere-IBRS SandyBridge SandyBridge-IBRS IvyBridge ' +
  'IvyBridge-IBRS Haswell-noTSX Haswell-noTSX-IBRS Haswell Haswell-IBRS Broadwell-noTSX Broadwell-noTSX-IBRS ' +
  'Broadwell Broadwell-IBRS Skylake-Client Skylake-Client-IBRS Skylake-Client-noTSX-IBRS Skylake-Server ' +
  'Skylake-Server-IBRS Skylake-Server-noTSX-IBRS Cascadelake-Server Cascadelake-Server-noTSX Icelake-Client ' +
  'Icelake-Client-noTSX Icelake-Server Icelake-Server-noTSX Cooperlake Snowridge athlon phenom ' +
  'Opteron_G1 Opteron_G2 Opteron_G3 Opteron_G4 Opteron_G5 EPYC EPYC-IBPB EPYC-Rome EPYC-Milan Dhyana'

const ppc64 = 'POWER6 POWER7 POWER8 POWER9 POWER10 POWERPC_e5500 POWERPC_e6500'
const arm = 'cortex-a53 cortex-a57 cortex-a72 Falkor ThunderX299xx Kunpeng-920 FT-2000plus Tengyun-S2500'

/** Processor models known for each architecture, in libvirt's order. Source: libvirt's cpu_map of 9.0.0. */
const models: Readonly<Record<string, string>> = {
  i686: x86,
  x86_64: x86,
  ppc64,
  ppc64le: ppc64,
  aarch64: arm,
  armv7l: arm,
  // These are known, but have no list of models.
  armv6l: '',
  s390: '',
  s390x: '',
  riscv32: '',
  riscv64: '',
  loongarch64: '',
}

/** Names of the processor models of an architecture; throws `invalidArg` for an unknown one. */
export function cpuModelNames(arch: string): string[] {
  const names = Object.hasOwn(models, arch) ? models[arch] : undefined
  if (names === undefined) {
    throw new VirtError(
      'invalidArg',
      `the architecture '${arch}' is not known; known are ${Object.keys(models).join(', ')}`,
    )
  }
  return names === '' ? [] : names.split(' ')
}
