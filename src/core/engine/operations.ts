import type { Caller } from '../access/caller.ts'
import type { AccessControl } from '../access/rules.ts'
import { type Entry, globalKey, type ObjectRef, type Operations, splitKey } from '../contracts.ts'
import { hostKey } from '../driver.ts'
import { VirtError } from '../errors/index.ts'
import { manyListeners } from '../lib/abort.ts'
import { type Args, findOp, isTypeName, type Need, type OpPath, type Result } from '../model/index.ts'
import { Audit } from './audit.ts'
import {
  accessTarget,
  checkAccess,
  identityOf,
  jobWanted,
  localArguments,
  type Operation,
  operationOf,
  resultConnection,
  targetOf,
} from './call.ts'
import type { Connections } from './connections.ts'
import { type AnyHandler, Executor, type ExecutorOptions } from './executor.ts'
import type { Session } from './session.ts'

/** What operations are run with. */
export interface OperationRunnerOptions extends ExecutorOptions {
  readonly connections: Connections
  readonly access: AccessControl
}

/** Permissions on a host that only lead to lists, which are filtered object by object. */
const leadsToLists = /^(getattr|search_\w+)$/

/** The one way to change something: checks a call from end to end, has it run, and writes down what came of it. */
export class OperationRunner implements Operations {
  readonly #options: OperationRunnerOptions
  readonly #executor: Executor
  readonly #audit: Audit
  readonly #stop = manyListeners(new AbortController())

  constructor(options: OperationRunnerOptions) {
    const { clock, log } = options
    this.#options = options
    this.#executor = new Executor(options)
    this.#audit = new Audit({ clock, log })
  }

  async invoke<P extends OpPath>(
    op: P,
    ref: ObjectRef,
    args: Args<P>,
    by: Caller,
    signal?: AbortSignal,
  ): Promise<Result<P>> {
    const note = this.#audit.begin(op, ref, by)
    try {
      const result = await this.#invoke(op, ref, args, by, signal)
      note.done()
      // The model says what the operation answers; the driver was compiled against it.
      return result as Result<P>
    } catch (error) {
      note.failed(error)
      throw error
    }
  }

  supports(op: OpPath, ref: ObjectRef): boolean {
    const found = findOp(op)
    if (!found || ref.type !== found.on) return false
    if (op === 'job.cancel') return true
    const link = this.#options.connections.link(splitKey(ref.key).connection)
    return link?.handlers[op] !== undefined
  }

  visible(ref: ObjectRef | Entry, by: Caller): boolean {
    const { inventory, access } = this.#options
    // Lists ask this of very many entries: without rules none of them need be looked up.
    if ('attrs' in ref && access.unruled(by)) return by.classes.length > 0
    const entry = this.#entryOf(ref)
    return entry !== undefined && access.sees(by, accessTarget(entry, inventory))
  }

  permits(need: Need, ref: ObjectRef | Entry, by: Caller): boolean {
    const { inventory, access } = this.#options
    const entry = this.#entryOf(ref)
    if (!entry || !access.hasClass(by, need.access)) return false
    if (entry.type === 'host' && leadsToLists.test(need.permission))
      return access.reaches(by, entry.connection)
    return access.allows(by, need, accessTarget(entry, inventory))
  }

  /** Cancels all that runs and takes no more calls. */
  close(): void {
    this.#stop.abort(new VirtError('operationAborted', 'the gateway stops'))
  }

  /** The object as it is, or as it was if it is given whole and there no more. */
  #entryOf(ref: ObjectRef | Entry): Entry | undefined {
    const held = isTypeName(ref.type) ? this.#options.inventory.get(ref.type, ref.key) : undefined
    return held ?? ('attrs' in ref ? ref : undefined)
  }

  async #invoke(
    path: string,
    ref: ObjectRef,
    args: unknown,
    by: Caller,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const { inventory, access, jobs, connections } = this.#options
    if (this.#stop.signal.aborted) throw this.#stop.signal.reason
    const operation = operationOf(path)
    const target = targetOf(operation, ref, inventory)
    const identity = identityOf(operation, args)
    const call = { operation, target, identity, args }
    checkAccess(call, by, access, inventory)
    const sees = (entry: Entry) => access.sees(by, accessTarget(entry, inventory))
    if (path === 'job.cancel') {
      localArguments(call, inventory, sees)
      return jobs.cancel(target.key, by)
    }
    const { session, handler } = this.#handlerOf(operation, target)
    const local = localArguments(call, inventory, sees)
    const wanted = jobWanted(call, inventory)
    const made = resultConnection(operation, local, target, (name) => connections.find(name))
    const checked = { operation, target, args: local, wanted, by, session, handler, made }
    return this.#executor.run(checked, signal, this.#stop.signal)
  }

  #handlerOf(operation: Operation, target: Entry): { session: Session; handler: AnyHandler } {
    const link = this.#options.connections.link(target.connection)
    const handlers: Readonly<Record<string, unknown>> = link?.handlers ?? {}
    const handler = Object.hasOwn(handlers, operation.path) ? handlers[operation.path] : undefined
    const session = link?.session
    if (!session) throw this.#notConnected(target.connection)
    if (typeof handler !== 'function') {
      throw new VirtError(
        'noSupport',
        `the driver of connection '${target.connection}' does not provide '${operation.path}'`,
      )
    }
    // The table of handlers is typed by path; the path of this one is a variable.
    return { session, handler: handler as AnyHandler }
  }

  #notConnected(connection: string): VirtError {
    const host = this.#options.inventory.get('host', globalKey(connection, hostKey))
    const why = host?.attrs.statusText
    const status = host?.attrs.status ?? 'closed'
    return new VirtError(
      'noConnect',
      `connection '${connection}' is ${status}${why === undefined ? '' : `: ${why}`}`,
    )
  }
}
