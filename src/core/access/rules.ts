import type { ObjectRef } from '../contracts.ts'
import type { AccessClass, TypeName } from '../model/index.ts'
import type { Caller } from './caller.ts'
import { globMatches } from './glob.ts'

/**
 * One rule of access control; of all rules the first that fits caller and object decides. Without a rule that fits,
 * callers on this machine keep what their authentication gives them and all others may do nothing; with no rules
 * at all, authentication alone decides.
 */
export interface AccessRule {
  /** Pattern of caller names (`snmp:*`, `local:root`); `*` stands for any text, `?` for one character. */
  readonly callers: string
  /** Types of objects; all unless given. */
  readonly types?: readonly TypeName[]
  /** Patterns of connection names; all unless given. */
  readonly connections?: readonly string[]
  /**
   * Pattern of object names; all unless given. Snapshots and checkpoints go by the name of their domain, jobs by that
   * of their target, secrets by their usage; what is to be made goes by the name in its document.
   */
  readonly names?: string
  /** Access classes (`read`) and libvirt permissions (`start`) that the rule gives; an empty list refuses. */
  readonly allow: readonly string[]
}

/** What a rule is held against. */
export interface AccessTarget extends ObjectRef {
  readonly connection: string
  readonly name: string | undefined
}

/** What a caller wants to do. */
export interface Wish {
  readonly access: AccessClass
  readonly permission: string
}

const localSurfaces: readonly Caller['surface'][] = ['internal', 'local']

/** Answers what callers may do, from the classes of their authentication and the rules of the settings. */
export class AccessControl {
  #rules: readonly AccessRule[]

  constructor(rules: readonly AccessRule[] = []) {
    this.#rules = rules
  }

  /** Puts other rules in force. */
  setRules(rules: readonly AccessRule[]): void {
    this.#rules = rules
  }

  /** Whether authentication gives the caller the class at all, before rules are asked. */
  hasClass(by: Caller, access: AccessClass): boolean {
    return by.classes.includes(access)
  }

  /** Whether the caller may do this to the object. */
  allows(by: Caller, wish: Wish, target: AccessTarget): boolean {
    if (!this.hasClass(by, wish.access)) return false
    const given = this.#given(by, target)
    return given === undefined || given.includes(wish.access) || given.includes(wish.permission)
  }

  /** Whether the caller may know that the object is there: whoever may do something to it sees it. */
  sees(by: Caller, target: AccessTarget): boolean {
    if (by.classes.length === 0) return false
    const given = this.#given(by, target)
    return given === undefined || given.length > 0
  }

  /** Whether the caller may do something to some object of the connection, were it there. */
  reaches(by: Caller, connection: string): boolean {
    if (by.classes.length === 0) return false
    if (this.unruled(by)) return true
    // Rules that speak of some objects only leave others to later rules; one that fits all of them decides.
    for (const rule of this.#rules) {
      if (!globMatches(rule.callers, by.id) || !fitsConnection(rule, connection)) continue
      if (rule.allow.length > 0) return true
      if (rule.types === undefined && rule.names === undefined) return false
    }
    return localSurfaces.includes(by.surface)
  }

  /** Whether no rule changes what authentication gives the caller, whatever the object is. */
  unruled(by: Caller): boolean {
    return by.surface === 'internal' || this.#rules.length === 0
  }

  /** What rules give; undefined when they leave the classes of the caller as they are. */
  #given(by: Caller, target: AccessTarget): readonly string[] | undefined {
    if (this.unruled(by)) return undefined
    const rule = this.#rules.find((candidate) => fits(candidate, by, target))
    if (rule) return rule.allow
    return localSurfaces.includes(by.surface) ? undefined : []
  }
}

function fits(rule: AccessRule, by: Caller, target: AccessTarget): boolean {
  if (!globMatches(rule.callers, by.id)) return false
  if (rule.types && !rule.types.includes(target.type)) return false
  if (!fitsConnection(rule, target.connection)) return false
  if (rule.names === undefined) return true
  return target.name !== undefined && globMatches(rule.names, target.name)
}

function fitsConnection(rule: AccessRule, connection: string): boolean {
  return rule.connections?.some((glob) => globMatches(glob, connection)) ?? true
}
