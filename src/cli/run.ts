import { ControlClient } from '../control/client.ts'
import { type ErrorCode, toVirtError, type VirtError } from '../core/errors/index.ts'
import type { Clock } from '../core/lib/clock.ts'
import type { CliContext, Command } from './command.ts'
import { commandHelp, overview } from './help.ts'
import { commandFirst, findCommand, parseInput, unknownCommand } from './parse.ts'

/** The process that the command line runs in. */
export interface CliProcess {
  out(text: string): Promise<void>
  err(text: string): void
  readonly stdin: AsyncIterable<Uint8Array>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isTerminal: boolean
  readonly signal: AbortSignal
  readonly clock: Clock
}

/** What the command line is made of. */
export interface Program {
  readonly version: string
  readonly commands: readonly Command[]
  /** Control socket when none is named. */
  readonly standardSocket: string
}

/** Runs the command that the words name; the result is the exit code. Errors are told, never thrown. */
export async function runCli(program: Program, words: readonly string[], on: CliProcess): Promise<number> {
  const clients: ControlClient[] = []
  try {
    return await dispatch(program, words, on, clients)
  } catch (thrown) {
    return told(toVirtError(thrown), on)
  } finally {
    for (const client of clients) client.close()
  }
}

async function dispatch(
  program: Program,
  words: readonly string[],
  on: CliProcess,
  clients: ControlClient[],
): Promise<number> {
  const [first] = words
  if (first === '--version' || first === '-V') return print(on, `virtgate ${program.version}\n`)
  if (first === undefined) return print(on, overview(program.commands), 2)
  if (first === '--help' || first === '-h') return print(on, overview(program.commands))
  const ordered = commandFirst(words)
  const found = findCommand(program.commands, ordered)
  if (!found) throw unknownCommand(program.commands, ordered)
  const input = parseInput(found.command, found.rest)
  if (input.options.help) return print(on, await commandHelp(found.command))
  const socket = typeof input.options.socket === 'string' ? input.options.socket : on.env.VIRTGATE_SOCKET
  const context = contextFor(program, on, socket || program.standardSocket, clients)
  return (await found.command.run(context, input)) ?? 0
}

async function print(on: CliProcess, text: string, exit = 0): Promise<number> {
  await on.out(text)
  return exit
}

function contextFor(program: Program, on: CliProcess, socket: string, clients: ControlClient[]): CliContext {
  let connected: Promise<ControlClient> | undefined
  const connect = async () => {
    const client = await ControlClient.connect(socket, `virtgate ${program.version}`, on.signal)
    clients.push(client)
    return client
  }
  return {
    out: on.out,
    err: on.err,
    stdin: on.stdin,
    env: on.env,
    color: on.isTerminal && !on.env.NO_COLOR && on.env.TERM !== 'dumb',
    signal: on.signal,
    clock: on.clock,
    commands: program.commands,
    client: () => {
      connected ??= connect()
      return connected
    },
  }
}

/** What to do next, for errors whose text cannot know. */
const nextSteps: Partial<Record<ErrorCode, string>> = {
  noSupport: "'virtgate operations' lists what the model has; not every hypervisor offers all of it",
  systemError: "'virtgate doctor' checks directories, sockets and programs",
  agentUnresponsive: 'is the guest agent installed and running in the guest?',
  resourceBusy: "'virtgate jobs' lists what runs",
}

function told(error: VirtError, on: CliProcess): number {
  if (on.signal.aborted && error.code !== 'operationTimeout') return 8
  const lines = [`virtgate: ${error.message}`]
  if (error.detail) lines.push(...error.detail.split('\n').map((line) => `  ${line.trimEnd()}`))
  const next = nextSteps[error.code]
  if (next !== undefined) lines.push(`  ${next}`)
  on.err(`${lines.join('\n')}\n`)
  return error.exitCode
}
