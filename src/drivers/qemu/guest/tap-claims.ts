import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Services } from './services.ts'

const prefix = 'tap-'

/**
 * Writes down, in the directory of a guest, that a tap is about to be made for it, so that a daemon which dies at
 * that moment leaves none behind. Names of taps mean nothing after the next boot of the host.
 */
export async function claimTap(dir: string, name: string, bootId: string): Promise<void> {
  await writeFile(join(dir, `${prefix}${name}`), bootId, { mode: 0o600 })
}

/** Taps that were made, or were about to be made, for the guest of a directory since the host was started. */
export async function claimedTaps(dir: string, bootId: string): Promise<string[]> {
  const files = await readdir(dir).catch(() => [] as string[])
  const taps: string[] = []
  for (const file of files.filter((name) => name.startsWith(prefix))) {
    const boot = await readFile(join(dir, file), 'utf8').catch(() => '')
    if (boot === bootId) taps.push(file.slice(prefix.length))
  }
  return taps
}

/** Removes a tap of a guest that runs on. */
export async function releaseTap(services: Services, dir: string, name: string): Promise<void> {
  await services.taps.remove(name)
  await rm(join(dir, `${prefix}${name}`), { force: true })
}
