/** Bounds of the engine; all have defaults that fit a busy host. */
export interface EngineLimits {
  /** Longest wait for the job of an object, ms. */
  readonly jobWaitMs: number
  /** Most callers that wait for the job of one object. */
  readonly maxQueued: number
  /** How long job records stay after their end, ms, and how many at most. */
  readonly jobKeepMs: number
  readonly jobsKept: number
  /** First and longest pause between attempts to reach a hypervisor, ms. */
  readonly retryMinMs: number
  readonly retryMaxMs: number
  /** How long a handler may go on after its caller has gone, and a driver at the end, ms. */
  readonly graceMs: number
  /** Items of the change feed that are kept for slow or late readers. */
  readonly feedCapacity: number
  /** Longest sweep of counters, ms. */
  readonly sweepMs: number
}

/** The defaults of the bounds. */
export const defaultLimits: EngineLimits = {
  jobWaitMs: 30_000,
  maxQueued: 64,
  jobKeepMs: 15 * 60_000,
  jobsKept: 1000,
  retryMinMs: 1000,
  retryMaxMs: 60_000,
  graceMs: 10_000,
  feedCapacity: 8192,
  sweepMs: 30_000,
}
