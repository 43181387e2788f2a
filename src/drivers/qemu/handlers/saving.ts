import { type DomainDoc, formatDomain, parseDomain } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Guest } from '../guest/guest.ts'
import { managedSavePath } from '../guest/guest-paths.ts'
import { readSaved, rewriteSaved } from '../guest/saved-document.ts'
import { dropManagedSave, managedSave, restoreGuest, saveGuest } from '../guest/saved-state.ts'
import type { Services } from '../guest/services.ts'
import { guestOf, unsupportedArgument } from './context.ts'

/** Saving the state of a guest to a file and going on from there. */
export function savingHandlers(services: Services): Handlers {
  return {
    'domain.save': async (ctx, ref, args) => {
      const guest = guestOf(services, ref)
      if (args.bypassCache) throw unsupportedArgument('writing past the cache')
      const doc = args.xml === undefined ? undefined : sameGuest(guest, args.xml)
      const { path, running = false, paused = false } = args
      await saveGuest(services, guest, { path, job: 'save', running, paused, ...(doc ? { doc } : {}) }, ctx)
    },
    'domain.restore': async (ctx, _ref, args) => {
      if (args.bypassCache) throw unsupportedArgument('reading past the cache')
      const doc = args.xml === undefined ? undefined : parseDomain(args.xml, { live: true })
      const { path, running = false, paused = false } = args
      await restoreGuest(services, { path, running, paused, ...(doc ? { doc } : {}) }, ctx.signal)
    },
    'domain.managedSave': async (ctx, ref, args) => {
      if (args.bypassCache) throw unsupportedArgument('writing past the cache')
      const { running = false, paused = false } = args
      await managedSave(services, guestOf(services, ref), { running, paused }, ctx)
    },
    'host.getSavedXml': async (_ctx, _ref, { path, secure = false }) =>
      printSaved(await readSaved(path), secure),
    'host.setSavedXml': (_ctx, _ref, { path, xml, ...flags }) =>
      rewriteSaved(path, parseDomain(xml, { live: true }), flags),
    'domain.getManagedSaveXml': async (_ctx, ref, { secure = false }) =>
      printSaved(await readSaved(managedPath(services, guestOf(services, ref))), secure),
    'domain.setManagedSaveXml': (_ctx, ref, { xml, ...flags }) => {
      const guest = guestOf(services, ref)
      return rewriteSaved(managedPath(services, guest), sameGuest(guest, xml), flags)
    },
    'domain.managedSaveRemove': async (_ctx, ref) => {
      const guest = guestOf(services, ref)
      if (guest.managedSave) await dropManagedSave(services, guest)
    },
  }
}

function printSaved({ id: _, ...doc }: DomainDoc, secure: boolean): string {
  return formatDomain(doc, { secure })
}

/** File of the saved state of a guest; refuses if it has none. */
function managedPath(services: Services, guest: Guest): string {
  if (guest.managedSave) return managedSavePath(services, guest.uuid)
  throw new VirtError('operationInvalid', `domain '${guest.name}' has no saved state`, { domain: 'qemu' })
}

function sameGuest(guest: Guest, xml: string) {
  const doc = parseDomain(xml, { live: true })
  if (doc.uuid === guest.uuid && doc.name === guest.name) return doc
  throw new VirtError('operationFailed', `the document is of domain '${doc.name}', not of '${guest.name}'`, {
    domain: 'qemu',
  })
}
