import type { Oid } from '../engine/oid.ts'
import type { ConventionDef, GroupDef, MibDefinition, NotificationDef } from './definition.ts'
import { importsOf } from './imports.ts'
import { renderObjects } from './render-objects.ts'
import { clause, node, quoted, wrapped } from './text.ts'

/** Roots that SNMPv2-SMI names, the longest first. */
const roots: ReadonlyArray<{ readonly name: string; readonly oid: Oid }> = [
  { name: 'mib-2', oid: [1, 3, 6, 1, 2, 1] },
  { name: 'experimental', oid: [1, 3, 6, 1, 3] },
  { name: 'enterprises', oid: [1, 3, 6, 1, 4, 1] },
  { name: 'snmpModules', oid: [1, 3, 6, 1, 6, 3] },
]

/** The text of a module, for managers. `base` is where it hangs, if not where its definition says. */
export function renderMib<View>(
  definition: MibDefinition<View>,
  base: Oid = definition.identity.oid,
): string {
  const place = placeOf(definition.identity.name, base)
  const sections = [
    `${definition.module} DEFINITIONS ::= BEGIN`,
    importsOf(definition, place.root),
    identity(definition, place.text),
    ...place.between,
    ...(definition.conventions ?? []).map(convention),
    ...(definition.arms ? body(definition, definition.arms) : []),
    'END',
  ]
  return `${sections.join('\n\n')}\n`
}

/** Where a module hangs: the root, what goes into the identity's clause, and the nodes that lie between. */
interface Place {
  readonly root: string | undefined
  readonly text: string
  readonly between: readonly string[]
}

function placeOf(name: string, base: Oid): Place {
  const root = roots.find(({ oid }) => oid.length < base.length && oid.every((arc, at) => arc === base[at]))
  const arcs = base.slice(root?.oid.length ?? 1)
  const between: string[] = []
  let parent = root?.name ?? 'iso'
  // A node without a name would be an implicit one, which checkers of modules complain of.
  for (const [at, arc] of arcs.slice(0, -1).entries()) {
    const own = `${name}Arc${at + 1}`
    between.push(node(own, parent, arc))
    parent = own
  }
  return { root: root?.name, text: `{ ${parent} ${arcs.at(-1) ?? 0} }`, between }
}

function identity<View>({ identity: facts }: MibDefinition<View>, place: string): string {
  return [
    `${facts.name} MODULE-IDENTITY`,
    `    LAST-UPDATED "${facts.lastUpdated}"`,
    ...clause('ORGANIZATION', quoted(facts.organization)),
    ...clause('CONTACT-INFO', quoted(facts.contact)),
    ...clause('DESCRIPTION', quoted(facts.doc)),
    ...facts.revisions.flatMap((revision) => [
      `    REVISION "${revision.date}"`,
      ...clause('DESCRIPTION', quoted(revision.doc)),
    ]),
    `    ::= ${place}`,
  ].join('\n')
}

function convention(def: ConventionDef): string {
  return [
    `${def.name} ::= TEXTUAL-CONVENTION`,
    ...(def.hint === undefined ? [] : [`    DISPLAY-HINT "${def.hint}"`]),
    '    STATUS current',
    ...clause('DESCRIPTION', quoted(def.doc)),
    ...clause('SYNTAX', wrapped(def.syntax)),
  ].join('\n')
}

function body<View>(
  definition: MibDefinition<View>,
  arms: NonNullable<MibDefinition<View>['arms']>,
): string[] {
  const top = definition.identity.name
  return [
    [
      node(arms.notifications.name, top, arms.notifications.id),
      node(arms.objects.name, top, arms.objects.id),
      node(arms.conformance.name, top, arms.conformance.id),
      node(arms.compliances.name, arms.conformance.name, arms.compliances.id),
      node(arms.groups.name, arms.conformance.name, arms.groups.id),
    ].join('\n'),
    ...renderObjects(definition, arms.objects.name),
    ...(definition.notifications ?? []).map((def) => notification(def, arms.notifications.name)),
    ...(definition.groups ?? []).map((def) => group(def, arms.groups.name)),
    ...(definition.compliances ?? []).map((def) => compliance(def, arms.compliances.name)),
  ]
}

function notification(def: NotificationDef, parent: string): string {
  return [
    `${def.name} NOTIFICATION-TYPE`,
    ...clause('OBJECTS', wrapped(`{ ${def.objects.join(', ')} }`)),
    '    STATUS current',
    ...clause('DESCRIPTION', quoted(def.doc)),
    `    ::= { ${parent} ${def.id} }`,
  ].join('\n')
}

function group(def: GroupDef, parent: string): string {
  const [macro, members] =
    def.kind === 'objects' ? ['OBJECT-GROUP', 'OBJECTS'] : ['NOTIFICATION-GROUP', 'NOTIFICATIONS']
  return [
    `${def.name} ${macro}`,
    `    ${members} {`,
    def.members.map((member) => `        ${member}`).join(',\n'),
    '    }',
    '    STATUS current',
    ...clause('DESCRIPTION', quoted(def.doc)),
    `    ::= { ${parent} ${def.id} }`,
  ].join('\n')
}

function compliance(def: NonNullable<MibDefinition<never>['compliances']>[number], parent: string): string {
  return [
    `${def.name} MODULE-COMPLIANCE`,
    '    STATUS current',
    ...clause('DESCRIPTION', quoted(def.doc)),
    '    MODULE',
    '    MANDATORY-GROUPS {',
    def.mandatory.map((name) => `        ${name}`).join(',\n'),
    '    }',
    ...(def.optional ?? []).flatMap((one) => [
      `    GROUP ${one.group}`,
      ...clause('DESCRIPTION', quoted(one.doc)),
    ]),
    ...(def.refined ?? []).flatMap((one) => [
      `    OBJECT ${one.object}`,
      `    MIN-ACCESS ${one.access}`,
      ...clause('DESCRIPTION', quoted(one.doc)),
    ]),
    `    ::= { ${parent} ${def.id} }`,
  ].join('\n')
}
