import { VirtError } from '../../../core/errors/index.ts'
import type { Attrs } from '../../../core/model/index.ts'
import type { Guest } from './guest.ts'
import { emitEvent, patch } from './publish.ts'
import type { Services } from './services.ts'

/** Shows long work on a guest while it runs, lets it be ended by `abortJob`, and tells its end. */
export async function withJob<T>(
  services: Services,
  guest: Guest,
  job: Attrs<'domain'>['job'],
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController()
  guest.job = job
  guest.abortJob = (reason) => own.abort(reason)
  patch(services, guest, { job })
  let success = false
  try {
    const result = await work(AbortSignal.any([signal, own.signal]))
    success = true
    return result
  } finally {
    guest.job = 'none'
    guest.abortJob = undefined
    if (services.guests.find(guest.uuid) === guest) {
      patch(services, guest, { job: 'none' })
      emitEvent(services, guest, 'jobCompleted', { job, success })
    }
  }
}

/** Ends the long work on a guest; refuses if there is none. */
export function abortJob(guest: Guest): void {
  if (!guest.abortJob) {
    throw new VirtError('operationInvalid', `no long work runs on domain '${guest.name}'`, { domain: 'qemu' })
  }
  guest.abortJob(
    new VirtError('operationAborted', `long work on domain '${guest.name}' was cancelled`, {
      domain: 'qemu',
    }),
  )
}
