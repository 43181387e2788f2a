import { type Logger, silentLogger } from '../core/log/logger.ts'
import type { AgentClient } from './agent-client.ts'
import { QmpError } from './qmp-error.ts'

/** How file systems are frozen. */
export interface FreezeOptions {
  /** The guest's mount points; all of them unless given. */
  readonly mountpoints?: readonly string[]
  /** Ends freezing and is handed to the work; thawing goes on. */
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
  readonly log?: Logger
}

const THAW_TRIES = 3

/**
 * Freezes the guest's file systems, does the work, and thaws them on every way out, also when the agent's answer
 * to freezing was lost. The work is told how many were frozen. A fault of thawing is thrown only if the work has
 * none: its own counts more.
 */
export async function whileFrozen<T>(
  agent: AgentClient,
  options: FreezeOptions,
  work: (frozen: number) => Promise<T>,
): Promise<T> {
  let result: T
  try {
    result = await work(await freeze(agent, options))
  } catch (fault) {
    await thawAfterFault(agent, options, fault)
    throw fault
  }
  await thaw(agent, options.timeoutMs)
  return result
}

async function freeze(agent: AgentClient, options: FreezeOptions): Promise<number> {
  const { mountpoints, signal, timeoutMs } = options
  const [name, args] = mountpoints
    ? (['guest-fsfreeze-freeze-list', { mountpoints }] as const)
    : (['guest-fsfreeze-freeze', undefined] as const)
  const count = await agent.request(name, args, { signal, timeoutMs })
  return typeof count === 'number' ? count : 0
}

async function thawAfterFault(agent: AgentClient, options: FreezeOptions, fault: unknown): Promise<void> {
  // An agent that refused to freeze has left everything as it was: thawing would undo someone else's freeze.
  if (fault instanceof QmpError && fault.command.startsWith('guest-fsfreeze-freeze')) return
  try {
    await thaw(agent, options.timeoutMs)
  } catch (thawFault) {
    const log = options.log ?? silentLogger
    log.error('file systems of a guest may be left frozen', { agent: agent.name, fault: thawFault })
  }
}

/** Thaws unless it is certain that nothing is frozen; a slow freeze makes the first tries wait for it. */
async function thaw(agent: AgentClient, timeoutMs: number | undefined): Promise<void> {
  for (let tries = 1; agent.frozen; tries++) {
    try {
      await agent.request('guest-fsfreeze-thaw', undefined, { timeoutMs })
    } catch (fault) {
      if (tries === THAW_TRIES || agent.ended) throw fault
    }
  }
}
