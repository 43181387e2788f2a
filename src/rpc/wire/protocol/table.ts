/**
 * A type of the wire, written as text. `int`, `uint`, `char`, `uchar`, `short`, `ushort` take 4 bytes, `hyper`,
 * `uhyper` and `double` 8. `string<max>`, `opaque<max>` and `opaque[len]`; `T?` may be absent, `T<max>` is a counted
 * list, `T[len]` a fixed one; any other word names a type of a table. Source: RFC 4506.
 */
export type TypeText = string

/** A named type: another name of one, a structure with its fields in the order of the wire, or a union. */
export type TypeEntry = TypeText | Readonly<Record<string, TypeText>> | UnionEntry

/** A union: the number in the field `switch` says which type follows. */
export interface UnionEntry {
  readonly switch: string
  readonly arms: Readonly<Record<number, TypeText>>
}

/** When a rule holds: if any of the bits `set` is in the flags, if none of `unset` is, or if a parameter has a value. */
export interface When {
  readonly set?: number
  readonly unset?: number
  readonly param?: string
  readonly equals?: number
}

/** A permission, `object.permission`, that a call needs; always, or when the rule holds. */
export type PermissionEntry = string | ({ readonly need: string } & When)

/** One procedure. What is not said is false, absent, or `call`. */
export interface ProcedureEntry {
  readonly number: number
  /** `call` is asked by the client, `event` told by the server, `message` either. */
  readonly kind?: 'call' | 'event' | 'message'
  /** Type of the arguments, or of the body of an event. */
  readonly args?: string
  /** Type of the reply. */
  readonly ret?: string
  /** Answered before the client has said who it is. */
  readonly beforeAuth?: true
  /** Answered by workers of its own, so that it passes calls that are stuck. */
  readonly high?: true
  /** Allowed on a connection that only reads; perhaps not with some flags. */
  readonly readOnly?: true | { readonly unless: When }
  /** What access control asks for. */
  readonly acl?: readonly PermissionEntry[]
  /** What the caller needs to be shown an object of the answer's list. */
  readonly filter?: string
  /** The call opens a stream. */
  readonly stream?: 'toServer' | 'toClient' | 'both'
  /** Flag of the call that lets the stream have holes. */
  readonly sparseFlag?: number
  /** Where descriptors travel. */
  readonly fds?: 'call' | 'reply' | 'call+reply'
  /** Function of libvirt's C API; its name stands in errors. */
  readonly api?: string
}

/** One program of the protocol: its procedures and types. */
export interface ProgramTable {
  readonly name: string
  readonly number: number
  readonly version: number
  readonly procedures: Readonly<Record<string, ProcedureEntry>>
  readonly types: Readonly<Record<string, TypeEntry>>
}
