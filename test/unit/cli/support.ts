import { type Command, defineCommand } from '../../../src/cli/command.ts'
import { type CliProcess, runCli } from '../../../src/cli/run.ts'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { allCommands } from '../../../src/main.ts'

/** All commands of the product. */
export const commands: readonly Command[] = allCommands('1.2.3')

/** Runs the command line in this process and answers with what it wrote. */
export async function run(
  words: readonly string[],
  options: {
    socket?: string
    stdin?: string
    env?: Record<string, string>
    commands?: readonly Command[]
  } = {},
): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const on: CliProcess = {
    out: async (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    stdin: (async function* () {
      if (options.stdin !== undefined) yield Buffer.from(options.stdin)
    })(),
    env: options.env ?? {},
    isTerminal: false,
    signal: new AbortController().signal,
    clock: systemClock,
  }
  const program = {
    version: '1.2.3',
    commands: options.commands ?? commands,
    standardSocket: options.socket ?? '/nonexistent/control.sock',
  }
  return { code: await runCli(program, words, on), out, err }
}

/** A command that tells what it was given. */
export const echo = defineCommand({
  name: 'echo',
  summary: 'Tell what was given',
  args: {
    first: { doc: 'One word.', kind: 'text' },
    more: { doc: 'More words.', kind: 'text', optional: true, rest: true },
  },
  options: {
    flag: { short: 'f', doc: 'A flag.' },
    value: { value: 'TEXT', doc: 'A value.' },
    each: { value: 'TEXT', many: true, doc: 'Values.' },
  },
  async run(context, { args, options }) {
    const { flag, value, each } = options
    await context.out(JSON.stringify({ args, flag, value, each }))
  },
})
