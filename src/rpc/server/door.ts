import type { Authentication } from '../auth/authenticator.ts'
import type { CallHandler, ServerContext } from './context.ts'
import type { OwnHandler } from './own-calls.ts'
import type { Routes } from './routes.ts'

/** A program as a door serves it. */
export interface ServedProgram {
  readonly routes: Routes<CallHandler>
  /** Calls that the session itself answers, before or without an open connection. */
  readonly own: Readonly<Record<string, OwnHandler | undefined>>
}

/** A way in: what clients of one kind of socket find behind it. */
export interface Door {
  readonly context: ServerContext
  readonly programs: ReadonlyMap<number, ServedProgram>
  readonly authentication: Authentication
}
