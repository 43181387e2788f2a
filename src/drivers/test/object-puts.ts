import type { Change } from '../../core/driver.ts'
import type { TestNode } from './node.ts'
import { momentPuts } from './snapshots.ts'

/** Every object of a node as it is when its turn comes. */
export function* objectPuts(node: TestNode): Generator<Change> {
  for (const network of node.networks.values()) yield* network.puts()
  for (const pool of node.pools.values()) yield* pool.puts()
  yield* node.interfaces.puts()
  yield* node.nodedevs.puts()
  yield* node.secrets.puts()
  for (const filter of node.nwfilters.values()) yield filter.put()
  for (const domain of node.domains.values()) {
    yield { kind: 'put', type: 'domain', key: domain.uuid, attrs: domain.record }
    yield* momentPuts(domain)
  }
}
