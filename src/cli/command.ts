import type { ControlClient } from '../control/client.ts'
import type { Clock } from '../core/lib/clock.ts'

/** What an argument or the value of an option names; completion goes by it. */
export type WordKind =
  | 'domain'
  | 'object'
  | 'connection'
  | 'type'
  | 'operation'
  | 'snapshot'
  | 'file'
  | 'command'
  | 'text'
  | readonly string[]

/** An argument of a command. */
export interface ArgDef {
  readonly doc: string
  readonly kind: WordKind
  readonly optional?: true
  /** Takes all words that are left. */
  readonly rest?: true
}

/** An option of a command; without `value` it is a flag. */
export interface OptDef {
  readonly doc: string
  readonly short?: string
  /** What the value is called in the help. */
  readonly value?: string
  /** May be given more than once. */
  readonly many?: true
  readonly kind?: WordKind
}

/** Arguments by name, in the order in which they are given. */
export type ArgDefs = Readonly<Record<string, ArgDef>>

/** Options by name, without the dashes. */
export type OptDefs = Readonly<Record<string, OptDef>>

type ArgValue<A> = A extends { readonly rest: true }
  ? readonly string[]
  : A extends { readonly optional: true }
    ? string | undefined
    : string

type OptValue<O> = O extends { readonly many: true }
  ? readonly string[]
  : O extends { readonly value: string }
    ? string | undefined
    : boolean

/** What was given to a command, by its declaration. */
export interface Input<A extends ArgDefs = ArgDefs, O extends OptDefs = OptDefs> {
  readonly args: { readonly [N in keyof A]: ArgValue<A[N]> }
  readonly options: { readonly [N in keyof O]: OptValue<O[N]> }
}

/** What was given to a command, before its declaration gave it types. */
export interface RawInput {
  readonly args: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
}

/** Everything of the outside world that a command may touch. */
export interface CliContext {
  /** Writes to standard output; resolves when it was taken. */
  out(text: string): Promise<void>
  /** Writes to standard error. */
  err(text: string): void
  readonly stdin: AsyncIterable<Uint8Array>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether standard output is a terminal that shows colour. */
  readonly color: boolean
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal
  readonly clock: Clock
  /** All commands, for help and completion. */
  readonly commands: readonly Command[]
  /** The daemon; connected at the first call. */
  client(): Promise<ControlClient>
}

/** Words with their meanings. */
export type Terms = ReadonlyArray<readonly [term: string, meaning: string]>

/** A command of the command line, as the table holds it. */
export interface Command {
  /** One or more words: `list`, `snapshot create`. */
  readonly name: string
  /** One line. */
  readonly summary: string
  /** More to say, a paragraph each. */
  readonly doc: readonly string[]
  readonly args: ArgDefs
  readonly options: OptDefs
  /** A list of further terms for the help: its heading and the terms. */
  readonly terms?: readonly [heading: string, terms: () => Promise<Terms>]
  /** Whether it can do without the daemon and takes no socket. */
  readonly offline: boolean
  /** Lines that show how it is used, each with what it does. */
  readonly examples: ReadonlyArray<readonly [line: string, meaning: string]>
  /** Runs it; the result is the exit code, 0 unless given. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most commands have no exit code of their own to give
  run(context: CliContext, input: RawInput): Promise<number | void>
}

/** A command as it is written down, with types derived from its declaration. */
export interface CommandSpec<A extends ArgDefs, O extends OptDefs> {
  readonly name: string
  readonly summary: string
  readonly doc?: readonly string[]
  readonly args?: A
  readonly options?: O
  readonly terms?: Command['terms']
  readonly offline?: true
  readonly examples?: Command['examples']
  // biome-ignore lint/suspicious/noConfusingVoidType: most commands have no exit code of their own to give
  run(context: CliContext, input: Input<A, O>): Promise<number | void>
}

/** Declares a command: parsing, help, completion and manual page are made from it. */
export function defineCommand<
  const A extends ArgDefs = Record<never, never>,
  const O extends OptDefs = Record<never, never>,
>(spec: CommandSpec<A, O>): Command {
  return {
    name: spec.name,
    summary: spec.summary,
    doc: spec.doc ?? [],
    args: spec.args ?? {},
    options: spec.options ?? {},
    examples: spec.examples ?? [],
    offline: spec.offline ?? false,
    ...(spec.terms && { terms: spec.terms }),
    // The parser makes the input after this same declaration.
    run: (context, input) => spec.run(context, input as unknown as Input<A, O>),
  }
}

/** Option that every command takes. */
export const helpOption = {
  help: { short: 'h', doc: 'Show what the command does and its options.' },
} as const satisfies OptDefs

/** Option of every command that talks to the daemon. */
export const socketOption = {
  socket: {
    value: 'PATH',
    kind: 'file',
    doc: 'Control socket of the daemon; the one of the standard run directory, or of VIRTGATE_SOCKET, unless given.',
  },
} as const satisfies OptDefs

/** Option of commands that look at objects of one connection. */
export const connectionOption = {
  connection: {
    short: 'c',
    value: 'NAME',
    kind: 'connection',
    doc: 'Only objects of this connection.',
  },
} as const satisfies OptDefs

/** Option of commands that read. */
export const jsonOption = {
  json: {
    doc: 'Print JSON: 64-bit numbers as strings of digits, bytes as base64, times in milliseconds since 1970.',
  },
} as const satisfies OptDefs

/** Option of commands that work on any type of object. */
export const typeOption = {
  type: { short: 't', value: 'TYPE', kind: 'type', doc: 'Type of object; domain unless given.' },
} as const satisfies OptDefs
