import { VirtError } from '../../../core/errors/index.ts'
import type { Attrs, EventFields } from '../../../core/model/index.ts'
import type { Guest } from './guest.ts'
import { emitEvent, patch } from './publish.ts'
import type { Services } from './services.ts'

/** What long work did, by libvirt's names of job statistics. */
export type JobValues = NonNullable<EventFields<'domain', 'jobCompleted'>['values']>

/** Shows long work on a guest while it runs, lets it be ended by `abortJob`, and tells its end. */
export async function withJob<T>(
  services: Services,
  guest: Guest,
  job: Attrs<'domain'>['job'],
  signal: AbortSignal,
  work: (signal: AbortSignal, report: (values: JobValues) => void) => Promise<T>,
): Promise<T> {
  const own = new AbortController()
  guest.job = job
  guest.abortJob = (reason) => own.abort(reason)
  patch(services, guest, { job })
  let success = false
  let told: JobValues = []
  const { clock } = services.env
  const began = clock.monotonic()
  try {
    const result = await work(AbortSignal.any([signal, own.signal]), (values) => {
      told = values
    })
    success = true
    return result
  } finally {
    guest.job = 'none'
    guest.abortJob = undefined
    if (services.guests.find(guest.uuid) === guest) {
      patch(services, guest, { job: 'none' })
      const elapsed = { name: 'time_elapsed', value: String(Math.round(clock.monotonic() - began)) }
      emitEvent(services, guest, 'jobCompleted', { job, success, values: [elapsed, ...told] })
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
