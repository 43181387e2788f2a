import type { OpContext } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Attrs } from '../../core/model/index.ts'
import type { TestDomain } from './domain.ts'
import type { TestNode } from './node.ts'

type JobKind = Exclude<Attrs<'domain'>['job'], 'none'>

const steps = 10

/**
 * Lets the time pass that long work on a domain takes on this node, and tells how far it is. Where work takes no
 * time (the plain node) nothing is told, as libvirt's own test hypervisor does not tell either. Rejects with
 * `operationAborted` when the work is cancelled.
 */
export async function runJob(
  node: TestNode,
  domain: TestDomain,
  kind: JobKind,
  ctx: OpContext,
): Promise<void> {
  if (node.jobMs === 0) return
  if (domain.record.job !== 'none') {
    throw new VirtError(
      'resourceBusy',
      `the domain '${domain.name}' has a job '${domain.record.job}' already`,
      {
        domain: 'test',
      },
    )
  }
  const cancel = new AbortController()
  domain.extra.job = cancel
  node.change(domain, { job: kind })
  let success = false
  try {
    await pass(node, domain, AbortSignal.any([ctx.signal, cancel.signal]), ctx)
    success = true
  } finally {
    domain.extra.job = undefined
    node.change(domain, { job: 'none' }, jobCompleted(domain, kind, success))
  }
}

async function pass(node: TestNode, domain: TestDomain, signal: AbortSignal, ctx: OpContext): Promise<void> {
  const total = domain.record.memory * 1024n
  for (let step = 1; step <= steps; step++) {
    try {
      await node.clock.sleep(node.jobMs / steps, signal)
    } catch (cause) {
      if (cause instanceof VirtError) throw cause
      throw new VirtError('operationAborted', `the work on the domain '${domain.name}' was cancelled`, {
        cause,
      })
    }
    ctx.progress({
      percent: (step * 100) / steps,
      processed: (total * BigInt(step)) / BigInt(steps),
      total,
    })
  }
}

function jobCompleted(domain: TestDomain, job: JobKind, success: boolean) {
  return {
    kind: 'event',
    type: 'domain',
    key: domain.uuid,
    event: 'jobCompleted',
    fields: { job, success },
  } as const
}

/** Cancels the work that runs on a domain; throws `operationInvalid` if there is none. */
export function abortJob(domain: TestDomain): void {
  const job = domain.extraIfAny?.job
  if (job === undefined) {
    throw new VirtError('operationInvalid', `no job runs on the domain '${domain.name}'`, { domain: 'test' })
  }
  job.abort(new VirtError('operationAborted', `the work on the domain '${domain.name}' was cancelled`))
}
