import { join } from 'node:path'
import { type CliContext, type Command, defineCommand, jsonOption } from '../../cli/command.ts'
import { alignColumns } from '../../cli/output/columns.ts'
import { toJson } from '../../cli/output/json.ts'
import { VirtError } from '../../core/errors/index.ts'
import { createLogger } from '../../core/log/create-logger.ts'
import type { Settings } from '../../core/settings/index.ts'
import { readyGroups } from '../../mappings/snmp/engine/access-control.ts'
import { discoverEngine } from '../../mappings/snmp/engine/notify/discovery.ts'
import { addUser, listUsers, removeUser } from '../../mappings/snmp/engine/users-file.ts'
import { authProtocols, privProtocols } from '../../mappings/snmp/engine/usm-protocols.ts'
import { controlSocket } from '../control-socket.ts'
import { settingsFor, settingsOptions } from '../settings-source.ts'
import { readPassphrases } from './pass-phrases.ts'
import { takeOn } from './take-on.ts'

const protocols = {
  auth: Object.keys(authProtocols) as (keyof typeof authProtocols)[],
  priv: Object.keys(privProtocols) as (keyof typeof privProtocols)[],
}
const changeOptions = {
  ...settingsOptions,
  socket: {
    value: 'PATH',
    kind: 'file',
    doc: 'Control socket of the daemon that takes the change on; the one of the run directory of the settings unless given.',
  },
} as const
const nameArg = { doc: 'Name of the user, up to 32 octets.', kind: 'text' } as const

const add = defineCommand({
  name: 'snmp user add',
  summary: 'Add a user of SNMPv3, or replace one',
  doc: [
    'Pass phrases are read from standard input, one a line: first for authentication, then for privacy; without a second one both are the same. Only keys that fit this agent alone are kept, never the pass phrases.',
    'Informs of SNMPv3 are secured with keys for the engine of their receiver: --target asks the receiver for its engine, which must run; --engine-id names it. The same user may have keys for several engines.',
  ],
  args: { name: nameArg },
  offline: true,
  options: {
    ...changeOptions,
    group: {
      value: 'GROUP',
      kind: readyGroups,
      doc: `What the user may do: ${readyGroups.join(', ')}; readers unless given.`,
    },
    auth: {
      value: 'PROTOCOL',
      kind: protocols.auth,
      doc: `Authentication: ${protocols.auth.join(', ')}, or none.`,
    },
    priv: { value: 'PROTOCOL', kind: protocols.priv, doc: `Privacy: ${protocols.priv.join(', ')}, or none.` },
    'passphrase-file': { value: 'FILE', kind: 'file', doc: 'Read the pass phrases from this file instead.' },
    target: {
      value: 'NAME',
      kind: 'text',
      doc: 'Make the keys for the receiver of informs with this name in snmp.targets.',
    },
    'engine-id': {
      value: 'HEX',
      kind: 'text',
      doc: 'Make the keys for the receiver of informs with this engine id, 10 to 64 hexadecimal digits.',
    },
    'allow-weak': { doc: 'Allow a protocol that is known to be broken.' },
  },
  examples: [['virtgate snmp user add monitor --passphrase-file phrases', 'a user who reads']],
  async run(context, { args, options }) {
    const auth = protocol('auth', options.auth ?? 'sha256', protocols.auth)
    const priv = protocol('priv', options.priv ?? (auth ? 'aes128' : 'none'), protocols.priv)
    const [authPassphrase, privPassphrase] = auth
      ? await readPassphrases(context, options['passphrase-file'], 2)
      : []
    const settings = await settingsFor(options, context.env)
    const engineId = await receiverEngine(context, settings, options.target, options['engine-id'])
    const user = await addUser(
      userFolder(settings),
      {
        name: args.name,
        ...(options.group !== undefined && { group: options.group }),
        ...(auth && { auth }),
        ...(priv && { priv }),
        ...(authPassphrase !== undefined && { authPassphrase }),
        ...(privPassphrase !== undefined && { privPassphrase }),
        ...(engineId && { engineId }),
        allowWeak: options['allow-weak'],
      },
      createLogger({ level: 'warn', clock: context.clock, write: (line) => context.err(`${line}\n`) }),
    )
    await context.out(
      `SNMP user '${user.name}' is in group ${user.group} (${user.auth ?? 'no authentication'}, ${user.priv ?? 'no privacy'})${user.remote === undefined ? '' : ` for informs to engine ${user.remote}`}\n`,
    )
    await takeOn(context, options.socket ?? controlSocket(settings.run_dir), 'snmp user')
  },
})

const remove = defineCommand({
  name: 'snmp user remove',
  summary: 'Remove a user of SNMPv3',
  args: { name: nameArg },
  offline: true,
  options: changeOptions,
  async run(context, { args, options }) {
    const settings = await settingsFor(options, context.env)
    await removeUser(userFolder(settings), args.name)
    await context.out(`SNMP user '${args.name}' is gone\n`)
    await takeOn(context, options.socket ?? controlSocket(settings.run_dir), 'snmp user')
  },
})

const list = defineCommand({
  name: 'snmp user list',
  summary: 'List the users of SNMPv3',
  options: { ...settingsOptions, ...jsonOption },
  async run(context, { options }) {
    const users = await listUsers(userFolder(await settingsFor(options, context.env)))
    if (options.json) return context.out(`${toJson(users, 2)}\n`)
    const rows = users.map(({ name, group, auth, priv, remote }) => [
      name,
      group,
      auth ?? '-',
      priv ?? '-',
      remote ?? 'own',
    ])
    await context.out(alignColumns(['NAME', 'GROUP', 'AUTH', 'PRIV', 'ENGINE'], rows))
  },
})

/** `virtgate snmp user ...`. */
export const snmpUserCommands: readonly Command[] = [add, remove, list]

/** The engine of a receiver of informs that keys are for; undefined for this agent. */
async function receiverEngine(
  { clock, signal }: CliContext,
  settings: Settings,
  name: string | undefined,
  hex: string | undefined,
): Promise<Buffer | undefined> {
  if (hex !== undefined) {
    const digits = hex.replace(/^0x/i, '')
    if (/^(?:[0-9a-f]{2}){5,32}$/i.test(digits)) return Buffer.from(digits, 'hex')
    throw new VirtError('invalidArg', `--engine-id is '${hex}'; expected 10 to 64 hexadecimal digits`)
  }
  if (name === undefined) return undefined
  const { targets } = settings.snmp
  const target = targets.find((one) => one.name === name)
  if (target) return discoverEngine(target, clock, signal)
  const known = targets.map((one) => one.name).join(', ') || 'none'
  throw new VirtError('invalidArg', `snmp.targets has no target '${name}'; known are ${known}`)
}

function userFolder(settings: Settings): string {
  return join(settings.state_dir, 'snmp')
}

/** How net-snmp and its users write them. */
const shortForms: Readonly<Record<string, string>> = { sha: 'sha1', aes: 'aes128' }

function protocol<P extends string>(option: string, word: string, known: readonly P[]): P | undefined {
  if (word === 'none') return undefined
  const plain = word.toLowerCase().replaceAll('-', '')
  const wanted = shortForms[plain] ?? plain
  const found = known.find((name) => name === wanted)
  if (found) return found
  throw new VirtError('invalidArg', `--${option} is '${word}'; expected one of ${known.join(', ')}, none`)
}
