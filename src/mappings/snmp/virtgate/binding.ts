import type { FieldDef, TypeName } from '../../../core/model/index.ts'
import type { Write } from '../engine/module.ts'
import type { Oid } from '../engine/oid.ts'
import type { AnyValue } from '../engine/syntax.ts'
import type { ColumnDef } from '../smi/definition.ts'
import { type Form, formOf, unitsOf } from './forms.ts'

/**
 * Where an attribute of the model is shown. A number is the column that it has in this table, in the form that its
 * kind asks for; numbers are published, so they are never moved or used again.
 */
export type Binding = number | ShapedBinding | Elsewhere | Declined

/** A column in a form of its own. */
export interface ShapedBinding {
  readonly id: number
  readonly form: Form
}

/** The attribute is shown by another object, of VM-MIB or of this module. */
export interface Elsewhere {
  readonly elsewhere: string
}

/** The attribute is not shown, for this reason. */
export interface Declined {
  readonly declined: string
}

/** A binding for each field. */
export type Bindings<Names extends string> = Readonly<Record<Names, Binding>>

/** Names the object that shows the attribute. */
export const shownBy = (object: string): Elsewhere => ({ elsewhere: object })

/** Says why an attribute is not shown. */
export const declined = (reason: string): Declined => ({ declined: reason })

/** A column in a form of its own. */
export const shaped = (id: number, form: Form): ShapedBinding => ({ id, form })

/** How columns are written, by the names of their fields. */
export type ColumnWrites<View, Row> = Readonly<
  Record<string, (view: View, entry: Oid) => Write<Row, 'OctetString'>>
>

/** What columns are made of. */
export interface ColumnsOptions<View, Row> {
  /** What names of columns begin with. */
  readonly prefix: string
  readonly fields: Readonly<Record<string, FieldDef>>
  readonly bindings: Bindings<string>
  /** Type whose counters a field comes from, if it is one. */
  counters(field: string): TypeName | undefined
  /** The record that holds a field. */
  read(field: string, row: Row, index: Oid, view: View): object | undefined
  readonly writes?: ColumnWrites<View, Row>
}

/** The columns of all fields that are bound to a number, in the order of their numbers. */
export function columnsOf<View, Row>(options: ColumnsOptions<View, Row>): ColumnDef<View, Row>[] {
  return Object.entries(options.fields)
    .flatMap(([name, field]) => {
      const place = placeOf(options.bindings[name], field)
      return place ? [columnOf(name, field, place, options)] : []
    })
    .sort((a, b) => a.id - b.id)
}

function placeOf(binding: Binding | undefined, field: FieldDef): ShapedBinding | undefined {
  if (typeof binding === 'number') return { id: binding, form: formOf(field) }
  return binding !== undefined && 'id' in binding ? binding : undefined
}

function columnOf<View, Row>(
  name: string,
  field: FieldDef,
  place: ShapedBinding,
  options: ColumnsOptions<View, Row>,
): ColumnDef<View, Row> {
  const { form } = place
  const counters = options.counters(name)
  const units = unitsOf(field, form)
  const write = options.writes?.[name]
  // The form's `show` gives what its syntax needs.
  return {
    id: place.id,
    name: `${options.prefix}${capitalised(name)}`,
    syntax: form.syntax,
    doc: field.doc,
    ...(units === undefined ? {} : { units }),
    ...(counters === undefined ? {} : { counters }),
    ...(write === undefined ? {} : { write }),
    get: (row: Row, index: Oid, view: View): AnyValue | undefined => {
      const record = options.read(name, row, index, view) as Readonly<Record<string, unknown>> | undefined
      const value = record?.[name]
      return value === undefined ? undefined : form.show(value)
    },
  } as ColumnDef<View, Row>
}

/** A name with a capital first letter. */
export function capitalised(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
