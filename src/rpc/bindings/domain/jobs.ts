import type { Entry } from '../../../core/contracts.ts'
import type { Attrs } from '../../../core/model/index.ts'
import type { Call, RemoteHandlers } from '../../binding.ts'
import type { RemoteDomainGetJobInfoRet, RemoteTypedParam } from '../../wire/generated/types.ts'
import { checkFlags, has } from '../flags.ts'
import { findDomain } from '../lookup.ts'
import { onDomain } from './on-domain.ts'
import { toldJobs } from './told-jobs.ts'
import { param } from './typed-params.ts'

const COMPLETED = 1
const KEEP_COMPLETED = 2

/** libvirt's kinds of job: how it stands. */
const standing = { none: 0, bounded: 1, unbounded: 2, completed: 3, failed: 4, cancelled: 5 } as const

/** libvirt's numbers of long work, by operation of the model. */
const operations: Readonly<Record<string, number>> = {
  'domain.start': 1,
  'domain.save': 2,
  'domain.managedSave': 2,
  'domain.restore': 3,
  'domain.migrate': 5,
  'snapshot.create': 6,
  'snapshot.revert': 7,
  'domain.coreDump': 8,
  'snapshot.delete': 10,
}

/** Long work on domains. */
export const jobHandlers: RemoteHandlers = {
  DOMAIN_GET_JOB_INFO: (call, { dom }) => jobInfo(call, runningJob(call, findDomain(call, dom))),
  DOMAIN_GET_JOB_STATS: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, COMPLETED | KEEP_COMPLETED)
    const domain = findDomain(call, dom)
    return has(flags, COMPLETED) ? completed(call, domain, flags) : jobStats(call, runningJob(call, domain))
  },
  DOMAIN_ABORT_JOB: (call, { dom }) => onDomain(call, dom, 'domain.abortJob', {}),
  DOMAIN_ABORT_JOB_FLAGS: (call, { dom, flags }) => {
    checkFlags(call, 'domain', flags, 0)
    return onDomain(call, dom, 'domain.abortJob', {})
  },
}

/** The jobs of a domain, the oldest first. */
function jobsOf(call: Call, domain: Entry<'domain'>): Entry<'job'>[] {
  return [...call.reader.list('job', call.connection)].filter((job) => concerns(job, domain))
}

/** Work on a snapshot is work on its domain. */
function concerns({ attrs }: Entry<'job'>, { key }: Entry<'domain'>): boolean {
  return attrs.target === key || attrs.target.startsWith(`${key}/`)
}

function runningJob(call: Call, domain: Entry<'domain'>): Entry<'job'> | undefined {
  return jobsOf(call, domain).findLast(({ attrs }) => attrs.state === 'running')
}

/** What is known of a job in numbers; times in ms. */
function progressOf(call: Call, { attrs }: Entry<'job'>) {
  const elapsed = BigInt(Math.max(0, Math.round((attrs.endedAt ?? call.clock.now()) - attrs.createdAt)))
  const total = attrs.total ?? 0n
  const processed = attrs.processed ?? 0n
  return { elapsed, total, processed, remaining: total > processed ? total - processed : 0n }
}

function jobInfo(call: Call, job: Entry<'job'> | undefined): RemoteDomainGetJobInfoRet {
  const { elapsed, total, processed, remaining } =
    job === undefined ? { elapsed: 0n, total: 0n, processed: 0n, remaining: 0n } : progressOf(call, job)
  return {
    type: job === undefined ? standing.none : standing.unbounded,
    timeElapsed: elapsed,
    timeRemaining: 0n,
    dataTotal: total,
    dataProcessed: processed,
    dataRemaining: remaining,
    memTotal: total,
    memProcessed: processed,
    memRemaining: remaining,
    fileTotal: 0n,
    fileProcessed: 0n,
    fileRemaining: 0n,
  }
}

interface JobStats {
  readonly type: number
  readonly params: readonly RemoteTypedParam[]
}

function jobStats(call: Call, job: Entry<'job'> | undefined): JobStats {
  if (job === undefined) return { type: standing.none, params: [] }
  return { type: standing.unbounded, params: params(call, job) }
}

const ends: Readonly<Partial<Record<Attrs<'job'>['state'], number>>> = {
  completed: standing.completed,
  failed: standing.failed,
  cancelled: standing.cancelled,
}

/** The last job that ended; it is told once unless the client wants it kept. */
function completed(call: Call, domain: Entry<'domain'>, flags: number): JobStats {
  const told = call.shared(toldJobs)
  const job = jobsOf(call, domain).findLast(({ attrs }) => ends[attrs.state] !== undefined)
  if (job === undefined || told.holds(job)) return { type: standing.none, params: [] }
  if (!has(flags, KEEP_COMPLETED)) told.add(job)
  return { type: ends[job.attrs.state] ?? standing.none, params: params(call, job) }
}

function params(call: Call, job: Entry<'job'>): RemoteTypedParam[] {
  const { elapsed, total, processed, remaining } = progressOf(call, job)
  const { operation, state, errorText } = job.attrs
  const sizes = (['data', 'memory'] as const).flatMap((what) => [
    param(`${what}_total`, 'ullong', total),
    param(`${what}_processed`, 'ullong', processed),
    param(`${what}_remaining`, 'ullong', remaining),
  ])
  return [
    param('operation', 'int', operations[operation] ?? 0),
    param('time_elapsed', 'ullong', elapsed),
    ...(total > 0n ? sizes : []),
    ...(ends[state] === undefined ? [] : [param('success', 'boolean', state === 'completed' ? 1 : 0)]),
    ...(errorText === undefined ? [] : [param('errmsg', 'string', errorText)]),
  ]
}
