import {
  formatDomain,
  formatSnapshot,
  parseDomain,
  parseSnapshot,
  type SnapshotDoc,
} from '../../../core/config/index.ts'
import type { Handlers, OpContext } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import { finish } from '../guest/finish.ts'
import type { Guest } from '../guest/guest.ts'
import { withJob } from '../guest/long-job.ts'
import type { Services } from '../guest/services.ts'
import type { GuestSnapshot } from '../guest/snapshot-record.ts'
import { keepSnapshots, publishSnapshots, snapshotKey } from '../guest/snapshot-store.ts'
import { removeSnapshot, revertTo, takeSnapshot } from '../guest/snapshots.ts'
import { keepConfig, unsupportedArgument } from './context.ts'

/** Snapshots that are kept inside the disks of a guest. */
export function snapshotHandlers(services: Services): Handlers {
  return {
    'snapshot.create': (ctx, ref, args) => create(services, services.guests.get(ref.key), args, ctx),
    'snapshot.getXml': async (_ctx, ref, { secure = false }) => {
      const { snapshot } = find(services, ref.key)
      return formatSnapshot(describe(snapshot), { secure })
    },
    'snapshot.revert': (ctx, ref, args) => revert(services, ref.key, args, ctx),
    'snapshot.delete': (ctx, ref, args) => remove(services, ref.key, args, ctx),
  }
}

function find(services: Services, key: string): { guest: Guest; snapshot: GuestSnapshot } {
  const slash = key.indexOf('/')
  const guest = services.guests.get(key.slice(0, slash))
  return { guest, snapshot: guest.snapshots.get(key.slice(slash + 1)) }
}

const refusedFlags = ['diskOnly', 'reuseExternal', 'noMetadata', 'quiesce', 'live'] as const

async function create(
  services: Services,
  guest: Guest,
  args: Args<'snapshot.create'>,
  ctx: OpContext,
): Promise<string> {
  for (const flag of refusedFlags) if (args[flag]) throw unsupportedArgument(`a snapshot with '${flag}'`)
  const doc =
    args.xml === undefined ? {} : parseSnapshot(args.xml, { validate: args.validate ?? false, live: true })
  if (doc.memory?.snapshot === 'external' || doc.disks?.disks?.some((d) => d.snapshot === 'external')) {
    throw new VirtError(
      'configUnsupported',
      'this driver keeps snapshots inside of disks, none in files beside them',
      {
        domain: 'qemu',
      },
    )
  }
  if (args.redefine) return redefine(services, guest, doc, args.current ?? false)
  const name = doc.name ?? String(Math.floor(services.env.clock.now() / 1000))
  if (name.includes('/')) throw new VirtError('xmlError', `the name '${name}' of a snapshot holds a slash`)
  if (guest.snapshots.has(name)) {
    throw new VirtError('operationInvalid', `domain '${guest.name}' has a snapshot '${name}' already`, {
      domain: 'qemu',
    })
  }
  const taken = await withJob(services, guest, 'snapshot', ctx.signal, (signal) =>
    takeSnapshot(services, guest, name, signal),
  )
  guest.snapshots.add({
    ...taken,
    ...(doc.description === undefined ? {} : { description: doc.description }),
  })
  guest.snapshots.setCurrent(name)
  await changed(services, guest)
  if (args.halt && guest.live) await finish(services, guest, guest.live, 'stopFromSnapshot')
  return snapshotKey(guest, name)
}

async function changed(services: Services, guest: Guest): Promise<void> {
  await keepSnapshots(services, guest)
  publishSnapshots(services, guest)
}

/** Takes the metadata of a snapshot up again that the disks hold already. */
async function redefine(
  services: Services,
  guest: Guest,
  doc: SnapshotDoc,
  current: boolean,
): Promise<string> {
  const { name, state, domain } = doc
  if (name === undefined || state === undefined || state === 'disk-snapshot' || domain === undefined) {
    throw new VirtError('xmlError', "a snapshot that is taken up again needs 'name', 'state' and 'domain'", {
      domain: 'qemu',
    })
  }
  if (domain.uuid !== guest.uuid) {
    throw new VirtError(
      'invalidArg',
      `snapshot '${name}' is of domain ${domain.uuid}, not of '${guest.name}'`,
      {
        domain: 'qemu',
      },
    )
  }
  const member: GuestSnapshot = {
    name,
    ...(doc.parent === undefined ? {} : { parent: doc.parent.name }),
    ...(doc.description === undefined ? {} : { description: doc.description }),
    createdAt: Number(doc.creationTime ?? BigInt(Math.floor(services.env.clock.now() / 1000))) * 1000,
    state,
    disks: (domain.devices.disks ?? []).map((disk) => ({
      target: disk.target.dev ?? '',
      internal: !disk.readonly && disk.driver?.type === 'qcow2',
    })),
    domainXml: formatDomain(domain, { secure: true }),
  }
  if (guest.snapshots.has(name)) guest.snapshots.redefine(member)
  else guest.snapshots.add(member)
  if (current) guest.snapshots.setCurrent(name)
  await changed(services, guest)
  return snapshotKey(guest, name)
}

function describe(snapshot: GuestSnapshot): SnapshotDoc {
  const { name, description, state, createdAt, parent } = snapshot
  const withMemory = state === 'running' || state === 'paused'
  return {
    name,
    ...(description === undefined ? {} : { description }),
    state,
    ...(parent === undefined ? {} : { parent: { name: parent } }),
    creationTime: BigInt(Math.floor(createdAt / 1000)),
    memory: { snapshot: withMemory ? 'internal' : 'no' },
    disks: {
      disks: snapshot.disks.map((disk) => ({
        name: disk.target,
        snapshot: disk.internal ? ('internal' as const) : ('no' as const),
      })),
    },
    domain: parseDomain(snapshot.domainXml, { live: true }),
  }
}

async function revert(
  services: Services,
  key: string,
  args: Args<'snapshot.revert'>,
  ctx: OpContext,
): Promise<void> {
  const { guest, snapshot } = find(services, key)
  if (args.running && args.paused) {
    throw new VirtError('invalidArg', "a snapshot cannot be reverted to both 'running' and 'paused'")
  }
  const held = snapshot.state === 'running' || snapshot.state === 'paused' ? snapshot.state : 'shutoff'
  const target = args.running ? 'running' : args.paused ? 'paused' : held
  if (target === 'shutoff' && !guest.persistent) {
    throw new VirtError(
      'operationInvalid',
      `domain '${guest.name}' is transient and would be gone when it is off`,
      {
        domain: 'qemu',
      },
    )
  }
  await withJob(services, guest, 'snapshot', ctx.signal, (signal) =>
    revertTo(services, guest, snapshot, { target, signal }),
  )
  guest.snapshots.setCurrent(snapshot.name)
  if (guest.config) await keepConfig(services, guest, guest.config)
  guest.configChanged = false
  await changed(services, guest)
}

async function remove(
  services: Services,
  key: string,
  args: Args<'snapshot.delete'>,
  ctx: OpContext,
): Promise<void> {
  const { guest, snapshot } = find(services, key)
  const tree = args.children || args.childrenOnly
  const names = tree ? [...guest.snapshots.descendantsOf(snapshot.name)].reverse() : []
  if (!args.childrenOnly) names.push(snapshot.name)
  for (const name of names) {
    const member = guest.snapshots.get(name)
    if (!args.metadataOnly) await removeSnapshot(services, guest, member, ctx.signal)
    guest.snapshots.remove(name, (child, parent) => {
      const { parent: _, ...rest } = child
      return parent === undefined ? rest : { ...rest, parent }
    })
    services.env.emit({ kind: 'gone', type: 'snapshot', key: snapshotKey(guest, name) })
  }
  await changed(services, guest)
}
