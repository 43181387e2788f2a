import { formatSnapshot, parseSnapshot, type SnapshotDoc } from '../../../core/config/index.ts'
import type { Change, Handlers, OpContext } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { refreshDomain, startDomain, stopDomain } from '../domain-life.ts'
import { runJob } from '../jobs.ts'
import { snapshotOf } from '../load-snapshot.ts'
import { freeMomentName } from '../moment-names.ts'
import type { TestNode } from '../node.ts'
import { goneMoment, momentKey, snapshotPut, splitMomentKey, type TestSnapshot } from '../snapshots.ts'

/** Snapshots of domains. */
export function snapshotHandlers({ node }: TestContext): Handlers {
  return {
    'snapshot.create': (ctx, ref, args) => create(node, node.domains.get(ref.key), args, ctx),
    'snapshot.getXml': async (_ctx, ref, { secure = false }) => {
      const { snapshot } = find(node, ref.key)
      return formatSnapshot(snapshotDoc(snapshot), { secure })
    },
    'snapshot.revert': (ctx, ref, args) => revert(node, ref.key, args, ctx),
    'snapshot.delete': async (_ctx, ref, args) => remove(node, ref.key, args),
  }
}

interface Found {
  readonly domain: TestDomain
  readonly snapshot: TestSnapshot
}

function find(node: TestNode, key: string): Found {
  const { uuid, name } = splitMomentKey(key)
  const domain = node.domains.get(uuid)
  return { domain, snapshot: domain.extra.snapshots.get(name) }
}

const refusedFlags = ['diskOnly', 'reuseExternal', 'noMetadata'] as const

async function create(
  node: TestNode,
  domain: TestDomain,
  args: Args<'snapshot.create'>,
  ctx: OpContext,
): Promise<string> {
  for (const flag of refusedFlags) {
    if (args[flag] === true) {
      throw new VirtError('invalidArg', `the test hypervisor makes no snapshot with '${flag}'`, {
        domain: 'test',
      })
    }
  }
  const doc =
    args.xml === undefined ? {} : parseSnapshot(args.xml, { validate: args.validate === true, live: true })
  check(domain, doc, args)
  if (args.redefine === true) return redefine(node, domain, doc, args.current === true)
  await runJob(node, domain, 'snapshot', ctx)
  const { snapshots } = domain.extra
  const name = doc.name ?? freeMomentName(node, (taken) => snapshots.has(taken))
  const parent = snapshots.current
  snapshots.add({
    name,
    description: doc.description,
    createdAt: node.clock.now(),
    state: domain.record.state,
    definition: domain.current,
    ...(domain.active && domain.config !== undefined ? { inactive: domain.config } : {}),
    ...(parent === undefined ? {} : { parent }),
  })
  makeCurrent(node, domain, name)
  if (args.halt === true && domain.active) stopDomain(node, domain, 'stopFromSnapshot')
  return momentKey(domain, name)
}

function check(domain: TestDomain, doc: SnapshotDoc, args: Args<'snapshot.create'>): void {
  if (args.halt === true && domain.config === undefined) {
    throw new VirtError(
      'operationInvalid',
      `the domain '${domain.name}' is transient and would be gone when it stops`,
      {
        domain: 'test',
      },
    )
  }
  if ((domain.extraIfAny?.checkpoints.size ?? 0) > 0) {
    throw new VirtError(
      'operationUnsupported',
      `the domain '${domain.name}' has checkpoints; it cannot have snapshots too`,
      {
        domain: 'test',
      },
    )
  }
  const external = doc.disks?.disks?.some(({ snapshot }) => snapshot === 'external' || snapshot === 'manual')
  if (external === true || doc.memory?.snapshot === 'external') {
    throw new VirtError('configUnsupported', 'the test hypervisor keeps snapshots inside, none outside', {
      domain: 'test',
    })
  }
}

/** Takes metadata up again: of a snapshot that is there, or of one that was forgotten. */
function redefine(node: TestNode, domain: TestDomain, doc: SnapshotDoc, current: boolean): string {
  const { name } = doc
  if (name === undefined || doc.state === undefined) {
    throw new VirtError(
      'xmlError',
      "the description of a snapshot that is taken up again needs 'name' and 'state'",
    )
  }
  if (doc.domain !== undefined && doc.domain.uuid !== domain.uuid) {
    throw new VirtError(
      'invalidArg',
      `the snapshot '${name}' is of the domain ${doc.domain.uuid}, not of '${domain.name}'`,
    )
  }
  const { snapshots } = domain.extra
  const member = snapshotOf(node, domain, doc, { name, state: doc.state })
  if (snapshots.has(name)) snapshots.redefine(member)
  else snapshots.add(member)
  if (current) makeCurrent(node, domain, name)
  else node.emit(snapshotPut(domain, member))
  return momentKey(domain, name)
}

/** Lets the domain go on from a snapshot, and tells all whose mark changes. */
function makeCurrent(node: TestNode, domain: TestDomain, name: string | undefined): void {
  const { snapshots } = domain.extra
  const before = snapshots.setCurrent(name)
  const changed = new Set([before, name])
  const puts: Change[] = []
  for (const each of changed) {
    if (each !== undefined && snapshots.has(each)) puts.push(snapshotPut(domain, snapshots.get(each)))
  }
  node.emit(...puts)
  tellCurrent(node, domain)
}

function tellCurrent(node: TestNode, domain: TestDomain): void {
  const hasCurrentSnapshot = domain.extra.snapshots.current !== undefined
  if (hasCurrentSnapshot !== domain.record.hasCurrentSnapshot) node.change(domain, { hasCurrentSnapshot })
}

function snapshotDoc(snapshot: TestSnapshot): SnapshotDoc {
  const { name, description, state, createdAt, parent, definition, inactive } = snapshot
  const active = state === 'running' || state === 'paused'
  const disks = (definition.doc.devices.disks ?? []).map(({ target, readonly }) => ({
    name: target.dev ?? '',
    snapshot: readonly === true ? ('no' as const) : ('internal' as const),
  }))
  return {
    name,
    ...(description === undefined ? {} : { description }),
    state,
    ...(parent === undefined ? {} : { parent: { name: parent } }),
    creationTime: BigInt(Math.floor(createdAt / 1000)),
    memory: { snapshot: active ? 'internal' : 'no' },
    ...(disks.length === 0 ? {} : { disks: { disks } }),
    domain: definition.doc,
    ...(inactive === undefined ? {} : { inactiveDomain: inactive.doc }),
  }
}

type Target = 'running' | 'paused' | 'shutoff'

function targetState(args: Args<'snapshot.revert'>, { state }: TestSnapshot): Target {
  if (args.running === true && args.paused === true) {
    throw new VirtError('invalidArg', "a snapshot cannot be reverted to both 'running' and 'paused'")
  }
  if (args.running === true) return 'running'
  if (args.paused === true) return 'paused'
  return state === 'running' || state === 'paused' ? state : 'shutoff'
}

/**
 * The nine transitions from off, running and paused to each of them: leaving a run tells that it stopped, entering
 * one that it started, ending paused that it was suspended, in this order.
 */
async function revert(
  node: TestNode,
  key: string,
  args: Args<'snapshot.revert'>,
  ctx: OpContext,
): Promise<void> {
  const first = find(node, key)
  const target = targetState(args, first.snapshot)
  if (target === 'shutoff' && first.domain.config === undefined) {
    throw new VirtError(
      'operationInvalid',
      `the domain '${first.domain.name}' is transient; reverting to a snapshot that is off needs 'running' or 'paused'`,
      { domain: 'test' },
    )
  }
  await runJob(node, first.domain, 'snapshot', ctx)
  const { domain, snapshot } = find(node, key)
  const { definition, inactive = definition } = snapshot
  const transient = domain.config === undefined
  if (domain.active) stopDomain(node, domain, 'stopFromSnapshot', { keep: true })
  domain.config = transient ? undefined : inactive
  if (target === 'shutoff') refreshDomain(node, domain, {})
  else startDomain(node, domain, definition, 'startFromSnapshot', target === 'paused')
  makeCurrent(node, domain, snapshot.name)
}

function remove(node: TestNode, key: string, args: Args<'snapshot.delete'>): void {
  const { domain, snapshot } = find(node, key)
  const { snapshots } = domain.extra
  const before = snapshots.current
  const changes =
    args.children === true || args.childrenOnly === true
      ? snapshots
          .removeTree(snapshot.name, args.childrenOnly === true)
          .map((name) => goneMoment('snapshot', domain, name))
      : removeOne(domain, snapshot.name)
  const after = snapshots.current
  if (after !== undefined && after !== before) changes.push(snapshotPut(domain, snapshots.get(after)))
  node.emit(...changes)
  tellCurrent(node, domain)
}

function removeOne(domain: TestDomain, name: string): Change[] {
  const { snapshots } = domain.extra
  const rehung = snapshots.remove(name, (child, parent) => {
    const { parent: _, ...rest } = child
    return parent === undefined ? rest : { ...rest, parent }
  })
  return [
    ...rehung.map((child) => snapshotPut(domain, snapshots.get(child))),
    goneMoment('snapshot', domain, name),
  ]
}
