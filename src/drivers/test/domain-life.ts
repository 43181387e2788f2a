import type { DomainDoc } from '../../core/config/index.ts'
import type { Change } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { Attrs } from '../../core/model/index.ts'
import { composeRecord, type RunAttrs } from '../shared/domain-record.ts'
import { lifecycleChange, lifecycleEvent, stateAttrs, type TransitionName } from '../shared/domain-states.ts'
import { type Definition, TestDomain } from './domain.ts'
import { definitionAttrs, prepareDefinition, taintsOf } from './domain-definition.ts'
import type { TestNode } from './node.ts'
import { dropMoments } from './snapshots.ts'

type Record = Attrs<'domain'>

const nothing: readonly string[] = Object.freeze([])

/** The attributes of a domain that was just defined and is off. */
export function offState(node: TestNode): RunAttrs {
  return {
    id: -1,
    state: 'shutoff',
    reason: 'unknown',
    stateSince: node.clock.now(),
    wanted: 'shutdown',
    persistent: true,
    managedSave: false,
    hasCurrentSnapshot: false,
    updated: false,
    taints: nothing,
    messages: nothing,
    job: 'none',
    autostart: false,
  }
}

/** The attributes of a domain that do not follow from its document. */
function runState(record: Record): RunAttrs {
  const { startedAt, autostart } = record
  return {
    id: record.id,
    state: record.state,
    reason: record.reason,
    stateSince: record.stateSince,
    wanted: record.wanted,
    persistent: record.persistent,
    managedSave: record.managedSave,
    hasCurrentSnapshot: record.hasCurrentSnapshot,
    updated: record.updated,
    taints: record.taints,
    messages: record.messages,
    job: record.job,
    ...(autostart === undefined ? {} : { autostart }),
    ...(startedAt === undefined ? {} : { startedAt }),
  }
}

/** Brings the attributes that follow from the document up to date, together with others. */
export function refreshDomain(
  node: TestNode,
  domain: TestDomain,
  attrs: Partial<RunAttrs>,
  ...events: readonly Change[]
): void {
  const run = { ...runState(domain.record), ...attrs }
  node.replace(domain, composeRecord(definitionAttrs(domain.current.doc), run), ...events)
}

/** Keeps a definition: of a new domain, or the next one of a domain that is there. Answers the domain. */
export function defineDomain(node: TestNode, given: DomainDoc): TestDomain {
  const doc = prepareDefinition(node, given)
  const existing = node.domains.match(doc.uuid, doc.name)
  const detail = existing?.config === undefined ? 'added' : 'updated'
  const event = lifecycleChange(doc.uuid, { type: 'defined', detail })
  if (existing === undefined) {
    const domain = new TestDomain(composeRecord(definitionAttrs(doc), offState(node)), { doc }, undefined)
    node.domains.set(domain)
    node.replace(domain, domain.record, event)
    return domain
  }
  existing.config = { doc }
  if (existing.active) node.change(existing, { persistent: true, updated: true }, event)
  else refreshDomain(node, existing, {}, event)
  return existing
}

/** Starts a guest of a document; it is forgotten when it stops, unless a definition of it is kept already. */
export function createDomain(
  node: TestNode,
  given: DomainDoc,
  transition: TransitionName,
  paused = false,
): TestDomain {
  const doc = prepareDefinition(node, given)
  const existing = node.domains.match(doc.uuid, doc.name)
  if (existing?.active) {
    throw new VirtError('operationInvalid', `the domain '${doc.name}' runs already`, { domain: 'test' })
  }
  const domain =
    existing ??
    new TestDomain(composeRecord(definitionAttrs(doc), { ...offState(node), persistent: false }), undefined, {
      doc,
    })
  if (existing === undefined) node.domains.set(domain)
  startDomain(node, domain, { doc }, transition, paused)
  return domain
}

/** Lets a domain that is off run a definition. */
export function startDomain(
  node: TestNode,
  domain: TestDomain,
  definition: Definition,
  transition: TransitionName,
  paused = false,
): void {
  domain.live = definition
  forgetSaved(domain)
  const now = node.clock.now()
  const run: RunAttrs = {
    ...runState(domain.record),
    ...stateAttrs(transition, now),
    id: node.nextId(),
    startedAt: now,
    managedSave: false,
    updated: false,
    ...taintsOf(definition.doc),
  }
  const record = composeRecord(definitionAttrs(definition.doc), run)
  node.replace(domain, record, ...lifecycleEvent(domain.uuid, transition))
  if (paused) move(node, domain, pausedAfter[transition] ?? 'suspend')
}

/** Lets go of what the managed save held. */
export function forgetSaved({ extraIfAny }: TestDomain): void {
  if (extraIfAny !== undefined) extraIfAny.saved = undefined
}

/** How a domain that began in a certain way is told to be paused. */
const pausedAfter: Readonly<Partial<globalThis.Record<TransitionName, TransitionName>>> = {
  restore: 'suspendRestored',
  startFromSnapshot: 'suspendFromSnapshot',
}

/** Changes the state of a domain that runs on. */
export function move(node: TestNode, domain: TestDomain, transition: TransitionName): void {
  node.change(domain, stateAttrs(transition, node.clock.now()), ...lifecycleEvent(domain.uuid, transition))
}

/** How a domain is ended. */
interface StopOptions {
  /** Its state was saved. */
  readonly managedSave?: boolean
  /** It is started again at once, so that it is not forgotten although no definition is kept. */
  readonly keep?: boolean
}

/** Ends a running domain. A transient one is gone afterwards. */
export function stopDomain(
  node: TestNode,
  domain: TestDomain,
  transition: TransitionName,
  options: StopOptions = {},
): void {
  const { config } = domain
  const last = domain.current
  domain.live = undefined
  domain.endGuest()
  const { startedAt: _, ...state } = runState(domain.record)
  const run: RunAttrs = {
    ...state,
    ...stateAttrs(transition, node.clock.now()),
    managedSave: options.managedSave ?? false,
    id: -1,
    updated: false,
    taints: nothing,
    messages: nothing,
  }
  const record = composeRecord(definitionAttrs((config ?? last).doc), run)
  node.replace(domain, record, ...lifecycleEvent(domain.uuid, transition))
  if (config === undefined && options.keep !== true) removeDomain(node, domain)
}

/** Forgets a domain with all that belongs to it. */
export function removeDomain(node: TestNode, domain: TestDomain): void {
  domain.endGuest()
  node.domains.delete(domain)
  node.emit(...dropMoments(domain), { kind: 'gone', type: 'domain', key: domain.uuid })
}

/** Puts a changed document in the place of the running or kept one, and tells what follows from it. */
export function replaceDefinition(
  node: TestNode,
  domain: TestDomain,
  changed: { readonly live?: DomainDoc; readonly config?: DomainDoc },
  ...events: readonly Change[]
): void {
  if (changed.live !== undefined) domain.live = { doc: changed.live }
  if (changed.config !== undefined) domain.config = { doc: changed.config }
  const updated =
    domain.record.updated || (domain.active && changed.config !== undefined && changed.live === undefined)
  refreshDomain(node, domain, { updated }, ...events)
}

/** Which documents a change is for: the words of the caller, or what holds now if the caller says nothing. */
export interface Scope {
  readonly live?: boolean
  readonly config?: boolean
}

/** Applies a change to the running document, the kept one or both, as the caller asked. */
export function editDefinition(
  node: TestNode,
  domain: TestDomain,
  scope: Scope,
  edit: (doc: DomainDoc) => DomainDoc,
): void {
  const { live, config } = resolveScope(domain, scope)
  const changed = {
    ...(live ? { live: edit(domain.current.doc) } : {}),
    ...(config && domain.config !== undefined ? { config: edit(domain.config.doc) } : {}),
  }
  replaceDefinition(node, domain, changed)
}

/** The definition that a question is about: the running one, or the kept one; without a word the one that holds now. */
export function definitionOf(domain: TestDomain, { live, config }: Scope): DomainDoc {
  if (live !== true && config !== true) return domain.current.doc
  const scope = resolveScope(domain, { live: live === true, config: live !== true })
  return scope.live ? domain.current.doc : (domain.config ?? domain.current).doc
}

/** What a change is for; throws `operationInvalid` for a running part that is not there or a kept one of a transient domain. */
export function resolveScope(domain: TestDomain, scope: Scope): { live: boolean; config: boolean } {
  const either = scope.live === true || scope.config === true
  const live = either ? scope.live === true : domain.active
  const config = either ? scope.config === true : !domain.active
  if (live && !domain.active) {
    throw new VirtError(
      'operationInvalid',
      `the domain '${domain.name}' does not run; there is nothing live to change`,
      {
        domain: 'test',
      },
    )
  }
  if (config && domain.config === undefined) {
    throw new VirtError(
      'operationInvalid',
      `the domain '${domain.name}' is transient; no definition of it is kept`,
      {
        domain: 'test',
      },
    )
  }
  return { live, config }
}
