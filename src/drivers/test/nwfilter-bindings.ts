import type { NwfilterBindingDoc } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { TestNode } from './node.ts'

/** Network filters bound to devices of the host: those of running guests, and those that somebody bound. */
export class BindingSet {
  readonly #own = new Map<string, NwfilterBindingDoc>()

  /** All bindings that there are now, by the name of their device. */
  all(node: TestNode): ReadonlyMap<string, NwfilterBindingDoc> {
    const found = new Map<string, NwfilterBindingDoc>()
    for (const domain of node.domains.values()) {
      // Guests of a load have interfaces without filters; their documents are not built to look.
      if (!domain.active || (domain.extraIfAny === undefined && domain.rate > 0)) continue
      for (const net of domain.live?.doc.devices?.interfaces ?? []) {
        const dev = net.target?.dev
        if (net.filterref === undefined || dev === undefined) continue
        found.set(dev, {
          owner: { name: domain.name, uuid: domain.uuid },
          portdev: { name: dev },
          mac: { address: net.mac?.address ?? '00:00:00:00:00:00' },
          filterref: net.filterref,
        })
      }
    }
    for (const [dev, doc] of this.#own) found.set(dev, doc)
    return found
  }

  /** The binding of a device. */
  get(node: TestNode, dev: string): NwfilterBindingDoc {
    const found = this.all(node).get(dev)
    if (found !== undefined) return found
    throw new VirtError('noNwfilterBinding', `no network filter is bound to the device '${dev}'`, {
      domain: 'nwfilter',
    })
  }

  /** Binds a filter to a device that has none. */
  add(node: TestNode, doc: NwfilterBindingDoc): string {
    const dev = doc.portdev.name
    if (this.all(node).has(dev)) {
      throw new VirtError('operationFailed', `a network filter is bound to the device '${dev}' already`, {
        domain: 'nwfilter',
      })
    }
    if (node.nwfilters.findByName(doc.filterref.filter) === undefined) {
      throw new VirtError('noNwfilter', `there is no network filter '${doc.filterref.filter}'`, {
        domain: 'nwfilter',
      })
    }
    this.#own.set(dev, doc)
    return dev
  }

  /** Frees a device; what a guest brought stays as long as the guest runs. */
  remove(node: TestNode, dev: string): void {
    this.get(node, dev)
    if (this.#own.delete(dev)) return
    throw new VirtError(
      'operationInvalid',
      `the network filter of the device '${dev}' belongs to a running guest`,
      { domain: 'nwfilter' },
    )
  }

  /** Name of a device that a filter is bound to by hand; undefined if there is none. */
  userOf(filter: string): string | undefined {
    for (const [dev, doc] of this.#own) if (doc.filterref.filter === filter) return dev
    return undefined
  }
}
