// Our daemon beside Debian's libvirtd, both with the test driver and the same 10,000 domains: calls one after another,
// of 8 clients and pipelined, lists, statistics, descriptions, virsh, memory and events. Rounds are interleaved; the
// figures are medians. One C program (rpc/load.c) loads both over their Unix sockets with the same packets, and virsh is
// Debian's. Needs libvirtd, virsh and a C compiler.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFINED, type PacketFiles, RUNNING, writePackets } from './rpc/packets.ts'
import { libvirtdVersion, type RpcServer, startLibvirtd, startOurs } from './rpc/servers.ts'
import { median, ratio } from './shared/report.ts'

const ROUNDS = Number(process.argv[2] ?? 7)
const SECONDS = '0.7'
const EVENT_SECONDS = '2'
const EVENT_RATE = '1000'
const CLIENTS = '100'

/** A load of calls, and what ratio of calls a second to libvirtd's is wanted. */
interface Figure {
  readonly name: string
  readonly call: keyof PacketFiles
  readonly connections?: string
  readonly depth?: string
  readonly goal?: number
}

const withRunning: readonly Figure[] = [
  { name: `statistics of ${RUNNING} domains, state`, call: 'stateStats', goal: 2 },
  { name: `statistics of ${RUNNING} domains, all that each has`, call: 'allStats' },
]

const withAll: readonly Figure[] = [
  { name: 'version, one client', call: 'version', goal: 1 },
  { name: 'state of a domain, one client', call: 'state', goal: 1 },
  { name: 'state of a domain, 8 clients', call: 'state', connections: '8', goal: 2 },
  { name: 'state of a domain, pipelined', call: 'state', depth: '32', goal: 2 },
  { name: 'description of a domain', call: 'xml', goal: 1.5 },
  { name: `list of ${DEFINED} domains`, call: 'list', goal: 2 },
]

const version = libvirtdVersion()
if (version === undefined) {
  console.error('the benchmark compares with libvirtd: apt-get install libvirt-daemon libvirt-clients gcc')
  process.exit(1)
}
// On a machine that others use, too, they would take more of the time than the difference that is measured; all that is
// started here inherits it.
if (process.getuid?.() === 0) setPriority(-15)
const folder = mkdtempSync(join(tmpdir(), 'virtgate-bench-'))
// libvirtd runs as somebody else.
chmodSync(folder, 0o755)
const servers: RpcServer[] = []
const releases: Array<() => Promise<void>> = []
try {
  const load = join(folder, 'load')
  const source = fileURLToPath(new URL('../../bench/rpc/load.c', import.meta.url))
  execFileSync('cc', ['-D_GNU_SOURCE', '-O2', '-o', load, source])
  const files = writePackets(folder)
  const peer = await startLibvirtd(join(folder, 'libvirtd'))
  servers.push(peer)
  const ours = await startOurs(join(folder, 'ours'))
  servers.push(ours)
  console.log(`libvirtd ${version} and virtgate on Node ${process.versions.node}\n`)
  const run = (server: RpcServer, ...words: readonly string[]) =>
    execFileSync(load, [server.socket, files.setup, ...words], { encoding: 'utf8' })
      .split(' ')
      .map(Number)
  memory('when nothing was asked', peer, ours)
  // libvirtd forgets the domains of its test driver when the last client leaves.
  for (const server of servers) releases.push(await hold(load, files, server, '1'))
  // Calls of one file are worked on side by side.
  for (const calls of [files.defined, files.started]) for (const server of servers) run(server, 'feed', calls)
  memory(`with ${RUNNING} running domains`, peer, ours)
  for (const figure of withRunning) compare(figure)
  for (const server of servers) run(server, 'feed', files.more)
  await withClients(load, files)
  for (const figure of withAll) compare(figure)
  lists()
  events(files)

  function compare({ name, call, connections = '1', depth = '1', goal }: Figure): void {
    const words = ['calls', files[call], connections, depth, SECONDS]
    for (const server of servers) run(server, ...words)
    const rates = rounds((server) => {
      const [calls = 0, , seconds = 1] = run(server, ...words)
      return calls / seconds
    })
    say(
      name,
      rates,
      (rate) => `${(1e6 / rate).toFixed(1)} us`,
      goal === undefined ? undefined : { atLeast: goal },
    )
  }

  function lists(): void {
    const times = rounds((server) => {
      const start = performance.now()
      execFileSync('virsh', ['-c', `test+unix:///default?socket=${server.socket}`, 'list', '--all'])
      return performance.now() - start
    })
    say(`virsh list --all of ${DEFINED} domains`, times, (ms) => `${ms.toFixed(0)} ms`, { atMost: 0.7 })
  }

  function events(of: PacketFiles): void {
    const words = ['events', of.registration, of.changes, EVENT_RATE, EVENT_SECONDS]
    for (const server of servers) run(server, ...words)
    const spreads: number[][][] = servers.map(() => [])
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, server] of servers.entries()) spreads[i]?.push(run(server, ...words).slice(1))
    }
    for (const [i, server] of servers.entries()) {
      const [half, most, p99, longest] = [0, 1, 2, 3].map(
        (part) => median((spreads[i] ?? []).map((spread) => spread[part] ?? Number.NaN)) / 1000,
      )
      const texts = [half, most, p99, longest].map((ms = Number.NaN) => ms.toFixed(2)).join(' / ')
      console.log(`events at ${EVENT_RATE}/s, ms from the call, 50/90/99 %, longest: ${server.name} ${texts}`)
      if (server === ours) ratio('ms to 99 % of events', p99 ?? Number.NaN, { atMost: 10 })
    }
  }
} finally {
  for (const release of releases) await release()
  await Promise.all(servers.map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
}

/** What both do in interleaved rounds: what the machine does to a round it does to both. */
function rounds(measure: (server: RpcServer) => number): number[][] {
  const taken: number[][] = servers.map(() => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, server] of servers.entries()) taken[i]?.push(measure(server))
  }
  return taken
}

function say(
  name: string,
  [theirs = [], own = []]: readonly number[][],
  each: (value: number) => string,
  goal?: { atLeast: number } | { atMost: number },
): void {
  const values = [theirs, own].map((list) => each(median(list)))
  ratio(
    `${name}: libvirtd ${values[0]}, virtgate ${values[1]}, ratio`,
    median(own.map((value, i) => value / (theirs[i] ?? Number.NaN))),
    goal,
  )
}

function memory(when: string, ...of: readonly RpcServer[]): void {
  console.log(
    `memory ${when}: ${of.map((server) => `${server.name} ${server.memory().toFixed(0)} MiB`).join(', ')}`,
  )
}

async function withClients(load: string, files: PacketFiles): Promise<void> {
  const all = await Promise.all(servers.map((server) => hold(load, files, server, CLIENTS)))
  memory(`with ${DEFINED} domains and ${CLIENTS} clients`, ...servers)
  for (const release of all) await release()
}

/** Keeps connections open until they are released. */
async function hold(load: string, files: PacketFiles, server: RpcServer, connections: string) {
  const words = [server.socket, files.setup, 'hold', connections]
  const holder = spawn(load, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  return async () => {
    const ended = once(holder, 'exit')
    holder.stdin.end()
    await ended
  }
}
