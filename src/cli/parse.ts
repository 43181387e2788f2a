import { parseArgs } from 'node:util'
import { VirtError } from '../core/errors/index.ts'
import { nearest } from '../core/lib/nearest.ts'
import {
  type Command,
  helpOption,
  type OptDef,
  type OptDefs,
  type RawInput,
  socketOption,
} from './command.ts'

/** Finds the command that the words begin with; the longest name counts. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): { command: Command; rest: readonly string[] } | undefined {
  const fits = commands.filter((command) => command.name.split(' ').every((part, i) => words[i] === part))
  const command = fits.sort((a, b) => b.name.length - a.name.length)[0]
  return command && { command, rest: words.slice(command.name.split(' ').length) }
}

/** Moves options that stand before the command behind it, where they mean the same. */
export function commandFirst(words: readonly string[]): readonly string[] {
  let at = 0
  while (at < words.length && words[at]?.startsWith('-')) {
    at += takesNext(words[at] ?? '') ? 2 : 1
  }
  return [...words.slice(at), ...words.slice(0, at)]
}

function takesNext(word: string): boolean {
  return ['--socket', '--connection', '-c', '--type', '-t'].includes(word)
}

/** The options that a command takes, common ones included. */
export function optionsOf(command: Command): OptDefs {
  return { ...command.options, ...(command.offline ? {} : socketOption), ...helpOption }
}

/** Reads the words behind a command's name by its declaration. */
export function parseInput(command: Command, words: readonly string[]): RawInput {
  const known = optionsOf(command)
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(Object.entries(known).map(([name, def]) => [name, parserOption(def)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const options: Record<string, string | boolean | string[]> = {}
  for (const [name, def] of Object.entries(known)) if (def.many) options[name] = []
  const given: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') given.push(token.value)
    if (token.kind === 'option') take(command, known, options, token)
  }
  const helped = options.help === true
  return { args: helped ? {} : assign(command, given), options: flags(known, options) }
}

function parserOption(def: OptDef): { type: 'string' | 'boolean'; short?: string; multiple?: boolean } {
  return {
    type: def.value === undefined ? 'boolean' : 'string',
    ...(def.short !== undefined && { short: def.short }),
    ...(def.many && { multiple: true }),
  }
}

function take(
  command: Command,
  known: OptDefs,
  options: Record<string, string | boolean | string[]>,
  token: { readonly name: string; readonly rawName: string; readonly value?: string | undefined },
): void {
  const def = Object.hasOwn(known, token.name) ? known[token.name] : undefined
  if (!def) throw unknownOption(command, known, token.rawName)
  if (def.value === undefined && token.value !== undefined) {
    throw usage(command, `option ${token.rawName} takes no value`)
  }
  if (def.value !== undefined && token.value === undefined) {
    throw usage(command, `option ${token.rawName} needs a value: ${token.rawName} ${def.value}`)
  }
  const before = options[token.name]
  if (Array.isArray(before)) before.push(token.value ?? '')
  else options[token.name] = token.value ?? true
}

function flags(known: OptDefs, options: Record<string, string | boolean | string[]>): RawInput['options'] {
  const out: Record<string, string | boolean | readonly string[] | undefined> = { ...options }
  for (const [name, def] of Object.entries(known)) if (def.value === undefined) out[name] ??= false
  return out
}

function assign(command: Command, given: readonly string[]): RawInput['args'] {
  const args: Record<string, string | readonly string[] | undefined> = {}
  let at = 0
  for (const [name, def] of Object.entries(command.args)) {
    if (def.rest) {
      args[name] = given.slice(at)
      at = given.length
    } else args[name] = given[at++]
    const missing = def.rest ? args[name]?.length === 0 : args[name] === undefined
    if (missing && !def.optional) throw usage(command, `${name.toUpperCase()} is missing`)
  }
  const extra = given[at]
  if (extra !== undefined) throw usage(command, `'${extra}' is one argument too many`)
  return args
}

function unknownOption(command: Command, known: OptDefs, raw: string): VirtError {
  const near = nearest(raw.replace(/^-+/, ''), Object.keys(known))
  return usage(command, `there is no option ${raw}${near ? `; did you mean --${near}?` : ''}`)
}

function usage(command: Command, what: string): VirtError {
  return new VirtError(
    'invalidArg',
    `${command.name}: ${what} ('virtgate ${command.name} --help' shows how it is used)`,
  )
}

/** The error for words that begin with no command. */
export function unknownCommand(commands: readonly Command[], words: readonly string[]): VirtError {
  const [first = ''] = words
  const below = commands.filter((command) => command.name.startsWith(`${first} `))
  if (below.length > 0) {
    const names = below.map((command) => command.name.slice(first.length + 1)).join(', ')
    return new VirtError('invalidArg', `'${first}' is followed by one of: ${names}`)
  }
  const near = nearest(first, new Set(commands.map((command) => command.name.split(' ')[0] ?? '')))
  const hint = near ? `; did you mean '${near}'?` : ''
  return new VirtError('invalidArg', `there is no command '${first}'${hint} ('virtgate help' lists all)`)
}
