import type { SnapshotDoc } from '../../core/config/index.ts'
import type { TestDomain } from './domain.ts'
import { prepareDefinition } from './domain-definition.ts'
import { freeMomentName, momentTime } from './moment-names.ts'
import type { TestNode } from './node.ts'
import { itemError, type NodeItem } from './node-file.ts'
import type { TestSnapshot } from './snapshots.ts'

/** A snapshot as its description says it; what the description leaves out stays as it was, or is as the domain is. */
export function snapshotOf(
  node: TestNode,
  domain: TestDomain,
  doc: SnapshotDoc,
  names: { readonly name: string; readonly state: TestSnapshot['state'] },
): TestSnapshot {
  const { snapshots } = domain.extra
  const { name, state } = names
  const before = snapshots.has(name) ? snapshots.get(name) : undefined
  const kept = before?.definition ?? domain.current
  const inactive = doc.inactiveDomain ?? before?.inactive?.doc
  return {
    name,
    description: doc.description,
    createdAt: momentTime(doc.creationTime) ?? before?.createdAt ?? node.clock.now(),
    state,
    definition: doc.domain === undefined ? kept : { doc: prepareDefinition(node, doc.domain) },
    ...(inactive === undefined ? {} : { inactive: { doc: prepareDefinition(node, inactive) } }),
    ...(doc.parent === undefined ? {} : { parent: doc.parent.name }),
  }
}

/** Adds a snapshot that a node file describes; its parent may come later. */
export function loadSnapshot(node: TestNode, domain: TestDomain, doc: SnapshotDoc, item: NodeItem): void {
  const { snapshots } = domain.extra
  const name = doc.name ?? freeMomentName(node, (taken) => snapshots.has(taken))
  snapshots.addLoose(snapshotOf(node, domain, doc, { name, state: doc.state ?? 'shutoff' }))
  if (doc.active !== true) return
  if (snapshots.current !== undefined) {
    throw itemError(
      item,
      `the domain '${domain.name}' has two current snapshots, '${snapshots.current}' and '${name}'`,
    )
  }
  snapshots.setCurrent(name)
}
