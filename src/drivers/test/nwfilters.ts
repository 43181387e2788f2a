import type { NwfilterDoc } from '../../core/config/index.ts'
import type { Change } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { TestNode } from './node.ts'

/** A network filter of the test hypervisor. */
export class TestNwfilter {
  readonly uuid: string
  doc: NwfilterDoc

  constructor(doc: NwfilterDoc) {
    this.uuid = doc.uuid
    this.doc = doc
  }

  get name(): string {
    return this.doc.name
  }

  put(): Change {
    const { uuid, doc } = this
    return {
      kind: 'put',
      type: 'nwfilter',
      key: uuid,
      attrs: {
        uuid,
        name: doc.name,
        chain: doc.chain ?? 'root',
        priority: doc.priority ?? 0,
        rules: doc.entries?.length ?? 0,
      },
    }
  }
}

/** Keeps the definition of a filter. */
export function defineNwfilter(node: TestNode, doc: NwfilterDoc): TestNwfilter {
  const filter = node.nwfilters.match(doc.uuid, doc.name) ?? new TestNwfilter(doc)
  filter.doc = doc
  node.nwfilters.set(filter)
  node.emit(filter.put())
  return filter
}

/** Forgets a filter; one that a running guest uses stays. */
export function undefineNwfilter(node: TestNode, filter: TestNwfilter): void {
  for (const domain of node.domains.values()) {
    const nets =
      domain.extraIfAny === undefined && domain.rate > 0 ? [] : (domain.live?.doc.devices?.interfaces ?? [])
    if (nets.some(({ filterref }) => filterref?.filter === filter.name)) {
      throw new VirtError(
        'operationInvalid',
        `the network filter '${filter.name}' is used by the domain '${domain.name}'`,
      )
    }
  }
  const dev = node.nwfilterBindings.userOf(filter.name)
  if (dev !== undefined) {
    throw new VirtError(
      'operationInvalid',
      `the network filter '${filter.name}' is bound to the device '${dev}'`,
      { domain: 'nwfilter' },
    )
  }
  node.nwfilters.delete(filter)
  node.emit({ kind: 'gone', type: 'nwfilter', key: filter.uuid })
}
