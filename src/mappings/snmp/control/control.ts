import type { Caller } from '../../../core/access/caller.ts'
import type { InventoryReader, ObjectRef, Operations } from '../../../core/contracts.ts'
import { toVirtError } from '../../../core/errors/index.ts'
import type { Clock } from '../../../core/lib/clock.ts'
import type { Logger } from '../../../core/log/logger.ts'
import { type Args, findOp, type OpPath, type TypeName } from '../../../core/model/index.ts'
import type { Principal, SetChange, SetError } from '../engine/module.ts'
import type { IndexStore } from '../index-store.ts'
import { setStatus } from './set-status.ts'

/** An operation of the model with what it is called with. */
export interface Order {
  readonly op: OpPath
  readonly ref: ObjectRef
  readonly args: unknown
}

/** The last command that a manager gave to an object. */
export interface Command {
  readonly op: OpPath
  /** Key of the object that it was called on. */
  readonly target: string
  /** Id of the caller. */
  readonly by: string
  /** When, in ms since 1970. */
  readonly at: number
  state: 'working' | 'done' | 'failed'
  error: string
}

/** What control is exercised with. */
export interface ControlOptions {
  readonly reader: InventoryReader
  readonly operations: Operations
  readonly indexes: IndexStore
  readonly clock: Clock
  readonly log: Logger
}

/** How long a SET waits for the end of an action before it says that it is under way: managers wait for a second. */
const ACTION_MS = 700
/** Changes that can be taken back have to end within this time. */
const CHANGE_MS = 10_000
/** Objects whose last command is remembered. */
const MAX_COMMANDS = 1024

/** Names an operation with its arguments. */
export function order<P extends OpPath>(op: P, ref: ObjectRef, args: Args<P>): Order {
  return { op, ref, args }
}

/** Carries out what managers write, as the caller that they are for the rules of access control. */
export class Control {
  readonly #options: ControlOptions
  readonly #commands = new Map<string, Command>()

  constructor(options: ControlOptions) {
    this.#options = options
  }

  /** The last command for an object, by its key. */
  command(key: string): Command | undefined {
    return this.#commands.get(key)
  }

  /** Number of the job that the last command for an object became, if it is long work. */
  job(key: string): number | undefined {
    const command = this.#commands.get(key)
    if (command === undefined) return undefined
    let found: number | undefined
    for (const { attrs } of this.#options.reader.list('job')) {
      const { target, operation, caller, createdAt } = attrs
      if (target !== command.target || operation !== command.op || caller !== command.by) continue
      if (createdAt >= command.at) found = attrs.id
    }
    return found
  }

  /** Why an order cannot be carried out, as far as that is known without trying it. */
  refusal(
    { op, ref }: Order,
    principal: Principal,
    unsupported: SetError = 'notWritable',
  ): SetError | undefined {
    const { operations } = this.#options
    const need = findOp(op)?.def
    if (need === undefined || !operations.supports(op, ref)) return unsupported
    return operations.permits(need, ref, callerOf(principal)) ? undefined : 'authorizationError'
  }

  /** A change that `back` takes back. */
  change(forth: Order, back: Order, principal: Principal): SetError | SetChange {
    const refusal = this.refusal(forth, principal)
    if (refusal !== undefined) return refusal
    return {
      commit: () => this.#within(forth, principal),
      undo: async () => {
        const refused = await this.#within(back, principal)
        if (refused !== undefined) throw new Error(`${back.op} could not take the change back: ${refused}`)
      },
    }
  }

  /** What cannot be taken back. It is remembered as the command of the object `about`. */
  action(task: Order, principal: Principal, about: string = task.ref.key): SetError | SetChange {
    const refusal = this.refusal(task, principal, 'wrongValue')
    return refusal ?? { action: true, commit: () => this.#command(task, principal, about) }
  }

  /** What makes an object that is to have a number of the manager's choice. */
  creation(
    task: Order,
    principal: Principal,
    made: { readonly type: TypeName; readonly key: string; readonly index: number },
  ): SetError | SetChange {
    const { indexes, reader } = this.#options
    const { type, key, index } = made
    const space = indexes.space(type)
    const change = this.action(task, principal)
    if (typeof change === 'string') return change
    if (!space.isFree(key, index)) return 'inconsistentName'
    return {
      action: true,
      commit: () => {
        const giveBack = space.reserve(key, index)
        return this.#command(task, principal, task.ref.key, () => {
          if (!reader.get(type, key)) giveBack()
        })
      },
    }
  }

  /** The lowest number that an object of a type can be made with. */
  nextFree(type: TypeName): number {
    return this.#options.indexes.space(type).nextFree
  }

  async #within(task: Order, principal: Principal): Promise<SetError | undefined> {
    const abort = new AbortController()
    const cancel = this.#options.clock.after(CHANGE_MS, () => abort.abort())
    try {
      await this.#invoke(task, principal, abort.signal)
      return undefined
    } catch (fault) {
      return this.#failed(task, fault)
    } finally {
      cancel()
    }
  }

  /** Starts an action and waits for its end, but not for long. */
  async #command(
    task: Order,
    principal: Principal,
    about: string,
    onFailure?: () => void,
  ): Promise<SetError | undefined> {
    const { clock } = this.#options
    const command: Command = {
      op: task.op,
      target: task.ref.key,
      by: callerOf(principal).id,
      at: clock.now(),
      state: 'working',
      error: '',
    }
    this.#remember(about, command)
    const end = this.#invoke(task, principal).then(
      () => {
        command.state = 'done'
        return undefined
      },
      (fault: unknown) => {
        command.state = 'failed'
        command.error = toVirtError(fault).message
        onFailure?.()
        return this.#failed(task, fault)
      },
    )
    let cancel = () => {}
    const late = new Promise<undefined>((resolve) => {
      cancel = clock.after(ACTION_MS, () => resolve(undefined))
    })
    return Promise.race([end, late]).finally(() => cancel())
  }

  #remember(key: string, command: Command): void {
    this.#commands.delete(key)
    this.#commands.set(key, command)
    for (const oldest of this.#commands.keys()) {
      if (this.#commands.size <= MAX_COMMANDS) return
      this.#commands.delete(oldest)
    }
  }

  #invoke({ op, ref, args }: Order, principal: Principal, signal?: AbortSignal): Promise<unknown> {
    // `order` has checked that the arguments are those of the operation.
    return this.#options.operations.invoke(op, ref, args as Args<typeof op>, callerOf(principal), signal)
  }

  #failed({ op, ref }: Order, fault: unknown): SetError {
    const { code, message } = toVirtError(fault)
    this.#options.log.info('an operation asked for by SNMP failed', {
      op,
      key: ref.key,
      code,
      error: message,
    })
    return setStatus[code]
  }
}

/**
 * A sender as rules of access control know it. What it may write has been decided by views; a sender that has not
 * proved who it is has a community with a view to write, given on purpose.
 */
export function callerOf({ securityName }: Principal): Caller {
  return { id: `snmp:${securityName}`, surface: 'snmp', classes: ['read', 'operate', 'configure'] }
}
