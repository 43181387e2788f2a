import type { XmlElement } from '../xml/tree.ts'
import type { Codec } from './codec.ts'
import type { ElementType } from './element.ts'

/** Whether a document always has the field. */
export type Presence = 'always' | 'maybe'

/** A value under construction: what has been read of an element so far. */
export type Draft = Record<string, unknown>

/** A value under construction and the ones around it. */
export interface Place {
  readonly self: Readonly<Draft>
  readonly up: Place | undefined
}

/** A field belongs to an element only if another field, of it or of an element around it, has certain values. */
export interface Condition {
  /** How many elements further out the other field stands; 0 is the same element. */
  readonly up: number
  readonly field: string
  readonly in: readonly unknown[]
}

/** Namespace of an extension, with the prefix that it is printed with. */
export interface Namespace {
  readonly prefix: string
  readonly uri: string
}

/** What can be said of a field beside its form; everything is optional. */
export interface FieldOptions<T = unknown> {
  /** Name in the document; the field's own name unless given. */
  readonly name?: string
  /** Its absence is an error. */
  readonly required?: true
  /** The element's `after` sets it where the document does not. */
  readonly filled?: true
  /** Value where the document has none. */
  readonly default?: T
  /** Values that mean the same as absence. */
  readonly omit?: readonly T[]
  /** A value that is not printed. */
  readonly hide?: T
  /** Part of a running object only: not read from a definition, not printed into one. */
  readonly live?: true
  /** The same, for those values only that it accepts. */
  liveValue?(value: T): boolean
  /** Printed only when secrets are asked for. */
  readonly secret?: true
  /** A child element is kept although it holds nothing. */
  readonly keep?: true
  readonly when?: Condition
  /** An attribute without which a child element is not this field. */
  readonly needs?: string
  readonly ns?: Namespace
}

/** How a field stands in the document. */
export type Form = 'attr' | 'text' | 'leaf' | 'leaves' | 'flag' | 'child' | 'list' | 'mixed' | 'raw' | 'raws'

/** One field of an element: where it stands, its codec or element, and its options. */
export interface Field<T = unknown, P extends Presence = Presence> {
  readonly form: Form
  readonly codec?: Codec<unknown>
  /** Element of a child or list. */
  readonly type?: () => ElementType<unknown>
  /** Elements of a mixed list. */
  readonly types?: () => Readonly<Record<string, ElementType<unknown>>>
  readonly options: FieldOptions
  /** Carries the type of values; never set. */
  readonly valueType?: T
  /** Carries the presence; never set. */
  readonly presenceType?: P
}

/** The fields of an element, in the order in which they are printed. */
export type Fields = Readonly<Record<string, Field>>

type PresenceOf<O> = O extends { when: Condition }
  ? 'maybe'
  : O extends { required: true } | { filled: true } | { default: unknown }
    ? 'always'
    : 'maybe'

type Simplify<T> = { [K in keyof T]: T[K] }
type ValueOf<F> = F extends Field<infer T, Presence> ? T : never
type AlwaysKeys<F> = {
  [K in keyof F]: F[K] extends { presenceType?: 'always' } ? K : never
}[keyof F]

/** The type of the documents that a set of fields describes. */
export type DocOf<F extends Fields> = Simplify<
  { readonly [K in AlwaysKeys<F>]: ValueOf<F[K]> } & {
    readonly [K in Exclude<keyof F, AlwaysKeys<F>>]?: ValueOf<F[K]>
  }
>

type None = Readonly<Record<never, never>>

/** An attribute. */
export function attr<T, const O extends FieldOptions<T> = None>(
  codec: Codec<T>,
  options?: O,
): Field<T, PresenceOf<O>> {
  return { form: 'attr', codec: codec as Codec<unknown>, options: options ?? {} }
}

/** The text of the element itself. */
export function text<T, const O extends FieldOptions<T> = None>(
  codec: Codec<T>,
  options?: O,
): Field<T, PresenceOf<O>> {
  return { form: 'text', codec: codec as Codec<unknown>, options: options ?? {} }
}

/** A child element that holds only text. */
export function leaf<T, const O extends FieldOptions<T> = None>(
  codec: Codec<T>,
  options?: O,
): Field<T, PresenceOf<O>> {
  return { form: 'leaf', codec: codec as Codec<unknown>, options: options ?? {} }
}

/** Child elements of one name that hold only text. */
export function leaves<T, const O extends FieldOptions<readonly T[]> = None>(
  codec: Codec<T>,
  options?: O,
): Field<readonly T[], PresenceOf<O>> {
  return { form: 'leaves', codec: codec as Codec<unknown>, options: options ?? {} }
}

/** A child element that says all by being there. */
export function flag(options: FieldOptions<true> = {}): Field<true, 'maybe'> {
  return { form: 'flag', options }
}

type TypeRef<D> = ElementType<D> | (() => ElementType<D>)

function refer<D>(type: TypeRef<D>): () => ElementType<unknown> {
  return (typeof type === 'function' ? type : () => type) as () => ElementType<unknown>
}

/** A child element. */
export function child<D, const O extends FieldOptions<D> = None>(
  type: TypeRef<D>,
  options?: O,
): Field<D, PresenceOf<O>> {
  return { form: 'child', type: refer(type), options: options ?? {} }
}

/** Child elements of one name, in their order. */
export function list<D, const O extends FieldOptions<readonly D[]> = None>(
  type: TypeRef<D>,
  options?: O,
): Field<readonly D[], PresenceOf<O>> {
  return { form: 'list', type: refer(type), options: options ?? {} }
}

/** Child elements of several names whose order among each other counts; `tag` tells the name. */
export function mixed<M extends Readonly<Record<string, ElementType<unknown>>>>(
  types: M | (() => M),
  options: FieldOptions = {},
): Field<
  ReadonlyArray<
    { [K in keyof M]: M[K] extends ElementType<infer D> ? { readonly tag: K } & D : never }[keyof M]
  >
> {
  return { form: 'mixed', types: typeof types === 'function' ? types : () => types, options }
}

/** A child element kept as the text that it was written as. */
export function raw(options: FieldOptions<string> = {}): Field<string, 'maybe'> {
  return { form: 'raw', options }
}

/** Child elements of one name kept as the text that they were written as. */
export function raws(options: FieldOptions<readonly string[]> = {}): Field<readonly string[], 'maybe'> {
  return { form: 'raws', options }
}

/** The condition that `field` of the same element is one of `values`. */
export function on(field: string, ...values: readonly unknown[]): Condition {
  return { up: 0, field, in: values }
}

/** The condition that `field` of the element around is one of `values`. */
export function onParent(field: string, ...values: readonly unknown[]): Condition {
  return { up: 1, field, in: values }
}

/** Whether a condition holds at a place. */
export function holds(condition: Condition | undefined, place: Place): boolean {
  if (condition === undefined) return true
  let at: Place | undefined = place
  for (let i = 0; i < condition.up; i++) at = at?.up
  return at !== undefined && condition.in.includes(at.self[condition.field])
}

/** Whether an element is in the namespace that a field is in; fields without one share their parent's. */
export function inNamespace(node: XmlElement, parent: XmlElement, ns: Namespace | undefined): boolean {
  return node.ns === (ns === undefined ? parent.ns : ns.uri)
}
