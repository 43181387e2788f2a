import { domain } from './domain.ts'
import { host } from './host.ts'
import { job } from './job.ts'
import type { AttrDef, EventDef, Fields, OpDef, ValueOf } from './kinds.ts'
import { interface_, network, port } from './network.ts'
import { nodedev, nwfilter } from './nodedev.ts'
import { checkpoint, snapshot } from './snapshot.ts'
import { pool, secret, volume } from './storage.ts'

export * from './domain-words.ts'
export * from './kinds.ts'

/** Every object type of the product. All other types and all surfaces follow from this one declaration. */
export const model = {
  host,
  domain,
  snapshot,
  checkpoint,
  network,
  port,
  interface: interface_,
  pool,
  volume,
  nodedev,
  secret,
  nwfilter,
  job,
} as const

/** The model as data. */
export type Model = typeof model

/** Name of an object type. */
export type TypeName = keyof Model

/** All type names, in the order of the model. */
export const typeNames: readonly TypeName[] = Object.keys(model) as TypeName[]

type AttrDefs<T extends TypeName> = Model[T]['attrs']
type CounterKeys<T extends TypeName> = {
  [A in keyof AttrDefs<T>]: AttrDefs<T>[A] extends { readonly freshness: 'counter' } ? A : never
}[keyof AttrDefs<T>]

/** Attributes of an object that its record always holds: all but the counters. */
export type Attrs<T extends TypeName> = Fields<Omit<AttrDefs<T>, CounterKeys<T>>>

/** Counters of an object, read when somebody asks. */
export type Counters<T extends TypeName> = Fields<Pick<AttrDefs<T>, CounterKeys<T>>>

/** Name of an attribute. */
export type AttrName<T extends TypeName> = keyof AttrDefs<T> & string

/** Path of an attribute (`domain.state`). */
export type AttrPath = { [T in TypeName]: `${T}.${AttrName<T>}` }[TypeName]

/** Path of an operation (`domain.start`). */
export type OpPath = { [T in TypeName]: `${T}.${keyof Model[T]['ops'] & string}` }[TypeName]

type OpOf<P extends OpPath> = P extends `${infer T}.${infer O}`
  ? T extends TypeName
    ? O extends keyof Model[T]['ops']
      ? Model[T]['ops'][O]
      : never
    : never
  : never

/** Arguments of an operation. */
export type Args<P extends OpPath> = OpOf<P> extends { readonly params: infer Q } ? Fields<Q> : never

/** Result of an operation; a reference is the key of the object. */
export type Result<P extends OpPath> = OpOf<P> extends { readonly result: infer R } ? ResultValue<R> : never

// biome-ignore lint/suspicious/noConfusingVoidType: handlers of such operations are plain async functions without a value
type ResultValue<R> = R extends 'void' ? void : ValueOf<R>

/** Name of an event of a type. */
export type EventName<T extends TypeName> = keyof Model[T]['events'] & string

/** Fields of an event. */
export type EventFields<T extends TypeName, E extends EventName<T>> = Model[T]['events'][E] extends {
  readonly fields: infer F
}
  ? Fields<F>
  : never

/** Type and operation of a path, with the declaration and the type that it is called on; undefined if there is none. */
export function findOp(path: string): { type: TypeName; op: string; def: OpDef; on: TypeName } | undefined {
  const dot = path.indexOf('.')
  const type = path.slice(0, dot)
  const op = path.slice(dot + 1)
  if (!isTypeName(type)) return undefined
  const ops: Readonly<Record<string, OpDef>> = model[type].ops
  const def = Object.hasOwn(ops, op) ? ops[op] : undefined
  if (!def) return undefined
  const on = def.on ?? type
  return isTypeName(on) ? { type, op, def, on } : undefined
}

/** All paths of operations. */
export function allOps(): OpPath[] {
  // The keys of the model's own tables are operation paths by construction.
  return typeNames.flatMap((type) => Object.keys(model[type].ops).map((op) => `${type}.${op}` as OpPath))
}

/** Whether an operation opens a stream, which only surfaces can carry that are made for it. */
export function opensStream(def: OpDef): boolean {
  return def.result === 'stream'
}

/** All paths of operations that answer with one value. */
export function valueOps(): OpPath[] {
  return allOps().filter((path) => {
    const found = findOp(path)
    return found !== undefined && !opensStream(found.def)
  })
}

/** Attributes of a type as plain declarations. */
export function attrsOf(type: TypeName): Readonly<Record<string, AttrDef>> {
  return model[type].attrs
}

/** Events of a type as plain declarations. */
export function eventsOf(type: TypeName): Readonly<Record<string, EventDef>> {
  return model[type].events
}

/** Whether a word names an object type. */
export function isTypeName(word: string): word is TypeName {
  return Object.hasOwn(model, word)
}
