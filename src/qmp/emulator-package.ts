import { basename } from 'node:path'

const packages: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(x86_64|i386)$/, 'qemu-system-x86'],
  [/^(arm|aarch64)$/, 'qemu-system-arm'],
  [/^(ppc|ppc64|ppc64le)$/, 'qemu-system-ppc'],
  [/^mips/, 'qemu-system-mips'],
  [/^sparc/, 'qemu-system-sparc'],
]

/** The Debian package that brings an emulator; undefined if the file's name is not one of QEMU's. */
export function emulatorPackage(binary: string): string | undefined {
  const name = basename(binary)
  if (name === 'kvm' || name === 'qemu-kvm') return 'qemu-system-x86'
  const arch = /^qemu-system-(.+)$/.exec(name)?.[1]
  if (arch === undefined) return undefined
  return packages.find(([pattern]) => pattern.test(arch))?.[1] ?? 'qemu-system-misc'
}
