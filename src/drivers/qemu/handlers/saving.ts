import { parseDomain } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Guest } from '../guest/guest.ts'
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
      const doc = args.xml === undefined ? undefined : parseDomain(args.xml, { live: true })
      const { path, running = false, paused = false } = args
      await restoreGuest(services, { path, running, paused, ...(doc ? { doc } : {}) }, ctx.signal)
    },
    'domain.managedSave': async (ctx, ref, args) => {
      if (args.bypassCache) throw unsupportedArgument('writing past the cache')
      const { running = false, paused = false } = args
      await managedSave(services, guestOf(services, ref), { running, paused }, ctx)
    },
    'domain.managedSaveRemove': async (_ctx, ref) => {
      const guest = guestOf(services, ref)
      if (guest.managedSave) await dropManagedSave(services, guest)
    },
  }
}

function sameGuest(guest: Guest, xml: string) {
  const doc = parseDomain(xml, { live: true })
  if (doc.uuid === guest.uuid && doc.name === guest.name) return doc
  throw new VirtError('operationFailed', `the document is of domain '${doc.name}', not of '${guest.name}'`, {
    domain: 'qemu',
  })
}
