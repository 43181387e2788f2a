import type { Handler, Handlers } from '../../core/driver.ts'
import { type ErrorCode, errorCodes, VirtError } from '../../core/errors/index.ts'
import { nearest } from '../../core/lib/nearest.ts'
import { allOps, findOp, type OpPath } from '../../core/model/index.ts'

/** Failures that were asked for: the next call of an operation fails once for each time that it was asked. */
export class Faults {
  readonly #planned = new Map<string, ErrorCode[]>()

  /** Lets the next call of an operation fail with a code. Throws `invalidArg` for words that do not exist. */
  plan(operation: string, code: string): void {
    if (!findOp(operation)) throw unknown('operation', operation, allOps())
    const known: readonly string[] = errorCodes
    if (!known.includes(code)) throw unknown('error code', code, known)
    const codes = this.#planned.get(operation) ?? []
    codes.push(code as ErrorCode) // among the known ones
    this.#planned.set(operation, codes)
  }

  /** Throws the failure that is due for an operation, if there is one. */
  check(operation: OpPath): void {
    const codes = this.#planned.get(operation)
    const code = codes?.shift()
    if (code === undefined) return
    if (codes?.length === 0) this.#planned.delete(operation)
    throw new VirtError(code, `the failure of '${operation}' was asked for by host.injectFault`, {
      domain: 'test',
    })
  }

  /** The same handlers; each first looks whether it has to fail. */
  guard(handlers: Handlers): Handlers {
    const guarded: Partial<Record<OpPath, unknown>> = {}
    for (const path of Object.keys(handlers) as OpPath[]) {
      // keys of Handlers are operation paths
      const handler = handlers[path] as Handler<OpPath> | undefined
      if (handler === undefined) continue
      guarded[path] = (async (ctx, ref, args) => {
        this.check(path)
        return await handler(ctx, ref, args)
      }) satisfies Handler<OpPath>
    }
    return guarded as Handlers // each handler stands under its own path, as before
  }
}

function unknown(what: string, word: string, known: readonly string[]): VirtError {
  const hint = nearest(word, known)
  return new VirtError(
    'invalidArg',
    `there is no ${what} '${word}'${hint === undefined ? '' : `; did you mean '${hint}'?`}`,
  )
}
