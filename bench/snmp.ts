// The SNMP agent with VM-MIB over the test driver beside Debian's snmpd, which serves a table of the same identifiers and
// types from its sorted container: rates, processor time, growth, memory and stalls. Rounds are interleaved; the
// figures are medians. A GETBULK asks for as many variables as both put into one answer. Needs snmpd, snmp, libsnmp-dev and a C compiler.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from './shared/report.ts'
import {
  type GatewayServer,
  onProcessor,
  runs,
  type Server,
  startGateway,
  startIdle,
  startSnmpd,
} from './snmp/server.ts'

const ROWS = 10_000
const ROUNDS = Number(process.argv[2] ?? 7)
const SECONDS = '0.7'
const WARM_REQUESTS = 15_000
const FLOOD_SECONDS = '4'

interface Sample {
  readonly requests: number
  readonly variables: number
  readonly seconds: number
  readonly cpu: number
}

/** What is measured with a load, and what ratio to snmpd is wanted. */
interface Figure {
  readonly name: string
  readonly load: readonly string[]
  readonly unit: 'requests' | 'variables'
  readonly goal: number
}

const rows = String(ROWS)

const figures: readonly Figure[] = [
  { name: 'GET, 1 variable', load: ['get', rows, '1', SECONDS], unit: 'requests', goal: 1 },
  { name: 'GET, 8 variables', load: ['get', rows, '8', SECONDS], unit: 'requests', goal: 1 },
  { name: 'GETNEXT', load: ['getnext', rows, '1', SECONDS], unit: 'requests', goal: 1 },
  {
    name: 'GETBULK, 48 of 1 column',
    load: ['bulk', rows, '1', SECONDS, '48'],
    unit: 'variables',
    goal: 2.5,
  },
  {
    name: 'GETBULK, 6 of 8 columns',
    load: ['bulk', rows, '8', SECONDS, '6'],
    unit: 'variables',
    goal: 2.5,
  },
  { name: 'walk of 16 columns', load: ['walk', '1'], unit: 'variables', goal: 3 },
  { name: 'the same by 8 at a time', load: ['walk', '8'], unit: 'variables', goal: 3 },
]

const folder = mkdtempSync(join(tmpdir(), 'virtgate-bench-'))
const servers: Server[] = []
try {
  const { load, table } = compile()
  const snmpd = await start(startSnmpd(table, ROWS, join(folder, 'snmpd')))
  const ours = await start(startGateway(ROWS, join(folder, 'ours')))
  compare(load, snmpd, ours)
  await stall(load, ours)
  await ours.stop()
  await snmpd.stop()
  servers.length = 0
  await growth(load)
} finally {
  await Promise.all(servers.map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
}

function compile(): { load: string; table: string } {
  const missing = ['snmpd -v', 'snmpget -V', 'cc --version', 'net-snmp-config --version'].filter(
    (command) => !runs(command.split(' ')[0] ?? '', command.split(' ').slice(1)),
  )
  if (missing.length > 0) {
    console.error('the benchmark compares with snmpd: apt-get install snmpd snmp libsnmp-dev gcc')
    process.exit(1)
  }
  // Run from .bench/bench; the C sources are not copied there.
  const sources = fileURLToPath(new URL('../../bench/snmp/', import.meta.url))
  const load = join(folder, 'load')
  const table = join(folder, 'peer.so')
  execFileSync('cc', ['-O2', '-o', load, join(sources, 'load.c')])
  const flags = execFileSync('net-snmp-config', ['--base-cflags'], { encoding: 'utf8' }).trim().split(/\s+/)
  const quiet = { stdio: 'pipe' } as const
  execFileSync('cc', [...flags, '-w', '-fPIC', '-shared', '-o', table, join(sources, 'peer.c')], quiet)
  return { load, table }
}

async function start<S extends Server>(starting: Promise<S>): Promise<S> {
  const server = await starting
  servers.push(server)
  return server
}

function measure(load: string, server: Server, args: readonly string[]): Sample {
  const before = server.cpu()
  const [command, all] = onProcessor(1, load, [String(server.port), ...args])
  const text = execFileSync(command, all, { encoding: 'utf8' })
  const [requests = 0, variables = 0, seconds = 1] = text.split(' ').map(Number)
  return { requests, variables, seconds, cpu: server.cpu() - before }
}

/** Enough requests for the compiler of the one and the caches of both, however slow the machine is. */
function warm(load: string, server: Server, args: readonly string[]): void {
  for (let requests = 0, round = 0; requests < WARM_REQUESTS && round < 10; round++) {
    requests += measure(load, server, args).requests
  }
}

function compare(load: string, peer: Server, ours: Server): void {
  print('', peer.name, 'virtgate', 'ratio', 'CPU time each', 'ratio', 'goal')
  for (const { load: args } of figures) for (const server of [peer, ours]) warm(load, server, args)
  for (const { name, load: args, unit, goal } of figures) {
    const samples: [Sample[], Sample[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      samples[0].push(measure(load, peer, args))
      samples[1].push(measure(load, ours, args))
    }
    const rates = samples.map((list) => list.map((sample) => sample[unit] / sample.seconds))
    const times = samples.map((list) => list.map((sample) => sample.cpu / sample[unit]))
    const each = `${times.map((list) => median(list).toFixed(2)).join(' / ')} us`
    print(
      name,
      ...rates.map((list) => median(list).toFixed(0)),
      `${medianRatio(rates[1], rates[0]).toFixed(2)} x`,
      each,
      `${medianRatio(times[0], times[1]).toFixed(2)} x`,
      `>= ${goal} x`,
      `${unit}/s`,
    )
  }
}

/** The median of the ratios of the rounds: what the machine does to a round it does to both. */
function medianRatio(over: readonly number[] = [], under: readonly number[] = []): number {
  return median(over.map((value, i) => value / (under[i] ?? Number.NaN)))
}

async function stall(load: string, ours: GatewayServer): Promise<void> {
  // A process without work on the same processor shows how long the machine itself lets a process wait.
  const idle = await startIdle()
  const both = [ours, idle]
  for (const each of both) await each.ask('stall')
  const [command, args] = onProcessor(1, load, [String(ours.port), 'flood', FLOOD_SECONDS])
  const [sent = 0, answered = 0] = execFileSync(command, args, { encoding: 'utf8' }).split(' ').map(Number)
  const [own, machine] = await Promise.all(both.map((each) => each.ask('report')))
  await idle.stop()
  const text = (stalls: Record<string, number> = {}) =>
    `${stalls.longestMs?.toFixed(1)} ms (99 % below ${stalls.p99Ms?.toFixed(1)})`
  console.log(`\nlongest stall of the event loop under a flood of GETBULK: ${text(own)}; goal <= 50 ms`)
  console.log(`  of a process without work on the same processor: ${text(machine)}`)
  console.log(`  ${sent} requests for 16 million variables each in ${FLOOD_SECONDS} s, ${answered} answered`)
}

async function growth(load: string): Promise<void> {
  const few = await start(startGateway(10, join(folder, 'few')))
  const many = await start(startGateway(100_000, join(folder, 'many')))
  const args = (server: GatewayServer) => ['get', String(server.rows), '1', SECONDS]
  const ratios: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const [a, b] = [few, many].map((server) => measure(load, server, args(server))) as [Sample, Sample]
    if (round > 0) ratios.push(b.cpu / b.requests / (a.cpu / a.requests))
  }
  console.log(
    `cost of a GET at ${many.rows} domains against ${few.rows}: ${median(ratios).toFixed(2)} x (goal <= 1.5)`,
  )
  console.log(
    `memory of the SNMP side a domain at ${many.rows}: ${many.octetsPerRow.toFixed(0)} octets (goal <= 1024)`,
  )
}

function print(...cells: readonly string[]): void {
  const widths = [26, 10, 10, 9, 18, 9, 10, 13]
  console.log(
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0))).join(''),
  )
}
