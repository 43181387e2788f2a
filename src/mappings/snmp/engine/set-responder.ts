import type { Clock } from '../../../core/lib/clock.ts'
import type { Command } from './command.ts'
import type { AgentLimits } from './limits.ts'
import type { EngineLogger, SetVariable } from './module.ts'
import { formatOid } from './oid.ts'
import { SetMemory, setKey } from './set-memory.ts'
import { runSet, type SetResult } from './set-run.ts'
import { formatPeer } from './transport.ts'
import type { View } from './view.ts'

/** A SET with what it may write. */
export interface SetJob {
  readonly command: Command
  readonly variables: readonly SetVariable[]
  readonly view: View
}

/** Carries out SETs: one at a time in a context, each once, each in the log. */
export class SetResponder {
  readonly #log: EngineLogger
  readonly #memory: SetMemory

  constructor(options: { readonly clock: Clock; readonly limits: AgentLimits; readonly log: EngineLogger }) {
    this.#log = options.log
    this.#memory = new SetMemory(() => options.clock.monotonic(), options.limits.setRetryMs)
  }

  /** Runs a SET after those before it; a repetition gets the result of the first. Never rejects. */
  async run(job: SetJob): Promise<SetResult> {
    const { context, requester, peer, scratch } = job.command
    const { request } = scratch
    const list = request.buffer.subarray(request.listStart, request.listEnd)
    const sender = `${requester.model} ${requester.securityName} ${formatPeer(peer)} ${request.requestId}`
    const { repeated, result } = this.#memory.once(setKey(sender, context.name, list), () => {
      const run = context.lastSet.then(() => this.#carryOut(job))
      context.lastSet = run.then(() => undefined)
      return run
    })
    const answer = await result
    this.#audit(job, answer, repeated)
    return answer
  }

  async #carryOut({ command, variables, view }: SetJob): Promise<SetResult> {
    const principal = { ...command.requester, peer: formatPeer(command.peer) }
    try {
      return await runSet({
        tree: command.context.tree,
        view,
        request: { principal, contextName: command.context.name, variables },
        onFault: (object, fault) => this.#fault(object, fault),
      })
    } catch (fault) {
      this.#fault('request', fault)
      return { status: 'genErr', index: 0 }
    }
  }

  #fault(object: string, fault: unknown): void {
    this.#log.error('a change of an object failed', {
      object,
      error: fault instanceof Error ? fault.message : String(fault),
    })
  }

  #audit({ command, variables }: SetJob, { status }: SetResult, repeated: boolean): void {
    const { requester, peer, context } = command
    this.#log.info('set', {
      securityName: requester.securityName,
      model: requester.model,
      level: requester.level,
      peer: formatPeer(peer),
      context: context.name,
      objects: variables.map(({ oid }) => formatOid(oid)).join(' '),
      status,
      repeated,
    })
  }
}
