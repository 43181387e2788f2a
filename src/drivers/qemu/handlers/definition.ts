import { rm } from 'node:fs/promises'
import { type DomainDoc, formatDomain, parseDomain } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { isActive } from '../../shared/domain-states.ts'
import { checkName, completeDefinition } from '../definition/complete.ts'
import { forget } from '../guest/finish.ts'
import { Guest } from '../guest/guest.ts'
import { managedSavePath } from '../guest/guest-paths.ts'
import { launch } from '../guest/launch.ts'
import { emitLifecycle, patch, publish } from '../guest/publish.ts'
import { dropManagedSave } from '../guest/saved-state.ts'
import type { Services } from '../guest/services.ts'
import { dropSnapshots } from '../guest/snapshot-store.ts'
import { guestOf, printConfig, unsupportedArgument } from './context.ts'

/** Definitions: kept, changed, read and dropped. */
export function definitionHandlers(services: Services): Handlers {
  return {
    'domain.define': (ctx, _ref, args) => define(services, args, ctx.signal),
    'domain.create': async (ctx, _ref, args) => {
      if (args.autodestroy) throw unsupportedArgument('autodestroy')
      return create(services, args, ctx.signal)
    },
    'domain.undefine': (_ctx, ref, args) => undefine(services, guestOf(services, ref), args),
    'domain.rename': (_ctx, ref, args) => rename(services, guestOf(services, ref), args.name),
    'domain.getXml': async (_ctx, ref, args) => xmlOf(services, guestOf(services, ref), args),
    'domain.getState': async (_ctx, ref) => {
      const { state, reason } = guestOf(services, ref)
      return { state, reason }
    },
    'domain.setAutostart': async (_ctx, ref, { autostart }) => {
      const guest = guestOf(services, ref)
      guest.kept()
      if (autostart) await services.stores.autostart.put(guest.uuid, '')
      else await services.stores.autostart.delete(guest.uuid)
      guest.autostart = autostart
      patch(services, guest, { autostart })
    },
  }
}

async function define(
  services: Services,
  args: { readonly xml: string; readonly validate?: boolean },
  signal: AbortSignal,
): Promise<string> {
  const given = parseDomain(args.xml, { validate: args.validate ?? false })
  services.guests.match(given.uuid, given.name)
  const { doc } = await completeDefinition(given, services.emulators, signal)
  const known = services.guests.match(doc.uuid, doc.name)
  const guest = known ?? new Guest(doc, doc.uuid, services.env.clock.now())
  const before = guest.config
  guest.define(doc)
  services.guests.set(guest)
  try {
    await services.stores.definitions.put(doc.uuid, printConfig(doc))
  } catch (error) {
    guest.config = before
    if (!known) services.guests.delete(guest)
    throw error
  }
  if (guest.live) guest.configChanged = true
  publish(services, guest)
  emitLifecycle(services, guest, { type: 'defined', detail: before ? 'updated' : 'added' })
  return guest.uuid
}

async function create(
  services: Services,
  args: { readonly xml: string; readonly paused?: boolean; readonly validate?: boolean },
  signal: AbortSignal,
): Promise<string> {
  const given = parseDomain(args.xml, { validate: args.validate ?? false })
  const early = services.guests.match(given.uuid, given.name)
  if (early && isActive(early.state)) early.stopped()
  const { doc } = await completeDefinition(given, services.emulators, signal)
  const known = services.guests.match(doc.uuid, doc.name)
  known?.stopped()
  const guest = known ?? new Guest(doc, doc.uuid, services.env.clock.now())
  services.guests.set(guest)
  await launch(services, guest, { doc, signal, paused: args.paused ?? false })
  // The memory that was saved no longer fits the disks.
  if (guest.managedSave) await dropManagedSave(services, guest)
  return guest.uuid
}

async function undefine(
  services: Services,
  guest: Guest,
  flags: {
    readonly managedSave?: boolean
    readonly snapshotsMetadata?: boolean
    readonly nvram?: boolean
    readonly keepNvram?: boolean
  },
): Promise<void> {
  const doc = guest.kept()
  if (guest.managedSave && !flags.managedSave) {
    throw refusal(guest, 'has a saved state; remove it or ask for that')
  }
  if (!guest.active && guest.snapshots.size > 0 && !flags.snapshotsMetadata) {
    throw refusal(guest, `has ${guest.snapshots.size} snapshots; remove them or ask for that`)
  }
  const nvram = doc.os.nvram?.value
  if (nvram !== undefined && !flags.nvram && !flags.keepNvram) {
    throw refusal(guest, 'has firmware variables; say whether to keep or to remove them')
  }
  if (guest.managedSave) await rm(managedSavePath(services, guest.uuid), { force: true })
  if (nvram !== undefined && flags.nvram) await rm(nvram, { force: true })
  await services.stores.autostart.delete(guest.uuid)
  await services.stores.definitions.delete(guest.uuid)
  guest.managedSave = false
  guest.autostart = false
  if (guest.active) {
    guest.config = undefined
    publish(services, guest)
    return emitLifecycle(services, guest, { type: 'undefined', detail: 'removed' })
  }
  await dropSnapshots(services, guest)
  guest.config = undefined
  patch(services, guest, { persistent: false })
  emitLifecycle(services, guest, { type: 'undefined', detail: 'removed' })
  forget(services, guest)
}

function refusal(guest: Guest, what: string): VirtError {
  return new VirtError('operationInvalid', `domain '${guest.name}' ${what}`, { domain: 'qemu' })
}

async function rename(services: Services, guest: Guest, name: string): Promise<void> {
  guest.stopped()
  const doc = guest.kept()
  if (guest.snapshots.size > 0) throw refusal(guest, 'has snapshots and cannot be renamed')
  checkName(name)
  const taken = services.guests.findByName(name)
  if (taken) {
    throw new VirtError('operationFailed', `a domain '${name}' exists already, with UUID ${taken.uuid}`, {
      domain: 'qemu',
    })
  }
  const before = guest.name
  const renamed: DomainDoc = { ...doc, name }
  await services.stores.definitions.put(guest.uuid, printConfig(renamed))
  guest.define(renamed)
  services.guests.renamed(guest, before, name)
  emitLifecycle(services, guest, { type: 'undefined', detail: 'renamed' })
  publish(services, guest)
  emitLifecycle(services, guest, { type: 'defined', detail: 'renamed' })
}

function xmlOf(
  { documents }: Services,
  guest: Guest,
  args: { readonly inactive?: boolean; readonly secure?: boolean; readonly migratable?: boolean },
): string {
  const secure = args.secure ?? false
  const { live } = guest
  const form = secure ? 'secure' : 'public'
  if (!live || args.inactive || args.migratable) {
    const doc = args.inactive ? guest.nextDoc : guest.doc
    return documents.text(doc, form, () => formatDomain(doc, { inactive: true, secure }))
  }
  const { doc, memory, vcpuThreads } = live
  const online = vcpuThreads.size
  return documents.text(doc, `live ${form} ${memory} ${online}`, () =>
    formatDomain(withPresent(doc, memory, online), { secure }),
  )
}

/** The running definition with what the guest has at the moment. */
function withPresent(doc: DomainDoc, currentMemory: bigint, online: number): DomainDoc {
  const { current: _, ...vcpu } = doc.vcpu
  const vcpus = online > 0 && online < vcpu.value ? { ...vcpu, current: online } : vcpu
  return { ...doc, currentMemory, vcpu: vcpus }
}
