import type { DomainState } from '../../../core/model/index.ts'

/** A snapshot as the driver keeps it. */
export interface GuestSnapshot {
  readonly name: string
  readonly parent?: string
  readonly description?: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly state: DomainState
  /** Targets of the disks that hold it, and of those left out. */
  readonly disks: ReadonlyArray<{ readonly target: string; readonly internal: boolean }>
  /** Definition of the guest at that moment. */
  readonly domainXml: string
}
