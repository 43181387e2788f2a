import { existsSync } from 'node:fs'
import { describe } from 'vitest'

/** Emulator that the tests run guests with. */
export const emulator = '/usr/bin/qemu-system-x86_64'

/** A group of tests that run real guests; skipped, saying so, where QEMU is not installed. */
export function describeQemu(name: string, body: () => void): void {
  const missing = [emulator, '/usr/bin/qemu-img'].filter((path) => !existsSync(path))
  if (missing.length > 0) process.stderr.write(`skipped '${name}': ${missing.join(', ')} not installed\n`)
  describe.skipIf(missing.length > 0)(name, body)
}
