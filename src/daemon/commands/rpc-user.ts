import { type Command, defineCommand, jsonOption } from '../../cli/command.ts'
import { alignColumns } from '../../cli/output/columns.ts'
import { toJson } from '../../cli/output/json.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Settings } from '../../core/settings/index.ts'
import { type UserAccess, userAccess, usersPath } from '../../rpc/auth/user-access.ts'
import { controlSocket } from '../control-socket.ts'
import { settingsFor, settingsOptions } from '../settings-source.ts'
import { readPassphrases } from './pass-phrases.ts'
import { takeOn } from './take-on.ts'

const levels = Object.keys(userAccess) as UserAccess[]
const changeOptions = {
  ...settingsOptions,
  socket: {
    value: 'PATH',
    kind: 'file',
    doc: 'Control socket of the daemon that takes the change on; the one of the run directory of the settings unless given.',
  },
} as const
const nameArg = { doc: 'Name of the user, up to 255 octets.', kind: 'text' } as const

const add = defineCommand({
  name: 'rpc user add',
  summary: "Add a user of libvirt's RPC, or replace one",
  doc: [
    'Users log in with SASL (virsh asks for name and password) where rpc.unix_auth, rpc.tls_auth or rpc.tcp_auth is sasl. The pass phrase is read from standard input. Only keys that it is checked with are kept, never itself.',
  ],
  args: { name: nameArg },
  offline: true,
  options: {
    ...changeOptions,
    access: {
      value: 'LEVEL',
      kind: levels,
      doc: `What the user may do at most: ${levels.join(', ')}; full unless given.`,
    },
    iterations: {
      value: 'NUMBER',
      doc: 'How often the pass phrase is hashed, from 4096 on; 32768 unless given.',
    },
    'passphrase-file': { value: 'FILE', kind: 'file', doc: 'Read the pass phrase from this file instead.' },
  },
  examples: [['virtgate rpc user add fred --passphrase-file phrase', 'a user who may do everything']],
  async run(context, { args, options }) {
    const access = levels.find((level) => level === (options.access ?? 'full'))
    if (!access) throw wrong('access', options.access, levels.join(', '))
    const { iterations } = options
    if (iterations !== undefined && !/^\d{1,9}$/.test(iterations))
      throw wrong('iterations', iterations, 'a number')
    const [passphrase = ''] = await readPassphrases(context, options['passphrase-file'], 1)
    const settings = await settingsFor(options, context.env)
    const { addUser } = await usersFile()
    const user = await addUser(fileOf(settings), {
      name: args.name,
      passphrase,
      access,
      iterations: iterations === undefined ? undefined : Number(iterations),
    })
    await context.out(`RPC user '${user.name}' has ${user.access} access\n`)
    await takeOn(context, options.socket ?? controlSocket(settings.run_dir), 'rpc user')
  },
})

const remove = defineCommand({
  name: 'rpc user remove',
  summary: "Remove a user of libvirt's RPC",
  args: { name: nameArg },
  offline: true,
  options: changeOptions,
  async run(context, { args, options }) {
    const settings = await settingsFor(options, context.env)
    const { removeUser } = await usersFile()
    await removeUser(fileOf(settings), args.name)
    await context.out(`RPC user '${args.name}' is gone\n`)
    await takeOn(context, options.socket ?? controlSocket(settings.run_dir), 'rpc user')
  },
})

const list = defineCommand({
  name: 'rpc user list',
  summary: "List the users of libvirt's RPC",
  options: { ...settingsOptions, ...jsonOption },
  async run(context, { options }) {
    const { listUsers } = await usersFile()
    const users = await listUsers(fileOf(await settingsFor(options, context.env)))
    if (options.json) return context.out(`${toJson(users, 2)}\n`)
    await context.out(
      alignColumns(
        ['NAME', 'ACCESS'],
        users.map(({ name, access }) => [name, access]),
      ),
    )
  },
})

/** `virtgate rpc user ...`. */
export const rpcUserCommands: readonly Command[] = [add, remove, list]

/** What makes keys takes longest to load, and no other command needs it. */
function usersFile() {
  return import('../../rpc/auth/users-file.ts')
}

function fileOf(settings: Settings): string {
  return usersPath(settings.rpc, settings.state_dir)
}

function wrong(option: string, value: string | undefined, expected: string): VirtError {
  return new VirtError('invalidArg', `--${option} is '${value}'; expected ${expected}`)
}
