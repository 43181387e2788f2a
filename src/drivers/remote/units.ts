import type { Change } from '../../core/driver.ts'
import type { ErrorCode } from '../../core/errors/index.ts'
import type { TypeName } from '../../core/model/index.ts'
import type { Daemon } from './daemon.ts'

/** Types of objects that a daemon lists by themselves. */
export const unitTypes = ['network', 'pool', 'nodedev', 'secret', 'nwfilter', 'interface', 'domain'] as const

/** A type of objects that a daemon lists by themselves. */
export type UnitType = (typeof unitTypes)[number]

/** An object as the wire names it. */
export interface WireRef {
  readonly name?: string
  readonly uuid?: string
}

/** A record for the inventory. */
export type Put = Extract<Change, { kind: 'put' }>

/** What is known when an object is read. */
export interface Reading {
  readonly daemon: Daemon
  /** Its record as it was read last. */
  readonly before: Put | undefined
  /** What a list of all objects told, so that it need not be asked for each. */
  readonly hints: Hints | undefined
  /** Whether it was there before anybody looked, so that nobody knows since when it is as it is. */
  readonly found: boolean
}

/** What lists of all objects told of one. */
export interface Hints {
  readonly active?: boolean
  readonly persistent?: boolean
  readonly autostart?: boolean
  readonly managedSave?: boolean
  readonly state?: { readonly state: number; readonly reason: number }
  /** Whether it has objects of its families. */
  readonly members?: boolean
}

/** A type of objects: how they are listed and read. */
export interface Unit<R extends WireRef = WireRef> {
  readonly type: UnitType
  /** What a daemon says when the object is not there. */
  readonly missing: ErrorCode
  /** All objects of the daemon. */
  list(daemon: Daemon): Promise<readonly R[]>
  /** What lists can tell of all objects at once, by key. */
  hints?(daemon: Daemon, refs: readonly R[]): Promise<ReadonlyMap<string, Hints>>
  /** Local key. */
  keyOf(ref: R): string
  /** The object as the wire names it, from its key alone. */
  refOf(key: string): R
  read(ref: R, reading: Reading): Promise<Put>
  /** Objects that belong to one of this type. */
  readonly families: readonly Family<R>[]
}

/** Objects that belong to another one, such as the volumes of a pool; they are always read together. */
export interface Family<R extends WireRef = WireRef> {
  readonly type: TypeName
  list(owner: R, reading: FamilyReading): Promise<readonly Member[]>
}

/** What is known when the members of a family are read. */
export interface FamilyReading {
  readonly daemon: Daemon
  /** The record of the owner. */
  readonly owner: Put
  /** The last record of a member. */
  held(key: string): Put | undefined
}

/** One object of a family. */
export interface Member {
  readonly ref: WireRef
  readonly put: Put
}

/** Key of an object that belongs to another one. */
export function memberKey(owner: string, name: string): string {
  return `${owner}/${name}`
}

/** Key of the owner and name of an object that belongs to it. */
export function splitMember(key: string): { readonly owner: string; readonly name: string } {
  const slash = key.indexOf('/')
  return { owner: key.slice(0, slash), name: key.slice(slash + 1) }
}
