import type { DomainDoc } from '../../../core/config/index.ts'
import { formatDomain } from '../../../core/config/index.ts'
import type { LocalRef } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Guest } from '../guest/guest.ts'
import type { LiveGuest } from '../guest/live-guest.ts'
import { publish } from '../guest/publish.ts'
import type { Services } from '../guest/services.ts'
import { saveStatus } from '../guest/status-file.ts'

/** Which of the two definitions of a guest a change is for. */
export interface Target {
  /** The running guest, if it is to change. */
  readonly live: LiveGuest | undefined
  /** The kept definition, if it is to change. */
  readonly config: DomainDoc | undefined
}

/** The guest that an operation is called on. */
export function guestOf(services: Services, ref: LocalRef): Guest {
  return services.guests.get(ref.key)
}

/** What a change with these flags is for; with neither, the running guest if it runs, else the definition. */
export function targetOf(
  guest: Guest,
  flags: { readonly live?: boolean | undefined; readonly config?: boolean | undefined },
): Target {
  const current = !flags.live && !flags.config
  const live = flags.live || (current && guest.live) ? guest.running() : undefined
  const config = flags.config || (current && !guest.live) ? guest.kept() : undefined
  return { live, config }
}

/** The definition that a question is about; without a word the one that holds now. */
export function definitionOf(
  guest: Guest,
  { live, config }: { readonly live?: boolean | undefined; readonly config?: boolean | undefined },
): DomainDoc {
  if (live) return guest.running().doc
  return config ? guest.kept() : guest.doc
}

/** Text of a kept definition. */
export function printConfig(doc: DomainDoc): string {
  return formatDomain(doc, { inactive: true, secure: true })
}

/** Keeps a changed definition: on disk first, then in memory, then told. */
export async function keepConfig(services: Services, guest: Guest, doc: DomainDoc): Promise<void> {
  await services.stores.definitions.put(guest.uuid, printConfig(doc))
  guest.define(doc)
  if (guest.live) guest.configChanged = true
  publish(services, guest)
}

/** Tells and writes down that a running guest changed. */
export async function liveChanged(services: Services, guest: Guest): Promise<void> {
  publish(services, guest)
  await saveStatus(services, guest)
}

/** Refuses a mode or flag that this driver does not have. */
export function unsupportedArgument(what: string): VirtError {
  return new VirtError('argumentUnsupported', `${what} is not supported by the QEMU driver`, {
    domain: 'qemu',
  })
}
