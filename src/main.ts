import { homedir } from 'node:os'
import type { Command } from './cli/command.ts'
import { clientCommands } from './cli/commands/index.ts'
import { type CliProcess, runCli } from './cli/run.ts'
import { systemClock } from './core/lib/clock.ts'
import { ownAccount, standardDirs } from './core/settings/dirs.ts'
import { productCommands } from './daemon/commands/index.ts'
import { productVersion } from './daemon/version.ts'

/** All commands of the command line, in the order of the help. */
export function allCommands(version: string): readonly Command[] {
  return [...productCommands(version), ...clientCommands]
}

/** Runs the command line in this process and ends it with the exit code of the command. */
export async function main(words: readonly string[]): Promise<void> {
  const stop = new AbortController()
  let asked = 0
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Who asks twice does not want to wait.
      if (++asked > 1) process.exit(130)
      stop.abort(new Error(signal))
    })
  }
  const version = productVersion()
  const socket = `${standardDirs(ownAccount(process.env, homedir())).run}/control.sock`
  const program = { version, commands: allCommands(version), standardSocket: socket }
  process.exit(await runCli(program, words, ownProcess(stop)))
}

function ownProcess(stop: AbortController): CliProcess {
  // A reader that left (| head) ends the program; a log that nobody reads any more ends nothing.
  process.stdout.on('error', (error) => stop.abort(error))
  process.stderr.on('error', () => {})
  return {
    out: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
    err: (text) => process.stderr.write(text),
    stdin: process.stdin,
    env: process.env,
    isTerminal: process.stdout.isTTY === true,
    signal: stop.signal,
    clock: systemClock,
  }
}
