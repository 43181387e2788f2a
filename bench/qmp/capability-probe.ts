import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chownSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CapabilitiesCache, QmpProcesses } from '../../src/qmp/index.ts'
import { figure, median, ratio, timed } from '../shared/report.ts'
import { BINARY } from './binary.ts'

const ROUNDS = 5
const LIBVIRTD = '/usr/sbin/libvirtd'
const VIRSH = '/usr/bin/virsh'
const NOBODY = 65534

/** A first probe of an emulator with nothing cached, beside that of libvirt. */
export async function capabilityProbe(dir: string): Promise<void> {
  const ours: number[] = []
  for (let round = 0; round < ROUNDS; round++)
    ours.push(await timed(() => coldProbe(join(dir, `own-${round}`))))
  figure('cold capability probe, ours', median(ours), 'ms')
  if (![LIBVIRTD, VIRSH].every(canRun)) {
    console.log('cold capability probe, libvirt: skipped; install it with')
    console.log('  apt-get install --no-install-recommends libvirt-daemon-system libvirt-clients')
    return
  }
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round++) theirs.push(await libvirtProbe(join(dir, `their-${round}`)))
  figure('cold capability probe, libvirt', median(theirs), 'ms')
  ratio('cold capability probe, ours to libvirt', median(ours) / median(theirs), { atMost: 0.5 })
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function coldProbe(dir: string): Promise<void> {
  const cache = new CapabilitiesCache({
    dir: join(dir, 'cache'),
    processes: new QmpProcesses({ libDir: join(dir, 'lib') }),
    version: 'bench',
    saveText: async (path, text) => {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
    },
  })
  await cache.get(BINARY)
}

/** A libvirtd of its own, of a user's session, in folders of its own: nothing of the system's is touched. */
async function libvirtProbe(dir: string): Promise<number> {
  const env = sessionFolders(dir)
  const options = { env, ...(process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}) }
  const config = join(dir, 'libvirtd.conf')
  writeFileSync(config, 'auth_unix_rw = "none"\n')
  const pidFile = join(env.XDG_RUNTIME_DIR, 'libvirtd.pid')
  const daemon = spawn(LIBVIRTD, ['-f', config, '-p', pidFile], { ...options, stdio: 'ignore' })
  try {
    const socket = join(env.XDG_RUNTIME_DIR, 'libvirt', 'libvirt-sock')
    await until(() => existsSync(socket), daemon)
    const uri = `qemu:///session?socket=${socket}`
    const virsh = (...args: string[]) =>
      execFileSync(VIRSH, ['-q', '-c', uri, ...args], { ...options, stdio: 'pipe' })
    // Connecting waits until the driver is up; only then is the probe timed.
    virsh('uri')
    return await timed(async () => virsh('domcapabilities', '--emulatorbin', BINARY, '--virttype', 'qemu'))
  } finally {
    daemon.kill('SIGTERM')
    if (daemon.exitCode === null) await once(daemon, 'exit')
    rmSync(dir, { recursive: true, force: true })
  }
}

function sessionFolders(dir: string) {
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    LC_ALL: 'C',
    HOME: dir,
    XDG_RUNTIME_DIR: join(dir, 'run'),
    XDG_CACHE_HOME: join(dir, 'cache'),
    XDG_CONFIG_HOME: join(dir, 'config'),
    XDG_DATA_HOME: join(dir, 'data'),
  }
  for (const folder of [
    dir,
    env.XDG_RUNTIME_DIR,
    env.XDG_CACHE_HOME,
    env.XDG_CONFIG_HOME,
    env.XDG_DATA_HOME,
  ]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (process.getuid?.() === 0) chownSync(folder, NOBODY, NOBODY)
  }
  return env
}

async function until(fact: () => boolean, daemon: ChildProcess): Promise<void> {
  const end = performance.now() + 30_000
  while (!fact()) {
    if (daemon.exitCode !== null) throw new Error(`libvirtd ended with ${daemon.exitCode}`)
    if (performance.now() > end) throw new Error('libvirtd did not open its socket within 30 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
