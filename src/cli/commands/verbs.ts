import type { ControlClient } from '../../control/client.ts'
import type { Entry } from '../../core/contracts.ts'
import { toVirtError, VirtError } from '../../core/errors/index.ts'
import { findOp } from '../../core/model/index.ts'
import { typeWords } from '../../core/model/type-words.ts'
import { type CliContext, type Command, connectionOption, defineCommand, typeOption } from '../command.ts'
import { argsFrom, optionsFor } from '../model-options.ts'
import { nameOf, opOf, parseType, resolve } from '../resolve.ts'
import { waitForState } from '../wait.ts'

/** A command that runs one operation on objects that are named. */
interface Verb {
  readonly name: string
  /** Operation of every type that has it. */
  readonly op: string
  readonly summary: string
  /** What to say when it is done. */
  readonly done: string
  /** Parameters of the domain's operation that become options. */
  readonly params: readonly string[]
  /** Whether it is for domains alone. */
  readonly domainsOnly?: true
  /** State that `--wait` waits for. */
  readonly waitFor?: string
}

const verbs: readonly Verb[] = [
  {
    name: 'start',
    op: 'start',
    summary: 'Start guests, or networks, pools, interfaces',
    done: 'started',
    params: ['paused', 'forceBoot', 'bypassCache', 'resetNvram'],
  },
  {
    name: 'shutdown',
    op: 'shutdown',
    summary: 'Ask guests to power off',
    done: 'was asked to power off',
    params: ['mode'],
    domainsOnly: true,
    waitFor: 'shutoff',
  },
  {
    name: 'reboot',
    op: 'reboot',
    summary: 'Ask guests to restart',
    done: 'was asked to restart',
    params: ['mode'],
    domainsOnly: true,
  },
  {
    name: 'reset',
    op: 'reset',
    summary: 'Push the reset button of guests',
    done: 'was reset',
    params: [],
    domainsOnly: true,
  },
  {
    name: 'destroy',
    op: 'destroy',
    summary: 'End guests at once, or stop networks, pools, interfaces',
    done: 'stopped',
    params: ['graceful'],
  },
  {
    name: 'suspend',
    op: 'suspend',
    summary: 'Pause guests; their memory stays',
    done: 'paused',
    params: [],
    domainsOnly: true,
  },
  {
    name: 'resume',
    op: 'resume',
    summary: 'Let paused guests run on',
    done: 'runs on',
    params: [],
    domainsOnly: true,
  },
  {
    name: 'undefine',
    op: 'undefine',
    summary: 'Forget definitions',
    done: 'is no longer defined',
    params: ['managedSave', 'snapshotsMetadata', 'checkpointsMetadata', 'nvram', 'keepNvram'],
  },
]

const waitOption = {
  wait: { value: 'SECONDS', doc: 'Wait until it is done; fails with exit code 8 after this time.' },
} as const

/** Commands that run one operation on the objects that they are given. */
export const verbCommands: readonly Command[] = verbs.map((verb) =>
  defineCommand({
    name: verb.name,
    summary: verb.summary,
    doc: ['With several objects all are tried; the exit code is that of the first error.'],
    args: {
      object: {
        doc: 'Objects, by name, uuid, key or number.',
        kind: verb.domainsOnly ? 'domain' : 'object',
        rest: true,
      },
    },
    options: {
      ...connectionOption,
      ...(verb.domainsOnly ? {} : typeOption),
      ...optionsFor(opOf('domain', verb.op).def, verb.params),
      ...(verb.waitFor === undefined ? {} : waitOption),
    },
    run: (context, { args, options }) => runVerb(context, verb, args.object, options),
  }),
)

type Options = Readonly<Record<string, unknown>>

async function runVerb(
  context: CliContext,
  verb: Verb,
  words: readonly string[],
  options: Options,
): Promise<number> {
  const type = parseType(textOf(options.type))
  const { path, def } = opOf(type, verb.op)
  const args = await argsFrom(def, verb.params, options)
  const client = await context.client()
  const wait = secondsOf(options.wait)
  return forEach(context, words, async (word) => {
    const entry = await resolve(client, type, word, textOf(options.connection))
    await client.call('invoke', { op: path, ref: entry, args }, context.signal)
    await context.out(`${typeWords[type].word} '${nameOf(entry)}' ${verb.done}\n`)
    if (wait !== undefined && verb.waitFor) await waitFor(context, client, entry, verb.waitFor, wait)
  })
}

async function waitFor(
  context: CliContext,
  client: ControlClient,
  entry: Entry,
  state: string,
  seconds: number,
): Promise<void> {
  await waitForState(context, client, entry, state, seconds)
  await context.out(`${typeWords[entry.type].word} '${nameOf(entry)}' is ${state}\n`)
}

/** Does the same for several words; an error is told and the others are tried still. */
export async function forEach(
  context: CliContext,
  words: readonly string[],
  work: (word: string) => Promise<void>,
): Promise<number> {
  if (words.length === 1) {
    await work(words[0] ?? '')
    return 0
  }
  let exit = 0
  for (const word of words) {
    try {
      await work(word)
    } catch (thrown) {
      const error = toVirtError(thrown)
      context.err(`virtgate: ${error.message}\n`)
      exit ||= error.exitCode
    }
    if (context.signal.aborted) break
  }
  return exit
}

/** `virtgate autostart`. */
export const autostartCommand = defineCommand({
  name: 'autostart',
  summary: 'Let objects start with their host, or not',
  args: { object: { doc: 'Objects, by name, uuid or key.', kind: 'object', rest: true } },
  options: { ...connectionOption, ...typeOption, disable: { doc: 'Do not start them any more.' } },
  async run(context, { args, options }) {
    const type = parseType(options.type)
    const { path } = opOf(type, 'setAutostart')
    const client = await context.client()
    return forEach(context, args.object, async (word) => {
      const entry = await resolve(client, type, word, options.connection)
      await client.call(
        'invoke',
        { op: path, ref: entry, args: { autostart: !options.disable } },
        context.signal,
      )
      const what = options.disable ? 'does not start' : 'starts'
      await context.out(`${typeWords[type].word} '${nameOf(entry)}' ${what} with its host\n`)
    })
  },
})

/** `virtgate set`. */
export const setCommand = defineCommand({
  name: 'set',
  summary: 'Set the memory or the number of processors of a guest',
  doc: ['With neither --live nor --config the running guest is changed if it runs, else the definition.'],
  args: {
    domain: { doc: 'Guest.', kind: 'domain' },
    what: { doc: 'memory or vcpus.', kind: ['memory', 'vcpus'] },
    value: { doc: 'Amount such as 2GiB (a bare number is in KiB), or number of processors.', kind: 'text' },
  },
  options: {
    ...connectionOption,
    maximum: { doc: 'Set the most that the guest can have.' },
    live: { doc: 'Change the running guest.' },
    config: { doc: 'Change the definition.' },
  },
  examples: [['virtgate set web1 memory 2GiB --live --config', 'now and from the next start on']],
  async run(context, { args, options }) {
    const row = settable[args.what]
    if (!row) throw new VirtError('invalidArg', `'${args.what}' cannot be set; expected memory or vcpus`)
    const client = await context.client()
    const entry = await resolve(client, 'domain', args.domain, options.connection)
    const def = findOp(row.op)?.def
    if (!def) return
    const value = await argsFrom(def, [row.param], { [row.param]: args.value })
    const flags = await argsFrom(def, ['maximum', 'live', 'config'], options)
    await client.call('invoke', { op: row.op, ref: entry, args: { ...value, ...flags } }, context.signal)
    await context.out(`${args.what} of domain '${nameOf(entry)}' was set to ${args.value}\n`)
  },
})

const settable: Readonly<Record<string, { op: string; param: string }>> = {
  memory: { op: 'domain.setMemory', param: 'memory' },
  vcpus: { op: 'domain.setVcpus', param: 'count' },
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function secondsOf(value: unknown): number | undefined {
  if (value === undefined) return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds) && seconds > 0) return seconds
  throw new VirtError('invalidArg', `--wait is '${String(value)}'; expected a number of seconds`)
}
