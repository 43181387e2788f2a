import { describe, expect, test } from 'vitest'
import { domainJobs, domainReasons, domainStates } from '../../../../../src/core/model/index.ts'
import {
  adminStateOf,
  operStateOf,
  operStates,
  type StateFacts,
} from '../../../../../src/mappings/snmp/vm/state.ts'

function facts(changes: Partial<StateFacts>): StateFacts {
  return {
    state: 'running',
    reason: 'unknown',
    job: 'none',
    wanted: 'running',
    managedSave: false,
    ...changes,
  }
}

/** What each state and reason means when nothing else is going on; `*` stands for all other reasons. */
const expected: Record<(typeof domainStates)[number], Record<string, string>> = {
  nostate: { '*': 'other' },
  running: { '*': 'running' },
  blocked: { '*': 'running' },
  paused: {
    migration: 'migrating',
    postcopy: 'migrating',
    save: 'suspending',
    'starting-up': 'preparing',
    'shutting-down': 'shuttingdown',
    crashed: 'crashed',
    '*': 'paused',
  },
  shutdown: { '*': 'shuttingdown' },
  shutoff: { crashed: 'crashed', '*': 'shutdown' },
  crashed: { '*': 'crashed' },
  pmsuspended: { '*': 'paused' },
}

describe('operational state', () => {
  for (const state of domainStates) {
    for (const reason of domainReasons[state]) {
      test(`${state} (${reason})`, () => {
        const wanted = expected[state][reason] ?? expected[state]['*']
        expect(operStateOf(facts({ state, reason }))).toBe(wanted)
      })
    }
  }

  test.each([
    ['migration-in', 'migrating'],
    ['migration-out', 'migrating'],
    ['save', 'suspending'],
    ['managed-save', 'suspending'],
    ['restore', 'resuming'],
  ] as const)('the job %s is %s in every state', (job, state) => {
    for (const each of domainStates) expect(operStateOf(facts({ state: each, job }))).toBe(state)
  })

  test('jobs that leave the guest as it is do not show', () => {
    const silent = domainJobs.filter((job) => ['none', 'dump', 'snapshot', 'backup'].includes(job))
    expect(silent).toHaveLength(4)
    for (const job of silent) expect(operStateOf(facts({ job }))).toBe('running')
  })

  test('a start prepares a guest, and resumes one that was saved', () => {
    const start = { state: 'shutoff', job: 'start' } as const
    expect(operStateOf(facts(start))).toBe('preparing')
    expect(operStateOf(facts({ ...start, managedSave: true }))).toBe('resuming')
    expect(operStateOf(facts({ state: 'running', job: 'start' }))).toBe('running')
  })

  test('a guest that runs although a shutdown was asked for is shutting down', () => {
    for (const state of ['running', 'blocked'] as const) {
      expect(operStateOf(facts({ state, wanted: 'shutdown' }))).toBe('shuttingdown')
    }
    expect(operStateOf(facts({ state: 'paused', wanted: 'shutdown' }))).toBe('paused')
  })

  test('a guest that is off with a saved state is suspended', () => {
    expect(operStateOf(facts({ state: 'shutoff', managedSave: true }))).toBe('suspended')
    expect(operStateOf(facts({ state: 'shutoff', reason: 'crashed', managedSave: true }))).toBe('crashed')
  })

  test('has the numbers of the standard', () => {
    expect(Object.values(operStates)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })
})

describe('administrative state', () => {
  test.each(['running', 'paused', 'suspended', 'shutdown'] as const)('follows the command: %s', (wanted) => {
    expect(adminStateOf(facts({ wanted }))).toBe(wanted)
  })

  test('off with a saved state is suspended, whatever was asked for', () => {
    for (const wanted of ['running', 'paused', 'suspended', 'shutdown'] as const) {
      expect(adminStateOf(facts({ state: 'shutoff', managedSave: true, wanted }))).toBe('suspended')
    }
  })

  test('off after the saved state was dropped is shutdown', () => {
    expect(adminStateOf(facts({ state: 'shutoff', wanted: 'suspended' }))).toBe('shutdown')
  })
})
