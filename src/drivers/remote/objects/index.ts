import type { Unit, UnitType } from '../units.ts'
import { domains } from './domain.ts'
import { networks } from './network.ts'
import { nodedevs } from './nodedev.ts'
import { pools } from './pool.ts'
import { interfaces, nwfilters, secrets } from './small.ts'

/** How objects of each type are listed and read. */
export const units: Readonly<Record<UnitType, Unit>> = {
  network: networks,
  pool: pools,
  nodedev: nodedevs,
  secret: secrets,
  nwfilter: nwfilters,
  interface: interfaces,
  domain: domains,
}
