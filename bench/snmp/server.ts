import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** An SNMP agent that runs in its own process on a processor of its own. */
export interface Server {
  readonly name: string
  readonly port: number
  /** Processor time used so far, in microseconds. */
  cpu(): number
  stop(): Promise<void>
}

/** A process whose event loop is watched; `ask` sends it a line and gives its answer. */
export interface Watched {
  ask(line: string): Promise<Record<string, number>>
  stop(): Promise<void>
}

/** Our gateway. */
export interface GatewayServer extends Server, Watched {
  readonly rows: number
  readonly octetsPerRow: number
}

const pinned = cpus().length > 1 && runs('taskset', ['-V'])
// On a machine that others use, too, they would take more of the time than the difference that is measured.
const preferred = process.getuid?.() === 0 && runs('nice', ['-n', '-15', 'true'])

/** The command with the processor that it may use, so that server and load do not take turns on one. */
export function onProcessor(processor: number, command: string, args: readonly string[]): [string, string[]] {
  const words = [command, ...args]
  if (pinned) words.unshift('taskset', '-c', String(processor))
  if (preferred) words.unshift('nice', '-n', '-15')
  const [first = command, ...rest] = words
  return [first, rest]
}

/** Whether a program is there and runs. */
export function runs(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Starts our gateway with a number of domains. */
export async function startGateway(domains: number, folder: string): Promise<GatewayServer> {
  mkdirSync(folder, { recursive: true })
  const { child, facts, ask } = await startScript('gateway.js', [String(domains), folder])
  const { port = 0, rows = 0, octetsPerRow = 0 } = facts
  return { ...serverOf(`virtgate, ${rows} domains`, port, child), rows, octetsPerRow, ask }
}

/** Starts a process that does nothing on the processor of the servers. */
export async function startIdle(): Promise<Watched> {
  const { child, ask } = await startScript('idle.js', [])
  return { ask, stop: () => stop(child) }
}

async function startScript(name: string, args: readonly string[]) {
  const script = fileURLToPath(new URL(`./${name}`, import.meta.url))
  const [command, all] = onProcessor(0, process.execPath, ['--expose-gc', script, ...args])
  const child = spawn(command, all, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const facts = await nextLine(lines)
  const ask: Watched['ask'] = (line) => {
    const answer = nextLine(lines)
    child.stdin.write(`${line}\n`)
    return answer
  }
  return { child, facts, ask }
}

/** Starts snmpd with the table loaded; resolves when it answers. */
export async function startSnmpd(table: string, rows: number, folder: string): Promise<Server> {
  const port = 20_000 + (process.pid % 20_000)
  mkdirSync(join(folder, 'state'), { recursive: true })
  const settings = join(folder, 'agent.conf')
  writeFileSync(settings, `agentaddress udp:127.0.0.1:${port}\nrocommunity public\ndlmod peer ${table}\n`)
  const [command, args] = onProcessor(0, 'snmpd', ['-f', '-Lf', join(folder, 'log'), '-C', '-c', settings])
  const env = {
    ...process.env,
    MIBS: '',
    BENCH_ROWS: String(rows),
    SNMP_PERSISTENT_DIR: join(folder, 'state'),
  }
  const child = spawn(command, args, { env, stdio: 'ignore' })
  const probe = [
    '-v2c',
    '-c',
    'public',
    '-r20',
    '-t1',
    `127.0.0.1:${port}`,
    `1.3.6.1.2.1.236.1.4.1.2.${rows}`,
  ]
  const answer = execFileSync('snmpget', probe, { env, encoding: 'utf8' })
  if (!answer.includes(`guest${rows}`)) throw new Error(`snmpd does not serve the table: ${answer}`)
  return serverOf('snmpd', port, child)
}

function serverOf(name: string, port: number, child: ChildProcess): Server {
  return {
    name,
    port,
    cpu: () => processorTime(child.pid ?? 0),
    stop: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** User and system time of a process: fields 14 and 15 of its stat file, in hundredths of a second. */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

async function nextLine(lines: Interface): Promise<Record<string, number>> {
  const [line] = (await once(lines, 'line')) as [string]
  return JSON.parse(line) as Record<string, number>
}
