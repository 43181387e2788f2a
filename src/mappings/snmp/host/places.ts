import type { Entry } from '../../../core/contracts.ts'
import type { OrderedIndex } from '../engine/ordered-index.ts'
import { bridgeNumber, poolNumber } from './numbers.ts'

type PlaceType = 'network' | 'interface' | 'pool'

/** The objects of one connection that guests are connected to and kept in. */
export interface PlacesOptions {
  rows<T extends PlaceType>(type: T): OrderedIndex<Entry<T>>
  /** Lasting index of an object. */
  indexOf(type: PlaceType, key: string): number
}

/** How a guest is connected, or what backs a disk, as the model has it. */
interface Connected {
  readonly type: string
  readonly source?: string | undefined
}
interface Backed {
  readonly sourceType: string
  readonly source?: string | undefined
}

interface Names {
  /** ifIndex of devices of the host by their names. */
  readonly devices: ReadonlyMap<string, number>
  /** ifIndex of the bridges of virtual networks by the names of the networks. */
  readonly networks: ReadonlyMap<string, number>
  /** hrStorageIndex of pools by path and by name. */
  readonly pools: ReadonlyMap<string, number>
  readonly poolNames: ReadonlyMap<string, number>
}

/**
 * Finds in one connection the bridge that a guest is connected to, and the pool that a disk is kept in. What it needs
 * for that is gathered when it is asked first.
 */
export class Places {
  readonly #options: PlacesOptions
  #names: Names | undefined

  constructor(options: PlacesOptions) {
    this.#options = options
  }

  /** Says that networks, interfaces or pools have changed. */
  changed(): void {
    this.#names = undefined
  }

  /** ifIndex of the bridge or device of the host that an interface of a guest is connected to, or 0. */
  parentOf({ type, source = '' }: Connected): number {
    const names = this.#gathered()
    return (type === 'network' ? names.networks : names.devices).get(source) ?? 0
  }

  /** Whether a network has an interface row of its own: it has a bridge that nothing else stands for. */
  showsBridge(network: Entry<'network'>): boolean {
    const { bridge } = network.attrs
    if (bridge === undefined) return false
    const own = bridgeNumber(this.#options.indexOf('network', network.key))
    return this.#gathered().devices.get(bridge) === own
  }

  /** hrStorageIndex of the pool that holds what backs a disk, or 0. */
  storageOf({ sourceType, source = '' }: Backed): number {
    const { pools, poolNames } = this.#gathered()
    if (sourceType === 'volume') {
      const number = poolNames.get(source.slice(0, source.indexOf('/')))
      if (number !== undefined) return number
    }
    for (let end = source.lastIndexOf('/'); end > 0; end = source.lastIndexOf('/', end - 1)) {
      const number = pools.get(source.slice(0, end))
      if (number !== undefined) return number
    }
    return 0
  }

  #gathered(): Names {
    this.#names ??= this.#gather()
    return this.#names
  }

  #gather(): Names {
    const { rows, indexOf } = this.#options
    const devices = new Map<string, number>()
    const networks = new Map<string, number>()
    const pools = new Map<string, number>()
    const poolNames = new Map<string, number>()
    for (const { key, attrs } of rows('interface').values())
      devices.set(attrs.name, indexOf('interface', key))
    for (const { key, attrs } of rows('network').values()) {
      const { bridge } = attrs
      if (bridge === undefined) continue
      const number = devices.get(bridge) ?? bridgeNumber(indexOf('network', key))
      devices.set(bridge, number)
      networks.set(attrs.name, number)
    }
    for (const { key, attrs } of rows('pool').values()) {
      const number = poolNumber(indexOf('pool', key))
      poolNames.set(attrs.name, number)
      if (attrs.path !== undefined) pools.set(attrs.path.replace(/\/+$/, ''), number)
    }
    return { devices, networks, pools, poolNames }
  }
}
