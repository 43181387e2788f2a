import { readFileSync } from 'node:fs'
import { execa } from 'execa'
import { VirtError } from '../../core/errors/index.ts'
import type { PeerCredentials } from '../native/descriptors.ts'

/** Actions of libvirt's own policy; administrators have rules for them. */
export const polkitActions = {
  manage: 'org.libvirt.unix.manage',
  monitor: 'org.libvirt.unix.monitor',
} as const

/** An action that polkit decides on. */
export type PolkitAction = (typeof polkitActions)[keyof typeof polkitActions]

/** A process, told from a later one of the same number by its start. */
export interface ProcessSubject {
  readonly pid: number
  readonly uid: number
  /** In clock ticks since the start of the host. */
  readonly startTime: string
}

/** Time for somebody to type a password, ms. */
const answerWaitMs = 300_000

/** The process at the other end of a socket; undefined when it has ended. */
export function subjectOf({ pid, uid }: PeerCredentials): ProcessSubject | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the program's name in brackets, which may itself have spaces and brackets.
    const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return startTime === undefined ? undefined : { pid, uid, startTime }
  } catch {
    return undefined
  }
}

/** Why polkit cannot decide about libvirt's actions on this host; undefined when it can. Asks nobody anything. */
export async function polkitFault(signal: AbortSignal): Promise<string | undefined> {
  const own = subjectOf({ pid: process.pid, uid: process.getuid?.() ?? 0, gid: 0 })
  if (!own) return 'there is no /proc'
  const asked = await execa('pkcheck', ['--action-id', polkitActions.manage, '--process', processText(own)], {
    reject: false,
    stdin: 'ignore',
    cancelSignal: signal,
  })
  if (asked.exitCode === undefined) return 'its program pkcheck is absent'
  return asked.exitCode <= 3 ? undefined : asked.stderr.replace(/^Error [^:]*: /, '')
}

/** Asks polkit, by its own program, whether a process may do something; throws unless it may. */
export async function checkPolkit(
  action: PolkitAction,
  subject: ProcessSubject,
  signal: AbortSignal,
): Promise<void> {
  const asked = await execa(
    'pkcheck',
    ['--action-id', action, '--process', processText(subject), '--allow-user-interaction'],
    {
      reject: false,
      stdin: 'ignore',
      timeout: answerWaitMs,
      cancelSignal: signal,
    },
  )
  signal.throwIfAborted()
  if (asked.exitCode === 0) return
  throw refusal(action, asked)
}

function processText({ pid, startTime, uid }: ProcessSubject): string {
  return `${pid},${startTime},${uid}`
}

interface Outcome {
  readonly exitCode?: number
  readonly stderr: string
  readonly timedOut: boolean
}

/** pkcheck ends with 1 for "no", 2 for "no agent to ask somebody with", 3 for "cancelled", and more where polkit fails. */
function refusal(action: PolkitAction, { exitCode, stderr, timedOut }: Outcome): VirtError {
  const options = { domain: 'rpc', ...(stderr !== '' && { detail: stderr }) } as const
  if (timedOut || exitCode === 3) {
    const text = 'authentication cancelled: user cancelled authentication process'
    return new VirtError('authCancelled', text, options)
  }
  if (exitCode === 1)
    return new VirtError('authFailed', 'authentication failed: access denied by policy', options)
  const why =
    exitCode === 2
      ? `no polkit agent available to authenticate action '${action}'`
      : `polkit cannot decide about action '${action}'`
  return new VirtError('authUnavailable', `authentication unavailable: ${why}`, options)
}
