import type { ByteStream } from '../lib/byte-stream.ts'

/** Scalar kinds of attributes, parameters and event fields. */
export type ScalarKind =
  | 'string' // text
  | 'bool'
  | 'i32'
  | 'u32'
  | 'i64' // bigint
  | 'u64' // bigint
  | 'f64'
  | 'uuid' // 36 characters, lower case
  | 'mac' // 17 characters, lower case
  | 'time' // milliseconds since 1970, number
  | 'bytes' // Uint8Array
  | 'xml' // a document of libvirt's formats
  | 'stream' // a flow of bytes (results only; carried by surfaces in this process)

/** Any kind: a scalar, a closed set of words, a reference to an object, a list, or a record of named fields. */
export type Kind =
  | ScalarKind
  | { readonly enum: readonly string[] }
  | { readonly ref: string }
  | { readonly list: Kind }
  | { readonly record: Readonly<Record<string, FieldDef>> }

/** Units that a quantity can be in. */
export const units = [
  'bytes',
  'KiB',
  'ns',
  'us',
  'ms',
  's',
  'MHz',
  'percent',
  'count',
  'index',
  'seconds-since-1970',
  'bits',
] as const

/** A unit of the model. */
export type Unit = (typeof units)[number]

/**
 * How an attribute changes: `fixed` never while the object lives, `config` with its definition, `state` by
 * itself at any time (announced by the driver), `counter` continuously (read by a sweep when somebody asks).
 */
export type Freshness = 'fixed' | 'config' | 'state' | 'counter'

/** One field of a record. */
export interface FieldDef {
  readonly kind: Kind
  readonly doc: string
  readonly unit?: Unit
  readonly optional?: true
}

/** One attribute of an object type. */
export interface AttrDef extends FieldDef {
  readonly freshness: Freshness
}

/** Who may call an operation, coarsely: see, use, or change definitions. */
export const accessClasses = ['read', 'operate', 'configure'] as const

/** An access class. */
export type AccessClass = (typeof accessClasses)[number]

/** What a caller needs: the class, or the permission of libvirt that a rule may give alone. */
export interface Need {
  readonly access: AccessClass
  readonly permission: string
}

/** What a caller needs to be shown secrets. */
export const secretsNeed = { access: 'configure', permission: 'read_secure' } as const satisfies Need

/** One parameter of an operation. */
export interface ParamDef {
  readonly kind: Kind
  readonly doc: string
  readonly unit?: Unit
  readonly optional?: true
  /** What a caller needs beside what the operation needs when he sets it (gives it, and not as false). */
  readonly needs?: Need
}

/**
 * Which job an operation takes on its object. `none` and `query` run beside others; `modify` excludes others;
 * `async` is long and lets queries pass; `destroy` and `abort` pass a stuck job.
 */
export type LockKind = 'none' | 'query' | 'modify' | 'async' | 'destroy' | 'abort'

/** One operation of an object type. */
export interface OpDef {
  readonly doc: string
  readonly access: AccessClass
  /** libvirt's permission name of the object class that a caller needs. */
  readonly permission: string
  /** Type of the object that the operation is called on, when not the one that it is declared under. */
  readonly on?: string
  readonly params: Readonly<Record<string, ParamDef>>
  readonly result: Kind | 'void'
  /** The job it takes; `none` for access `read`, `modify` for all others unless given. */
  readonly lock?: LockKind
  /** Long work: runs as a job object with progress and cancel. */
  readonly job?: true
}

/** One event of an object type. */
export interface EventDef {
  readonly doc: string
  readonly fields: Readonly<Record<string, FieldDef>>
}

/** An object type as data. */
export interface ObjectDef {
  readonly doc: string
  /** Attribute that names an object of this type within its connection. */
  readonly key: string
  readonly attrs: Readonly<Record<string, AttrDef>>
  readonly ops: Readonly<Record<string, OpDef>>
  readonly events: Readonly<Record<string, EventDef>>
}

/** Declares an object type; the result keeps its literal type, from which all other types are derived. */
export function defineObject<const D extends ObjectDef>(def: D): D {
  return def
}

interface ScalarValues {
  string: string
  bool: boolean
  i32: number
  u32: number
  i64: bigint
  u64: bigint
  f64: number
  uuid: string
  mac: string
  time: number
  bytes: Uint8Array
  xml: string
  stream: ByteStream
}

/** The TypeScript type of a value of kind `K`. */
export type ValueOf<K> = K extends keyof ScalarValues
  ? ScalarValues[K]
  : K extends { readonly enum: readonly (infer W)[] }
    ? W
    : K extends { readonly ref: string }
      ? string
      : K extends { readonly list: infer L }
        ? ReadonlyArray<ValueOf<L>>
        : K extends { readonly record: infer R }
          ? Fields<R>
          : never

type OptionalKeys<R> = { [F in keyof R]: R[F] extends { readonly optional: true } ? F : never }[keyof R]

/** The TypeScript type of a set of fields, optional ones optional. */
export type Fields<R> = {
  readonly [F in Exclude<keyof R, OptionalKeys<R>>]: R[F] extends { readonly kind: infer K }
    ? ValueOf<K>
    : never
} & {
  readonly [F in OptionalKeys<R>]?: R[F] extends { readonly kind: infer K } ? ValueOf<K> : never
}
