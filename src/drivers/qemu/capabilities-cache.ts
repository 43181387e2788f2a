import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fromSystem } from '../../core/errors/index.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Logger } from '../../core/log/logger.ts'
import { writeFileAtomic } from '../../core/store/atomic-file.ts'
import { CapabilitiesCache, QmpProcesses } from '../../qmp/index.ts'
import { EmulatorCapabilities } from './definition/emulators.ts'

/** Emulators of the host and the processes that they are asked through. */
export interface EmulatorAccess {
  readonly emulators: EmulatorCapabilities
  close(): Promise<void>
}

/** Version of the product, from its package: another version may ask emulators for more. */
async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8').catch(() => '{}')
  const parsed: { version?: unknown } = JSON.parse(text)
  return typeof parsed.version === 'string' ? parsed.version : '0'
}

/** Makes what asks emulators for their capabilities, and ends what an earlier daemon left of it. */
export async function openEmulators(env: {
  readonly runDir: string
  readonly cacheDir: string
  readonly clock: Clock
  readonly log: Logger
}): Promise<EmulatorAccess> {
  const libDir = join(env.runDir, 'lib')
  await mkdir(libDir, { recursive: true, mode: 0o700 }).catch((error) => {
    throw fromSystem(error, `directory '${libDir}' cannot be made`)
  })
  const processes = new QmpProcesses({ libDir, clock: env.clock, log: env.log.child('qmp') })
  await processes.sweep()
  const cache = new CapabilitiesCache({
    dir: join(env.cacheDir, 'capabilities'),
    processes,
    version: await ownVersion(),
    saveText: async (path, text) => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await writeFileAtomic(path, text)
    },
    clock: env.clock,
    log: env.log.child('capabilities'),
  })
  return { emulators: new EmulatorCapabilities(cache), close: () => processes.close() }
}
