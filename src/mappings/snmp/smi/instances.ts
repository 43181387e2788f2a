import { VirtError } from '../../../core/errors/index.ts'
import type { NotificationVariable } from '../engine/notify/notification.ts'
import type { Oid } from '../engine/oid.ts'
import type { AnyValue, SyntaxName } from '../engine/syntax.ts'
import type { ColumnDef, MibDefinition } from './definition.ts'

interface Place<View> {
  readonly oid: Oid
  readonly syntax: SyntaxName
  /** Present for columns only. */
  readonly column?: ColumnDef<View, unknown>
}

/** Objects of a module by their names, to be put into notifications. */
export class Instances<View> {
  readonly #places = new Map<string, Place<View>>()
  readonly #notifications = new Map<string, Oid>()

  constructor(definition: MibDefinition<View>, base: Oid = definition.identity.oid) {
    const objects = [...base, definition.arms?.objects.id ?? 1]
    for (const { id, name, syntax } of definition.notifyOnly ?? []) {
      this.#places.set(name, { oid: [...objects, id], syntax: syntax.base })
    }
    for (const { id, scalars } of definition.scalars ?? []) {
      const group = id === undefined ? objects : [...objects, id]
      for (const scalar of scalars) {
        this.#places.set(scalar.name, { oid: [...group, scalar.id], syntax: scalar.syntax.base })
      }
    }
    for (const table of definition.tables ?? []) {
      for (const column of table.columns) {
        const oid = [...objects, table.id, 1, column.id]
        this.#places.set(column.name, { oid, syntax: column.syntax.base, column })
      }
    }
    for (const { id, name } of definition.notifications ?? []) {
      this.#notifications.set(name, [...base, definition.arms?.notifications.id ?? 0, id])
    }
  }

  /** Identifier of a notification. */
  notification(name: string): Oid {
    return this.#notifications.get(name) ?? unknown(name)
  }

  /** An instance with a value that is known already; `index` is `[0]` for a scalar. */
  variable(name: string, index: Oid, value: AnyValue): NotificationVariable {
    const { oid, syntax } = this.#place(name)
    return { oid: [...oid, ...index], syntax, value }
  }

  /** An instance of a column with the value that it has in a row. */
  cell(name: string, index: Oid, row: unknown, view: View): NotificationVariable {
    const { oid, syntax, column } = this.#place(name)
    const value = column?.get(row, index, view)
    return { oid: [...oid, ...index], syntax, value: value ?? (syntax === 'OctetString' ? '' : 0) }
  }

  #place(name: string): Place<View> {
    return this.#places.get(name) ?? unknown(name)
  }
}

function unknown(name: string): never {
  throw new VirtError('internalError', `no module has an object '${name}' for notifications`)
}
