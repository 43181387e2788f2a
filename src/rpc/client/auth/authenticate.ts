import { homedir } from 'node:os'
import { VirtError } from '../../../core/errors/index.ts'
import type { RpcClient } from '../client.ts'
import type { RemoteUri } from '../uri.ts'
import { type Credentials, findCredentials } from './auth-file.ts'
import { type Mechanism, oneMessage } from './mechanism.ts'
import { scramSha256 } from './scram.ts'

/** How a daemon wants to know who calls. */
const AUTH_NONE = 0
const AUTH_SASL = 1
const AUTH_POLKIT = 2

/** No mechanism needs more messages than this. */
const MAX_STEPS = 16

/** Tells the daemon who calls, in the way that it asks for. */
export async function authenticate(client: RpcClient, uri: RemoteUri, signal: AbortSignal): Promise<void> {
  const [type = AUTH_NONE] = await authTypes(client, signal)
  if (type === AUTH_NONE) return
  if (type === AUTH_POLKIT) return authPolkit(client, signal)
  if (type === AUTH_SASL) return authSasl(client, uri, signal)
  throw new VirtError(
    'authFailed',
    `${uri.label} asks for authentication of type ${type}, which is not known`,
    {
      domain: 'auth',
    },
  )
}

/** Daemons that are very old do not know the question and ask nothing. */
async function authTypes(client: RpcClient, signal: AbortSignal): Promise<readonly number[]> {
  try {
    return (await client.call('remote', 'AUTH_LIST', undefined, { signal })).types
  } catch (thrown) {
    if (thrown instanceof VirtError && thrown.code === 'noSupport') return []
    throw thrown
  }
}

async function authPolkit(client: RpcClient, signal: AbortSignal): Promise<void> {
  const { complete } = await client.call('remote', 'AUTH_POLKIT', undefined, { signal })
  if (complete !== 1) {
    throw new VirtError('authFailed', `${client.label} did not let this user in by polkit`, {
      domain: 'auth',
    })
  }
}

async function authSasl(client: RpcClient, uri: RemoteUri, signal: AbortSignal): Promise<void> {
  const { mechlist } = await client.call('remote', 'AUTH_SASL_INIT', undefined, { signal })
  const offered = mechlist.split(/[,\s]+/).filter((name) => name !== '')
  const mechanism = await choose(client, uri, offered)
  const start = { mech: mechanism.name, nil: 0, data: await mechanism.first() }
  let reply = await client.call('remote', 'AUTH_SASL_START', start, { signal })
  for (let step = 0; step < MAX_STEPS; step++) {
    const done = reply.complete !== 0
    const message = reply.nil === 0 ? Buffer.from(reply.data) : undefined
    const answer = message === undefined ? undefined : await mechanism.next(message)
    if (done) break
    const data = answer ?? Buffer.alloc(0)
    reply = await client.call('remote', 'AUTH_SASL_STEP', { nil: 0, data }, { signal })
  }
  if (reply.complete === 0 || !mechanism.complete()) {
    throw new VirtError('authFailed', `${uri.label} did not finish the authentication by ${mechanism.name}`, {
      domain: 'auth',
    })
  }
}

/** The best mechanism that both sides know and the channel allows. */
async function choose(client: RpcClient, uri: RemoteUri, offered: readonly string[]): Promise<Mechanism> {
  const wanted = wantedMechanism(uri)
  const allowed = wanted === undefined ? offered : offered.filter((name) => name === wanted)
  if (allowed.includes('EXTERNAL')) return oneMessage('EXTERNAL', '')
  // A password that anybody could read on its way is not sent.
  const known = ['SCRAM-SHA-256', ...(client.secure ? ['PLAIN'] : [])]
  const name = known.find((each) => allowed.includes(each))
  if (name !== undefined) {
    const credentials = await credentialsFor(uri)
    return name === 'PLAIN'
      ? oneMessage(name, `\0${credentials.authname}\0${credentials.password}`)
      : scramSha256(credentials)
  }
  if (allowed.includes('ANONYMOUS')) return oneMessage('ANONYMOUS', 'virtgate')
  throw new VirtError(
    'authUnavailable',
    `${uri.label} offers ${offered.join(', ') || 'no mechanism'}; one of EXTERNAL, ${known.join(', ')}, ANONYMOUS was expected`,
    { domain: 'auth' },
  )
}

/** `auth=sasl.NAME` asks for one mechanism. */
function wantedMechanism({ options }: RemoteUri): string | undefined {
  const auth = options.get('auth')
  if (auth === undefined || auth === 'sasl' || auth === 'none' || auth === 'polkit') return undefined
  if (auth.startsWith('sasl.')) return auth.slice('sasl.'.length).toUpperCase()
  throw new VirtError(
    'invalidArg',
    `the URI parameter 'auth' is '${auth.slice(0, 40)}'; none, polkit, sasl or sasl.MECHANISM was expected`,
    { domain: 'uri' },
  )
}

async function credentialsFor(uri: RemoteUri): Promise<Required<Credentials>> {
  const place = { authfile: uri.options.get('authfile'), home: homedir(), env: process.env }
  const host = uri.host ?? 'localhost'
  const found = await findCredentials(host, place)
  const authname = uri.user ?? found.authname
  const { password } = found
  if (authname !== undefined && password !== undefined) return { authname, password }
  throw new VirtError(
    'authFailed',
    `${uri.label} asks for ${authname === undefined ? 'a user' : 'the password of a user'}, and there is none for host '${host}'; give it in a file of credentials (auth.conf, or the URI parameter 'authfile')`,
    { domain: 'auth' },
  )
}
