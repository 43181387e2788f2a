import { readdir, readFile } from 'node:fs/promises'

/** Pids of the emulators whose arguments hold a directory. */
export async function pidsOf(root: string): Promise<number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const args = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    if (args.includes('qemu-system') && args.includes(root)) found.push(Number(name))
  }
  return found
}

/** Pid of the one emulator that runs below a directory. */
export async function pidOf(root: string): Promise<number> {
  const pids = await pidsOf(root)
  if (pids.length !== 1 || pids[0] === undefined) throw new Error(`${pids.length} emulators below ${root}`)
  return pids[0]
}
