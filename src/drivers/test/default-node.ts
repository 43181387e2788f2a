import {
  parseDomain,
  parseInterface,
  parseNetwork,
  parseNodedev,
  parsePool,
} from '../../core/config/index.ts'
import { defaultDocuments } from './default-documents.ts'
import { defineDomain, startDomain } from './domain-life.ts'
import { defineNetwork, startNetwork } from './networks.ts'
import { type NodeOptions, TestNode } from './node.ts'
import { defaultFacts } from './node-facts.ts'
import { definePool, startPool } from './pools.ts'

/** Makes the node of `test:///default`. */
export function buildDefaultNode(options: Omit<NodeOptions, 'facts'>): TestNode {
  const node = new TestNode({ ...options, facts: defaultFacts })
  for (const xml of defaultDocuments.devices) node.nodedevs.add(node, parseNodedev(xml))
  startNetwork(node, defineNetwork(node, parseNetwork(defaultDocuments.network)))
  node.interfaces.define(node, parseInterface(defaultDocuments.interface), true)
  startPool(node, definePool(node, parsePool(defaultDocuments.pool)))
  const domain = defineDomain(node, parseDomain(defaultDocuments.domain))
  startDomain(node, domain, domain.current, 'boot')
  return node
}
