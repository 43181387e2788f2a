import type { Entry } from '../../../core/contracts.ts'
import type { Call } from '../../binding.ts'

/** Ends a guest when the client that started it goes, unless it was started anew by then. */
export function destroyWithClient(call: Call, started: Entry<'domain'>): void {
  const { session, operations, reader, caller, log } = call
  const end = (): void => {
    const now = reader.get('domain', started.key)
    if (now === undefined || now.attrs.id !== started.attrs.id) return
    operations.invoke('domain.destroy', now, {}, caller).catch((error) => {
      log.warn('a guest could not be ended with its client', { domain: now.attrs.name, error })
    })
  }
  if (session.ended.aborted) end()
  else session.ended.addEventListener('abort', end, { once: true })
}
