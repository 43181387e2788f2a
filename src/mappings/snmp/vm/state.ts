import type { Entry } from '../../../core/contracts.ts'

/** Numbers of VirtualMachineOperState. */
export const operStates = {
  unknown: 1,
  other: 2,
  preparing: 3,
  running: 4,
  suspending: 5,
  suspended: 6,
  resuming: 7,
  paused: 8,
  migrating: 9,
  shuttingdown: 10,
  shutdown: 11,
  crashed: 12,
} as const

/** Numbers of VirtualMachineAdminState. */
export const adminStates = { running: 1, suspended: 2, paused: 3, shutdown: 4 } as const

/** An oper state by name. */
export type OperState = keyof typeof operStates

/** An admin state by name. */
export type AdminState = keyof typeof adminStates

/** What the states are made of. */
export type StateFacts = Pick<Entry<'domain'>['attrs'], 'state' | 'reason' | 'job' | 'wanted' | 'managedSave'>

interface Rule {
  readonly is: OperState
  readonly when: (facts: StateFacts) => boolean
}

const state =
  (name: StateFacts['state'], ...reasons: StateFacts['reason'][]) =>
  (facts: StateFacts) =>
    facts.state === name && (reasons.length === 0 || reasons.includes(facts.reason))
const job =
  (...jobs: StateFacts['job'][]) =>
  (facts: StateFacts) =>
    jobs.includes(facts.job)
const any =
  (...rules: Array<(facts: StateFacts) => boolean>) =>
  (facts: StateFacts) =>
    rules.some((rule) => rule(facts))
const runs = any(state('running'), state('blocked'))
const off = any(state('shutoff'), state('nostate'))

/** From state, reason and job to oper state: the first that matches holds. */
export const operRules: readonly Rule[] = [
  {
    is: 'migrating',
    when: any(job('migration-in', 'migration-out'), state('paused', 'migration', 'postcopy')),
  },
  { is: 'suspending', when: any(job('save', 'managed-save'), state('paused', 'save')) },
  { is: 'resuming', when: any(job('restore'), (f) => f.job === 'start' && f.managedSave && off(f)) },
  { is: 'preparing', when: (f) => f.job === 'start' && off(f) },
  { is: 'shuttingdown', when: (f) => runs(f) && f.wanted === 'shutdown' },
  { is: 'running', when: runs },
  { is: 'preparing', when: state('paused', 'starting-up') },
  { is: 'shuttingdown', when: any(state('paused', 'shutting-down'), state('shutdown')) },
  { is: 'crashed', when: any(state('paused', 'crashed'), state('crashed'), state('shutoff', 'crashed')) },
  { is: 'paused', when: any(state('paused'), state('pmsuspended')) },
  { is: 'suspended', when: (f) => f.state === 'shutoff' && f.managedSave },
  { is: 'shutdown', when: state('shutoff') },
]

/** Oper state of a guest whose hypervisor answers. */
export function operStateOf(facts: StateFacts): OperState {
  for (const rule of operRules) if (rule.when(facts)) return rule.is
  return 'other'
}

/** Admin state of a guest: what was asked for last. */
export function adminStateOf(facts: StateFacts): AdminState {
  if (facts.state === 'shutoff' && facts.job === 'none') {
    if (facts.managedSave) return 'suspended'
    // A saved state that was dropped leaves a guest that is just off.
    if (facts.wanted === 'suspended') return 'shutdown'
  }
  return facts.wanted
}
