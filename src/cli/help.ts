import { wrap } from '../core/lib/wrap.ts'
import type { ArgDef, CliContext, Command, OptDef } from './command.ts'
import { defineCommand } from './command.ts'
import { alignTerms } from './output/columns.ts'
import { findCommand, optionsOf, unknownCommand } from './parse.ts'

/** The line that shows how a command is written. */
export function usageLine(command: Command): string {
  const args = Object.entries(command.args).map(([name, def]) => argWord(name, def))
  return ['virtgate', command.name, '[OPTIONS]', ...args].join(' ')
}

/** An argument in a usage line. */
export function argWord(name: string, def: ArgDef): string {
  const word = `${name.toUpperCase()}${def.rest ? ' ...' : ''}`
  return def.optional ? `[${word}]` : word
}

/** An option as it is written, with its short form and what its value is called. */
export function optionWord(name: string, def: OptDef): string {
  const short = def.short === undefined ? '' : `-${def.short}, `
  return `${short}--${name}${def.value === undefined ? '' : ` ${def.value}`}`
}

/** All that there is to say about a command. */
export async function commandHelp(command: Command): Promise<string> {
  const args = Object.entries(command.args).map(([name, def]) => [name.toUpperCase(), def.doc] as const)
  const options = Object.entries(optionsOf(command)).map(
    ([name, def]) =>
      [optionWord(name, def), `${def.doc}${def.many ? ' May be given more than once.' : ''}`] as const,
  )
  const examples = command.examples.map(([line, meaning]) => `  ${line}\n      ${meaning}\n`)
  return [
    `${usageLine(command)}\n\n${command.summary}.\n`,
    ...command.doc.map((paragraph) => `${wrap(paragraph, 96).join('\n')}\n`),
    ...(args.length > 0 ? [`Arguments:\n${alignTerms(args)}`] : []),
    `Options:\n${alignTerms(options)}`,
    ...(examples.length > 0 ? [`Examples:\n${examples.join('')}`] : []),
    ...(command.terms ? [`${command.terms[0]}:\n${alignTerms(await command.terms[1]())}`] : []),
  ].join('\n')
}

/** The list of all commands. */
export function overview(commands: readonly Command[]): string {
  const terms = commands.map((command) => [command.name, command.summary] as const)
  return [
    'virtgate COMMAND [OPTIONS] [ARGUMENTS]\n\nManages the guests of all hypervisors of this host through the virtgate daemon.\n',
    `Commands:\n${alignTerms(terms)}`,
    "'virtgate COMMAND --help' shows the options of a command.\n",
    `Exit codes:\n${alignTerms(exitCodes.map(([code, meaning]) => [String(code), meaning]))}`,
  ].join('\n')
}

/** What the exit codes mean. */
export const exitCodes = [
  [0, 'It was done.'],
  [1, 'It failed.'],
  [2, 'The input is wrong: a bad option, argument, document or setting.'],
  [3, 'There is no such object.'],
  [4, 'It is not allowed.'],
  [5, 'It cannot be done in the state that the object is in.'],
  [6, 'It is not supported there.'],
  [7, 'The hypervisor or the daemon cannot be reached.'],
  [8, 'It took too long or was cancelled.'],
  [9, 'It exists already.'],
] as const satisfies ReadonlyArray<readonly [number, string]>

/** `virtgate help`. */
export const helpCommand = defineCommand({
  name: 'help',
  summary: 'List the commands, or show one',
  offline: true,
  args: { command: { doc: 'Command to show.', kind: 'command', optional: true, rest: true } },
  async run(context: CliContext, { args }) {
    if (args.command.length === 0) return context.out(overview(context.commands))
    const found = findCommand(context.commands, args.command)
    if (!found) throw unknownCommand(context.commands, args.command)
    await context.out(await commandHelp(found.command))
  },
})
