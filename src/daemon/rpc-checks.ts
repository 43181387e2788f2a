import { createServer } from 'node:net'
import { systemCode, toVirtError } from '../core/errors/index.ts'
import type { Clock } from '../core/lib/clock.ts'
import { parseListen, type Settings } from '../core/settings/index.ts'
import { AccountNames } from '../rpc/auth/account-names.ts'
import { polkitFault } from '../rpc/auth/polkit.ts'
import { usersPath } from '../rpc/auth/user-access.ts'
import { listUsers } from '../rpc/auth/users-file.ts'
import { loadNative } from '../rpc/native/descriptors.ts'
import { readTlsFiles } from '../rpc/tls/tls-files.ts'
import { type Finding, ok } from './finding.ts'

/** What the checks of the RPC surface look at. */
export interface RpcCheckOptions {
  readonly settings: Settings
  /** Addresses that a daemon holds which runs already. */
  readonly held: readonly string[]
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** A certificate that ends so soon is told of, ms. */
const endsSoonMs = 14 * 86_400_000

/** Looks at what libvirt's RPC needs of this host, as the settings use it. */
export async function* checkRpc(options: RpcCheckOptions): AsyncGenerator<Finding> {
  const { rpc } = options.settings
  yield checkNative()
  if (rpc.socket_group !== undefined) yield checkGroup(rpc.socket_group)
  if ([rpc.unix_auth, rpc.unix_readonly_auth].includes('polkit')) yield await checkPolkit(options.signal)
  if (usesSasl(rpc)) yield await checkUsers(options.settings)
  for (const text of rpc.tcp_listen) yield await checkTcp('rpc.tcp_listen', text, options.held)
  for (const text of rpc.tls_listen) yield await checkTcp('rpc.tls_listen', text, options.held)
  if (rpc.tls_listen.length > 0) yield await checkTls(options)
}

function checkNative(): Finding {
  const load = loadNative()
  if ('sockets' in load) return ok('rpc', 'descriptors and local users: the native part is loaded')
  return {
    state: 'missing',
    area: 'rpc',
    text: `displays cannot be handed to local clients, and local users are not told apart: ${load.reason}`,
    fix: 'npm install, on a system that package koffi has a build for',
  }
}

function checkGroup(group: string): Finding {
  const area = 'rpc group'
  const gid = new AccountNames().groupId(group)
  if (gid !== undefined) return ok(area, `${group} is group ${gid}`)
  return { state: 'problem', area, text: `there is no group '${group}'`, fix: `groupadd --system ${group}` }
}

async function checkPolkit(signal: AbortSignal): Promise<Finding> {
  const area = 'polkit'
  const fault = await polkitFault(signal)
  if (fault === undefined) return ok(area, "decides about libvirt's actions")
  return {
    state: 'missing',
    area,
    text: `cannot decide who may connect: ${fault}`,
    fix: "install polkit and libvirt's policy (org.libvirt.unix.policy), or set rpc.unix_auth to none or sasl",
  }
}

function usesSasl(rpc: Settings['rpc']): boolean {
  const tcp = rpc.tcp_listen.length > 0 && rpc.tcp_auth === 'sasl'
  const tls = rpc.tls_listen.length > 0 && rpc.tls_auth === 'sasl'
  return tcp || tls || [rpc.unix_auth, rpc.unix_readonly_auth].includes('sasl')
}

async function checkUsers({ rpc, state_dir }: Settings): Promise<Finding> {
  const area = 'rpc users'
  const path = usersPath(rpc, state_dir)
  try {
    const { length } = await listUsers(path)
    if (length > 0) return ok(area, `${path} has ${length}`)
    return { state: 'missing', area, text: `${path} has none`, fix: 'virtgate rpc user add NAME' }
  } catch (thrown) {
    return { state: 'problem', area, text: toVirtError(thrown).message, fix: 'virtgate rpc user add NAME' }
  }
}

async function checkTcp(
  key: 'rpc.tcp_listen' | 'rpc.tls_listen',
  text: string,
  held: readonly string[],
): Promise<Finding> {
  const area = key.replace('_listen', '')
  const address = parseListen(text)
  if (held.includes(text) || !address) return ok(area, `${text} is held by the daemon`)
  try {
    await bind(address.host, address.port)
    return ok(area, `${text} is free`)
  } catch (thrown) {
    const code = systemCode(thrown)
    const why = code === 'EADDRINUSE' ? 'another program holds it' : (code ?? toVirtError(thrown).message)
    return {
      state: 'problem',
      area,
      text: `${text} cannot be bound: ${why}`,
      fix: `--set ${key}=ADDRESS:PORT`,
    }
  }
}

function bind(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ host, port }, () => server.close(() => resolve()))
  })
}

async function checkTls({ settings, clock }: RpcCheckOptions): Promise<Finding> {
  const area = 'rpc.tls'
  try {
    const { validUntil } = await readTlsFiles(settings.rpc, clock.now())
    const end = new Date(validUntil).toISOString().slice(0, 10)
    if (validUntil - clock.now() > endsSoonMs) return ok(area, `certificates are good until ${end}`)
    return {
      state: 'missing',
      area,
      text: `a certificate ends on ${end}`,
      fix: 'renew it, then virtgate reload',
    }
  } catch (thrown) {
    return {
      state: 'problem',
      area,
      text: toVirtError(thrown).message,
      fix: 'set rpc.tls_ca, rpc.tls_cert and rpc.tls_key',
    }
  }
}
