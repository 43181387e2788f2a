import { type DomainDoc, parseDomain } from '../../../core/config/index.ts'
import { toVirtError } from '../../../core/errors/index.ts'
import {
  type Attrs,
  type DomainReason,
  type DomainState,
  domainReasons,
  domainStates,
} from '../../../core/model/index.ts'
import type { RemoteNonnullDomain } from '../../../rpc/wire/generated/types.ts'
import { virConnectListAllDomainsFlags as listFlags } from '../../../rpc/wire/protocol/enums.ts'
import { type ConfigAttrs, composeRecord, configAttrs } from '../../shared/domain-record.ts'
import { isActive } from '../../shared/domain-states.ts'
import { type Daemon, isUnsupported } from '../daemon.ts'
import { oldDomains } from '../old-lists.ts'
import { statesOfAll } from '../stats.ts'
import type { Hints, Put, Reading, Unit } from '../units.ts'
import { checkpoints, snapshots } from './moments.ts'

const emptyUuid = '00000000-0000-0000-0000-000000000000'

/** Bits of DOMAIN_GET_MESSAGES. */
const DEPRECATION = 1
const TAINTING = 2

/** The domains of a daemon. */
export const domains: Unit<RemoteNonnullDomain> = {
  type: 'domain',
  missing: 'noDomain',
  families: [snapshots, checkpoints],
  keyOf: ({ uuid }) => uuid,
  refOf: (uuid) => ({ name: '', uuid, id: -1 }),
  list: async (daemon) => (await listed(daemon, 0)) ?? oldDomains(daemon),
  hints,
  read,
}

/** Domains that a list with flags tells; undefined where the daemon cannot list so. */
export async function listed(
  daemon: Daemon,
  flags: number,
): Promise<readonly RemoteNonnullDomain[] | undefined> {
  return (await daemon.tryCall('CONNECT_LIST_ALL_DOMAINS', { need_results: 1, flags }))?.domains
}

/** A few lists instead of a few questions for each of thousands. */
async function hints(
  daemon: Daemon,
  refs: readonly RemoteNonnullDomain[],
): Promise<ReadonlyMap<string, Hints>> {
  if (refs.length < 2) return new Map()
  const [persistent, autostart, managedSave, snapshot, checkpoint, states] = await Promise.all([
    marked(daemon, listFlags.VIR_CONNECT_LIST_DOMAINS_PERSISTENT),
    marked(daemon, listFlags.VIR_CONNECT_LIST_DOMAINS_AUTOSTART),
    marked(daemon, listFlags.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE),
    marked(daemon, listFlags.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT),
    marked(daemon, listFlags.VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT),
    statesOfAll(daemon),
  ])
  return new Map(
    refs.map(({ uuid }) => {
      const state = states.get(uuid)
      return [
        uuid,
        {
          ...(persistent && { persistent: persistent.has(uuid) }),
          ...(autostart && { autostart: autostart.has(uuid) }),
          ...(managedSave && { managedSave: managedSave.has(uuid) }),
          ...(snapshot && { members: snapshot.has(uuid) || checkpoint?.has(uuid) === true }),
          ...(state && { state }),
        },
      ]
    }),
  )
}

/** Keys of the domains of a list; undefined where the daemon does not know the mark. */
export async function marked(daemon: Daemon, flag: number): Promise<ReadonlySet<string> | undefined> {
  try {
    const found = await listed(daemon, flag)
    return found && new Set(found.map(({ uuid }) => uuid))
  } catch (thrown) {
    if (toVirtError(thrown).code === 'invalidArg') return undefined
    throw thrown
  }
}

async function read(dom: RemoteNonnullDomain, reading: Reading): Promise<Put> {
  const { daemon, hints: known } = reading
  const yes = (value: boolean): { readonly value: number } => ({ value: value ? 1 : 0 })
  const [xml, state, persistent, autostart, managedSave, updated, current, messages] = await Promise.all([
    daemon.call('DOMAIN_GET_XML_DESC', { dom, flags: 0 }),
    known?.state ?? readState(daemon, dom),
    known?.persistent === undefined
      ? daemon.tryCall('DOMAIN_IS_PERSISTENT', { dom }).then((ret) => ret?.persistent)
      : yes(known.persistent).value,
    known?.autostart === undefined ? readAutostart(daemon, dom) : known.autostart,
    known?.managedSave === undefined
      ? daemon.tryCall('DOMAIN_HAS_MANAGED_SAVE_IMAGE', { dom, flags: 0 }).then((ret) => ret?.result)
      : yes(known.managedSave).value,
    daemon.tryCall('DOMAIN_IS_UPDATED', { dom }),
    known?.members === false
      ? undefined
      : daemon.tryCall('DOMAIN_HAS_CURRENT_SNAPSHOT', { dom, flags: 0 }).catch(whenUnsupported),
    readMessages(daemon, dom, known?.state?.state),
  ])
  const doc = readDocument(daemon, dom, xml.xml)
  const live = { ...stateWords(state), id: idOf(doc, dom, state.state) }
  const agentConnected = doc && agentState(doc)
  const before = reading.before?.attrs as Attrs<'domain'> | undefined
  const attrs = composeRecord(doc ? configAttrs(doc) : bareConfig(dom), {
    ...live,
    ...since(live, before, reading),
    persistent: (persistent ?? 1) !== 0,
    ...(autostart !== undefined && { autostart }),
    managedSave: (managedSave ?? 0) !== 0,
    hasCurrentSnapshot: (current?.result ?? 0) !== 0,
    updated: (updated?.updated ?? 0) !== 0,
    taints: messages.taints,
    messages: messages.deprecations,
    job: before?.job ?? 'none',
    ...(agentConnected !== undefined && { agentConnected }),
  })
  return { kind: 'put', type: 'domain', key: dom.uuid, attrs }
}

/** State and reason by number. */
export async function readState(
  daemon: Daemon,
  dom: RemoteNonnullDomain,
): Promise<{ readonly state: number; readonly reason: number }> {
  const state = await daemon.tryCall('DOMAIN_GET_STATE', { dom, flags: 0 })
  if (state) return state
  return { state: (await daemon.call('DOMAIN_GET_INFO', { dom })).state, reason: 0 }
}

/** State and reason in words of the model. */
export function stateWords({ state, reason }: { readonly state: number; readonly reason: number }): {
  readonly state: DomainState
  readonly reason: DomainReason
} {
  const word = domainStates[state] ?? 'nostate'
  const reasons: readonly DomainReason[] = domainReasons[word]
  return { state: word, reason: reasons[reason] ?? 'unknown' }
}

/** The record with another state. */
export function withState(
  record: Attrs<'domain'>,
  numbers: { state: number; reason: number },
  reading: Reading,
) {
  const live = { ...stateWords(numbers), id: record.id }
  const { startedAt: _startedAt, ...rest } = record
  return composeRecord(record, { ...rest, ...live, ...since(live, record, reading) })
}

type Live = Pick<Attrs<'domain'>, 'state' | 'reason' | 'id'>

/** Since when a guest is as it is: the daemon does not tell, so it is the moment at which it was seen to change. */
function since(
  live: Live,
  before: Attrs<'domain'> | undefined,
  { daemon, found }: Reading,
): Pick<Attrs<'domain'>, 'stateSince' | 'startedAt' | 'wanted'> {
  const now = daemon.clock.now()
  const same = before !== undefined && before.state === live.state && before.reason === live.reason
  const stateSince = same ? before.stateSince : now
  const goesOn = before !== undefined && isActive(before.state) && before.id === live.id
  const startedAt = goesOn ? before.startedAt : before === undefined && found ? undefined : now
  return {
    stateSince,
    wanted: wantedOf(live, before?.wanted),
    ...(isActive(live.state) && startedAt !== undefined && { startedAt }),
  }
}

/** What was asked for last, as far as the state shows it. */
function wantedOf(
  { state, reason }: Live,
  before: Attrs<'domain'>['wanted'] | undefined,
): Attrs<'domain'>['wanted'] {
  switch (state) {
    case 'running':
    case 'blocked':
      return 'running'
    case 'paused':
      return reason === 'user' ? 'paused' : (before ?? 'running')
    case 'pmsuspended':
      return 'suspended'
    case 'shutoff':
      return reason === 'saved' ? 'suspended' : 'shutdown'
    default:
      return before ?? 'shutdown'
  }
}

function idOf(doc: DomainDoc | undefined, dom: RemoteNonnullDomain, state: number): number {
  if (!isActive(domainStates[state] ?? 'nostate')) return -1
  return doc?.id ?? dom.id
}

/** Undefined where a guest or its hypervisor has no such thing. */
async function readAutostart(daemon: Daemon, dom: RemoteNonnullDomain): Promise<boolean | undefined> {
  try {
    const ret = await daemon.tryCall('DOMAIN_GET_AUTOSTART', { dom })
    return ret && ret.autostart !== 0
  } catch (thrown) {
    if (toVirtError(thrown).code === 'operationInvalid') return false
    throw thrown
  }
}

async function readMessages(daemon: Daemon, dom: RemoteNonnullDomain, state: number | undefined) {
  const none = { msgs: [] as readonly string[] }
  if (state !== undefined && !isActive(domainStates[state] ?? 'nostate'))
    return { taints: [], deprecations: [] }
  const ask = (flags: number) => daemon.tryCall('DOMAIN_GET_MESSAGES', { dom, flags }).catch(() => none)
  const taints = (await ask(TAINTING)) ?? none
  const deprecations = (await ask(DEPRECATION)) ?? none
  return { taints: taints.msgs, deprecations: deprecations.msgs }
}

/** One guest whose document cannot be read must not hide it, nor others. */
function readDocument(daemon: Daemon, { name }: RemoteNonnullDomain, xml: string): DomainDoc | undefined {
  try {
    return parseDomain(xml, { live: true })
  } catch (error) {
    daemon.log.warn('the document of a guest cannot be read; its devices are not shown', {
      domain: name,
      error,
    })
    return undefined
  }
}

function bareConfig({ name, uuid }: RemoteNonnullDomain): ConfigAttrs {
  return {
    uuid: uuid || emptyUuid,
    name,
    osType: 'hvm',
    virtType: 'unknown',
    memory: 0n,
    maxMemory: 0n,
    vcpus: 0,
    maxVcpus: 0,
    disks: [],
    interfaces: [],
    graphics: [],
  }
}

/** Whether the agent's channel is open in the guest; undefined without such a channel. */
function agentState({ devices }: DomainDoc): boolean | undefined {
  for (const { target } of devices.channels ?? []) {
    if (target?.type === 'virtio' && target.name === 'org.qemu.guest_agent.0')
      return target.state === 'connected'
  }
  return undefined
}

function whenUnsupported(thrown: unknown): undefined {
  if (isUnsupported(thrown)) return undefined
  throw thrown
}
