import { VirtError } from '../../../core/errors/index.ts'
import { type SecurityLevel, securityLevels } from './module.ts'
import type { View } from './view.ts'

/** Security models with their numbers. */
export const securityModels = { any: 0, v1: 1, v2c: 2, usm: 3 } as const

/** The name of a security model. */
export type SecurityModel = keyof typeof securityModels

/** One member of a group: a user, or the security name of a community. */
export interface GroupMember {
  readonly group: string
  readonly model: Exclude<SecurityModel, 'any'>
  readonly securityName: string
}

/** What a group may do in a context, from a security level on. */
export interface AccessRule {
  readonly group: string
  readonly context: string
  /** Whether `context` is the whole name of the context or the beginning of it. */
  readonly match: 'exact' | 'prefix'
  readonly model: SecurityModel
  readonly level: SecurityLevel
  /** Names of views; an absent one lets see or write nothing. */
  readonly read?: string
  readonly write?: string
  readonly notify?: string
}

/** Who asks for access. */
export interface AccessSubject {
  readonly group: string
  readonly contextName: string
  readonly model: Exclude<SecurityModel, 'any'>
  readonly level: SecurityLevel
}

/** The views that a request works with. */
export interface Grant {
  readonly read: View | undefined
  readonly write: View | undefined
  readonly notify: View | undefined
}

/** The view-based access control model (RFC 3415): groups, access rules and views. */
export class Vacm {
  readonly members: readonly GroupMember[]
  readonly rules: readonly AccessRule[]
  readonly views: ReadonlyMap<string, View>
  readonly #groups = new Map<string, string>()

  constructor(config: {
    readonly members: readonly GroupMember[]
    readonly rules: readonly AccessRule[]
    readonly views: readonly View[]
  }) {
    this.members = config.members
    this.rules = config.rules
    this.views = new Map(config.views.map((view) => [view.name, view]))
    for (const { group, model, securityName } of config.members) {
      this.#groups.set(`${model}:${securityName}`, group)
    }
    for (const rule of config.rules) this.#checkViews(rule)
  }

  /** The group of a security name; empty when it is in none. */
  group(model: Exclude<SecurityModel, 'any'>, securityName: string): string {
    return this.#groups.get(`${model}:${securityName}`) ?? ''
  }

  /** What a subject may see and write; undefined when no rule speaks for it. */
  grant(subject: AccessSubject): Grant | undefined {
    let best: AccessRule | undefined
    for (const rule of this.rules) {
      if (applies(rule, subject) && (best === undefined || outranks(rule, best))) best = rule
    }
    return (
      best && { read: this.#view(best.read), write: this.#view(best.write), notify: this.#view(best.notify) }
    )
  }

  #view(name: string | undefined): View | undefined {
    return name === undefined ? undefined : this.views.get(name)
  }

  #checkViews(rule: AccessRule): void {
    for (const name of [rule.read, rule.write, rule.notify]) {
      if (name === undefined || this.views.has(name)) continue
      throw new VirtError(
        'invalidArg',
        `group '${rule.group}' uses the view '${name}', which is not defined; known views are ` +
          [...this.views.keys()].join(', '),
      )
    }
  }
}

function applies(rule: AccessRule, { group, contextName, model, level }: AccessSubject): boolean {
  return (
    rule.group === group &&
    (rule.model === 'any' || rule.model === model) &&
    levelRank(rule.level) <= levelRank(level) &&
    (rule.match === 'exact' ? rule.context === contextName : contextName.startsWith(rule.context))
  )
}

/** The preference of RFC 3415: own model, exact context, longer prefix, higher level. */
function outranks(a: AccessRule, b: AccessRule): boolean {
  const order =
    Number(a.model !== 'any') - Number(b.model !== 'any') ||
    Number(a.match === 'exact') - Number(b.match === 'exact') ||
    a.context.length - b.context.length ||
    levelRank(a.level) - levelRank(b.level)
  return order > 0
}

/** A level's place in the order of strength. */
export function levelRank(level: SecurityLevel): number {
  return securityLevels.indexOf(level)
}
