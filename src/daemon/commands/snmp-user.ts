import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CliContext, type Command, defineCommand, jsonOption } from '../../cli/command.ts'
import { alignColumns } from '../../cli/output/columns.ts'
import { toJson } from '../../cli/output/json.ts'
import { ControlClient } from '../../control/client.ts'
import { fromSystem, VirtError } from '../../core/errors/index.ts'
import { createLogger } from '../../core/log/create-logger.ts'
import type { Settings } from '../../core/settings/index.ts'
import { readyGroups } from '../../mappings/snmp/engine/access-control.ts'
import { addUser, listUsers, removeUser } from '../../mappings/snmp/engine/users-file.ts'
import { authProtocols, privProtocols } from '../../mappings/snmp/engine/usm-protocols.ts'
import { controlSocket } from '../control-socket.ts'
import { settingsFor, settingsOptions } from '../settings-source.ts'

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
    'allow-weak': { doc: 'Allow a protocol that is known to be broken.' },
  },
  examples: [['virtgate snmp user add monitor --passphrase-file phrases', 'a user who reads']],
  async run(context, { args, options }) {
    const auth = protocol('auth', options.auth ?? 'sha256', protocols.auth)
    const priv = protocol('priv', options.priv ?? (auth ? 'aes128' : 'none'), protocols.priv)
    const [authPassphrase, privPassphrase] = auth
      ? await passphrases(context, options['passphrase-file'])
      : []
    const settings = await settingsFor(options, context.env)
    const user = await addUser(
      userFolder(settings),
      {
        name: args.name,
        ...(options.group !== undefined && { group: options.group }),
        ...(auth && { auth }),
        ...(priv && { priv }),
        ...(authPassphrase !== undefined && { authPassphrase }),
        ...(privPassphrase !== undefined && { privPassphrase }),
        allowWeak: options['allow-weak'],
      },
      createLogger({ level: 'warn', clock: context.clock, write: (line) => context.err(`${line}\n`) }),
    )
    await context.out(
      `SNMP user '${user.name}' is in group ${user.group} (${user.auth ?? 'no authentication'}, ${user.priv ?? 'no privacy'})\n`,
    )
    await takeOn(context, options.socket ?? controlSocket(settings.run_dir))
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
    await takeOn(context, options.socket ?? controlSocket(settings.run_dir))
  },
})

const list = defineCommand({
  name: 'snmp user list',
  summary: 'List the users of SNMPv3',
  options: { ...settingsOptions, ...jsonOption },
  async run(context, { options }) {
    const users = await listUsers(userFolder(await settingsFor(options, context.env)))
    if (options.json) return context.out(`${toJson(users, 2)}\n`)
    const rows = users.map(({ name, group, auth, priv }) => [name, group, auth ?? '-', priv ?? '-'])
    await context.out(alignColumns(['NAME', 'GROUP', 'AUTH', 'PRIV'], rows))
  },
})

/** `virtgate snmp user ...`. */
export const snmpUserCommands: readonly Command[] = [add, remove, list]

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

async function passphrases(context: CliContext, file: string | undefined): Promise<string[]> {
  const text = file === undefined ? await firstLines(context.stdin, 2) : await read(file)
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  if (lines.length > 0) return lines.slice(0, 2)
  throw new VirtError(
    'invalidArg',
    'there is no pass phrase; expected one a line on standard input or in --passphrase-file',
  )
}

async function firstLines(stream: AsyncIterable<Uint8Array>, count: number): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) {
    chunks.push(chunk)
    if (Buffer.concat(chunks).toString('utf8').split('\n').length > count) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    throw fromSystem(thrown, `cannot read ${file}`)
  }
}

/** A daemon that runs takes the change on; one that does not will read it when it starts. */
async function takeOn(context: CliContext, socket: string): Promise<void> {
  let client: ControlClient | undefined
  try {
    client = await ControlClient.connect(socket, 'virtgate snmp user', context.signal)
    await client.call('reload', {})
  } catch (thrown) {
    if (thrown instanceof VirtError && thrown.code === 'noConnect') return
    context.err("the running daemon did not take the change on; 'virtgate reload' tries again\n")
  } finally {
    client?.close()
  }
}
