import { execFileSync } from 'node:child_process'
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

/** Version of the installed emulator; undefined where there is none. */
export function emulatorVersion(): string | undefined {
  if (!existsSync(emulator)) return undefined
  const text = execFileSync(emulator, ['--version'], { encoding: 'utf8' })
  return /version (\S+)/.exec(text)?.[1]
}
