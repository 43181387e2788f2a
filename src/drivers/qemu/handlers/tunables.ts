import type { DomainDoc } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import { withLifecycleAction } from '../../shared/domain-lifecycle.ts'
import { withStatsPeriod } from '../../shared/domain-memory.ts'
import {
  blkioParams,
  type GivenParams,
  memoryParams,
  numaParams,
  type ParamValues,
  schedulerParams,
  withBlkioParams,
  withMemoryParams,
  withNumaParams,
  withSchedulerParams,
} from '../../shared/domain-tuning.ts'
import { type ParamTable, paramTables, readParams, writeParams } from '../../shared/typed-params.ts'
import { aliasOf } from '../definition/devices.ts'
import type { Guest } from '../guest/guest.ts'
import type { Services } from '../guest/services.ts'
import { definitionOf, guestOf, keepConfig, liveChanged, targetOf } from './context.ts'

type Group = Args<'domain.getParameters'>['group']

interface GroupRow {
  readonly table: ParamTable
  readonly read: (doc: DomainDoc) => ParamValues
  readonly write: (doc: DomainDoc, given: GivenParams) => DomainDoc
}

/** Groups that the definition keeps. */
const groups: Readonly<Partial<Record<Group, GroupRow>>> = {
  memory: { table: paramTables.memory, read: memoryParams, write: withMemoryParams },
  blkio: { table: paramTables.blkio, read: blkioParams, write: withBlkioParams },
  numa: { table: paramTables.numa, read: numaParams, write: withNumaParams },
  scheduler: { table: paramTables.scheduler, read: schedulerParams, write: withSchedulerParams },
}

/** Tunables, and what is to be done when something happens to a guest. */
export function tunableHandlers(services: Services): Handlers {
  return {
    'domain.getSchedulerType': async (_ctx, ref) => {
      guestOf(services, ref)
      return 'posix'
    },
    'domain.getParameters': async (_ctx, ref, { group, ...side }) => {
      const { table, read } = groupOf(group)
      return writeParams(table, read(definitionOf(guestOf(services, ref), side)))
    },
    'domain.setParameters': (_ctx, ref, args) => setParameters(services, guestOf(services, ref), args),
    'domain.setLifecycleAction': async (_ctx, ref, { event, action, ...scope }) => {
      const guest = guestOf(services, ref)
      const { live, config } = targetOf(guest, scope)
      if (live) {
        live.doc = withLifecycleAction(live.doc, { event, action })
        await liveChanged(services, guest)
      }
      if (config) await keepConfig(services, guest, withLifecycleAction(config, { event, action }))
    },
    'domain.setMemoryStatsPeriod': (ctx, ref, args) =>
      setStatsPeriod(services, guestOf(services, ref), args, ctx.signal),
    'domain.getSecurityLabel': async (_ctx, ref) => {
      guestOf(services, ref)
      return { label: '', enforcing: false }
    },
  }
}

function groupOf(group: Group): GroupRow {
  const row = groups[group]
  if (row) return row
  throw new VirtError('operationUnsupported', `the QEMU driver has no tunables of the group '${group}'`, {
    domain: 'qemu',
  })
}

async function setParameters(
  services: Services,
  guest: Guest,
  args: Args<'domain.setParameters'>,
): Promise<void> {
  const { table, write } = groupOf(args.group)
  const given = readParams(table, args.values)
  const { live, config } = targetOf(guest, args)
  if (live) {
    throw new VirtError(
      'operationInvalid',
      `domain '${guest.name}' is running without a control group; its tunables of '${args.group}' can change only in its definition`,
      { domain: 'qemu' },
    )
  }
  if (config) await keepConfig(services, guest, write(config, given))
}

async function setStatsPeriod(
  services: Services,
  guest: Guest,
  { period, ...scope }: Args<'domain.setMemoryStatsPeriod'>,
  signal: AbortSignal,
): Promise<void> {
  const { live, config } = targetOf(guest, scope)
  const kept = config && withStatsPeriod(config, period)
  if (live) {
    const running = withStatsPeriod(live.doc, period)
    const balloon = live.doc.devices.memballoon
    const path = `/machine/peripheral/${balloon ? aliasOf(balloon) : ''}`
    const property = 'guest-stats-polling-interval'
    await live.monitor.request('qom-set', { path, property, value: period }, { signal })
    live.doc = running
    await liveChanged(services, guest)
  }
  if (kept) await keepConfig(services, guest, kept)
}
