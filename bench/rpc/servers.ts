import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const startMs = 30_000
/** Nobody: root's libvirtd would share state with one that the machine runs. */
const nobody = 65_534

/** A daemon that speaks libvirt's RPC, in its own process. */
export interface RpcServer {
  readonly name: string
  readonly socket: string
  /** Processor time used so far, in microseconds. */
  cpu(): number
  /** Memory of the process, MiB. */
  memory(): number
  stop(): Promise<void>
}

/** Starts our daemon with the test driver. */
export async function startOurs(folder: string): Promise<RpcServer> {
  const sockets = makeFolders(folder)
  const script = fileURLToPath(new URL('./daemon.js', import.meta.url))
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  return ready('virtgate', child, join(sockets, 'libvirt-sock'))
}

/** Starts Debian's libvirtd with directories of its own. */
export async function startLibvirtd(folder: string): Promise<RpcServer> {
  const sockets = makeFolders(folder)
  const config = join(folder, 'libvirtd.conf')
  writeFileSync(
    config,
    `unix_sock_dir = "${sockets}"\nauth_unix_rw = "none"\nlog_outputs = "4:file:${folder}/log/l"\n`,
  )
  const asRoot = process.getuid?.() === 0
  if (asRoot)
    for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))])
      chownSync(path, nobody, nobody)
  const homes = [
    'XDG_RUNTIME_DIR',
    'XDG_CONFIG_HOME',
    'XDG_CACHE_HOME',
    'XDG_DATA_HOME',
    'XDG_STATE_HOME',
    'HOME',
  ]
  const env = { PATH: process.env.PATH ?? '', ...Object.fromEntries(homes.map((name) => [name, folder])) }
  const child = spawn('libvirtd', ['-f', config, '-p', join(folder, 'pid')], {
    env,
    stdio: 'ignore',
    ...(asRoot && { uid: nobody, gid: nobody }),
  })
  return ready('libvirtd', child, join(sockets, 'libvirt-sock'))
}

/** Version of the libvirtd that is compared with; undefined when there is none. */
export function libvirtdVersion(): string | undefined {
  try {
    return execFileSync('libvirtd', ['--version'], { encoding: 'utf8' }).trim().split(' ').at(-1)
  } catch {
    return undefined
  }
}

function makeFolders(folder: string): string {
  for (const name of ['', 'state', 'run', 'cache', 'log', 'sockets'])
    mkdirSync(join(folder, name), { recursive: true })
  return join(folder, 'sockets')
}

async function ready(name: string, child: ChildProcess, socket: string): Promise<RpcServer> {
  const pid = child.pid ?? 0
  for (const late = performance.now() + startMs; !existsSync(socket); await pause(20)) {
    if (child.exitCode !== null || performance.now() > late) throw new Error(`${name} did not start`)
  }
  return {
    name,
    socket,
    cpu: () => processorTime(pid),
    memory: () => residentKibibytes(pid) / 1024,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** User and system time of a process: fields 14 and 15 of its stat file, in hundredths of a second. */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

function residentKibibytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}
