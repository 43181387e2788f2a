import { VirtError } from '../../../core/errors/index.ts'
import { remoteSocket } from '../socket-paths.ts'
import { flagOption, type RemoteUri } from '../uri.ts'

/** A program with its arguments; no shell of this host sees them. */
export interface CommandLine {
  readonly program: string
  readonly args: readonly string[]
}

const proxies = ['auto', 'native', 'netcat'] as const

/** The command that leads to the daemon of another host over SSH. */
export function sshCommand(uri: RemoteUri): CommandLine {
  const { host, user, port, options } = uri
  const keyfile = options.get('keyfile')
  return {
    program: options.get('command') ?? 'ssh',
    args: [
      // No terminal, no escape character; and nobody is there who could be asked for a password.
      ...['-T', '-e', 'none', '-o', 'BatchMode=yes'],
      ...(port === undefined ? [] : ['-p', String(port)]),
      ...(user === undefined ? [] : ['-l', user]),
      ...(keyfile === undefined ? [] : ['-i', keyfile, '-o', 'IdentitiesOnly=yes']),
      ...hostKeyOptions(uri),
      ...authOptions(options.get('sshauth')),
      '--',
      host ?? '',
      remoteCommand(uri),
    ],
  }
}

/** How `known_hosts_verify` of libvirt reads in OpenSSH's words. */
const hostKeyChecks: Readonly<Record<string, string>> = { normal: 'yes', auto: 'accept-new', ignore: 'no' }

function hostKeyOptions(uri: RemoteUri): string[] {
  const file = uri.options.get('known_hosts')
  const word = flagOption(uri, 'no_verify') ? 'ignore' : uri.options.get('known_hosts_verify')
  const check = word === undefined ? undefined : hostKeyChecks[word]
  if (word !== undefined && check === undefined) {
    throw badWord('known_hosts_verify', word, Object.keys(hostKeyChecks))
  }
  return [
    ...(file === undefined ? [] : ['-o', `UserKnownHostsFile=${file}`]),
    ...(check === undefined ? [] : ['-o', `StrictHostKeyChecking=${check}`]),
  ]
}

/** How `sshauth` of libvirt reads in OpenSSH's words; passwords cannot be asked for. */
const authMethods: Readonly<Record<string, string>> = { agent: 'publickey', privkey: 'publickey' }

function authOptions(sshauth: string | undefined): string[] {
  if (sshauth === undefined) return []
  const words = sshauth.split(',').map((word) => word.trim())
  const methods = words.map((word) => {
    const method = authMethods[word]
    if (method === undefined) throw badWord('sshauth', word, Object.keys(authMethods))
    return method
  })
  return ['-o', `PreferredAuthentications=${[...new Set(methods)].join(',')}`]
}

/** What the shell of the other host runs; every word that comes from the URI is quoted for it. */
function remoteCommand(uri: RemoteUri): string {
  const proxy = uri.options.get('proxy') ?? 'auto'
  if (!proxies.some((word) => word === proxy)) throw badWord('proxy', proxy, proxies)
  const helper = helperCommand(uri)
  const netcat = netcatCommand(uri)
  if (proxy === 'native') return helper
  if (proxy === 'netcat') return netcat
  // The helper finds the socket itself and starts a daemon of the user; a URI that names the socket wants that one.
  if (uri.options.has('socket') || uri.options.has('netcat')) return netcat
  return `sh -c ${quote(`if command -v virt-ssh-helper >/dev/null 2>&1; then exec ${helper}; else ${netcat}; fi`)}`
}

function helperCommand({ name }: RemoteUri): string {
  return `virt-ssh-helper ${quote(name)}`
}

/** Some kinds of netcat stay when their input ends unless they are told to leave with -q; others do not know -q. */
function netcatCommand(uri: RemoteUri): string {
  const program = quote(uri.options.get('netcat') ?? 'nc')
  const socket = quote(remoteSocket(uri))
  const script = `q=; if ${program} -q 2>&1 | grep -q 'requires an argument'; then q=-q0; fi; exec ${program} $q -U ${socket}`
  return `sh -c ${quote(script)}`
}

/** One word for a shell of the Bourne family. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

function badWord(parameter: string, word: string, known: readonly string[]): VirtError {
  return new VirtError(
    'invalidArg',
    `the URI parameter '${parameter}' is '${word.slice(0, 40)}'; ${known.join(', ')} were expected`,
    { domain: 'uri' },
  )
}
