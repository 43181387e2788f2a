import type { ErrorCode } from '../../errors/index.ts'
import type { DocOf, Draft, Field, Fields, Place } from './field.ts'

/** What the rules of an element are given beside its value. */
export interface Site {
  /** The value of the element around, if there is one. */
  readonly up: Place | undefined
  /** Whether live-only parts are read. */
  readonly live: boolean
  /** Whether amounts that follow from others are to follow them. */
  readonly abiUpdate: boolean
  /** Refuses the element; the clause is put behind its name. `xmlError` unless another code is given. */
  fail(clause: string, code?: ErrorCode): never
}

/** A document whose own fields may be set. */
export type Mutable<D> = { -readonly [K in keyof D]: D[K] }

/** Rules of an element beyond its fields. */
export interface ElementOptions<D> {
  /** Brings what was read into its normal form. */
  after?(draft: Mutable<D>, site: Site): void
  /** Refuses values that do not fit each other; also run on documents that were not read from text. */
  check?(doc: D, site: Site): void
  /** The value as it is printed, where that differs from what is kept. */
  print?(doc: D): D
}

/** A field with its names, ready for the walkers. */
export interface NamedField {
  /** Name in values. */
  readonly key: string
  /** Name in documents, without prefix. */
  readonly name: string
  readonly field: Field
}

function named(fields: Fields): NamedField[] {
  return Object.entries(fields).map(([key, field]) => ({ key, name: field.options.name ?? key, field }))
}

/** Name under which a child is looked up: namespace and local name. */
function childKeys(entry: NamedField): string[] {
  const uri = entry.field.options.ns?.uri ?? ''
  const names = entry.field.types === undefined ? [entry.name] : Object.keys(entry.field.types())
  return names.map((name) => (uri === '' ? name : `${uri} ${name}`))
}

/** Tables by which a walker finds the field for what it meets. */
export interface FieldIndex {
  readonly all: readonly NamedField[]
  readonly attrs: ReadonlyMap<string, NamedField>
  readonly children: ReadonlyMap<string, readonly NamedField[]>
  readonly text: NamedField | undefined
  /** Attributes, and children, that must be looked at when the document has not given them. */
  readonly expectedAttrs: readonly NamedField[]
  readonly expectedChildren: readonly NamedField[]
  readonly filled: readonly NamedField[]
  /** Whether an attribute `unit` belongs to one of the fields. */
  readonly unit: boolean
}

function buildIndex(fields: Fields): FieldIndex {
  const all = named(fields)
  const expected = all.filter((e) => e.field.options.required || e.field.options.default !== undefined)
  const children = new Map<string, NamedField[]>()
  for (const entry of all) {
    if (entry.field.form === 'attr' || entry.field.form === 'text') continue
    for (const key of childKeys(entry)) children.set(key, [...(children.get(key) ?? []), entry])
  }
  return {
    all,
    attrs: new Map(all.filter((e) => e.field.form === 'attr').map((e) => [e.name, e])),
    children,
    text: all.find((e) => e.field.form === 'text'),
    expectedAttrs: expected.filter((e) => e.field.form === 'attr'),
    expectedChildren: expected.filter((e) => e.field.form !== 'attr'),
    filled: all.filter((e) => e.field.options.filled),
    unit: all.some(
      (e) => (e.field.form === 'attr' || e.field.form === 'text') && e.field.codec?.unit !== undefined,
    ),
  }
}

/** An element of a document: its fields and rules, or variants of them told apart by one attribute. */
export class ElementType<D> {
  readonly fields: Fields
  readonly options: ElementOptions<D>
  /** The attribute that tells variants apart. */
  readonly tag: string | undefined
  readonly variants: ReadonlyMap<string, ElementType<unknown>> | undefined
  /** Carries the type of values; never set. */
  declare readonly docType?: D
  #index: FieldIndex | undefined

  constructor(
    fields: Fields,
    options: ElementOptions<D>,
    variants?: { tag: string; types: ReadonlyMap<string, ElementType<unknown>> },
  ) {
    this.fields = fields
    this.options = options
    this.tag = variants?.tag
    this.variants = variants?.types
  }

  /** Made when first needed: declarations that refer to each other are complete then. */
  get index(): FieldIndex {
    this.#index ??= buildIndex(this.fields)
    return this.#index
  }
}

/** Declares an element. */
export function element<F extends Fields>(
  fields: F,
  options: ElementOptions<DocOf<F>> = {},
): ElementType<DocOf<F>> {
  return new ElementType(fields, options)
}

/** The document type of an element declaration. */
export type Doc<E> = E extends ElementType<infer D> ? D : never

type VariantDoc<T extends string, V extends Readonly<Record<string, Fields>>> = {
  [K in keyof V]: { readonly [P in T]: K } & DocOf<V[K]>
}[keyof V]

/** Declares an element whose fields depend on the value of one of its attributes. */
export function variants<const T extends string, V extends Readonly<Record<string, Fields>>>(
  tag: T,
  table: V,
  options: ElementOptions<VariantDoc<T, V>> = {},
): ElementType<VariantDoc<T, V>> {
  const types = new Map<string, ElementType<unknown>>()
  for (const [word, fields] of Object.entries(table)) types.set(word, new ElementType<unknown>(fields, {}))
  return new ElementType({}, options, { tag, types })
}

/** The element type that holds for a value: the variant if there are variants. */
export function variantFor(type: ElementType<unknown>, value: Draft): ElementType<unknown> | undefined {
  if (type.variants === undefined || type.tag === undefined) return type
  return type.variants.get(String(value[type.tag]))
}
