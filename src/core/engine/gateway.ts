import type { AccessRule } from '../access/rules.ts'
import { AccessControl } from '../access/rules.ts'
import type { InventoryReader, Operations } from '../contracts.ts'
import type { DriverRegistry } from '../driver.ts'
import { Inventory } from '../inventory/inventory.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../log/logger.ts'
import { Connections } from './connections.ts'
import type { GatewayDirs } from './driver-env.ts'
import { Jobs } from './jobs.ts'
import { defaultLimits, type EngineLimits } from './limits.ts'
import { OperationRunner } from './operations.ts'

/** What an engine is made with. */
export interface GatewayOptions {
  readonly clock: Clock
  readonly log: Logger
  /** Directories of the daemon; connections get directories of their own below them. */
  readonly dirs: GatewayDirs
  readonly drivers: DriverRegistry
  /** Rules of access control, first fit decides; none unless given. */
  readonly rules?: readonly AccessRule[]
  readonly limits?: Partial<EngineLimits>
}

/** The engine: all objects of all connections, and the one way to change them. */
export interface Gateway {
  readonly inventory: InventoryReader
  readonly operations: Operations
  readonly connections: Connections
  /** Puts other rules of access control in force. */
  setRules(rules: readonly AccessRule[]): void
  /** Cancels what runs, closes all connections and ends; guests go on. */
  close(): Promise<void>
}

/** Makes an engine without connections; `connections.open` brings the first. */
export function createGateway(options: GatewayOptions): Gateway {
  const { clock, dirs, drivers } = options
  const limits: EngineLimits = { ...defaultLimits, ...options.limits }
  const log = options.log.child('engine')
  const inventory = new Inventory({ clock, log, feedCapacity: limits.feedCapacity, sweepMs: limits.sweepMs })
  const jobs = new Jobs({ clock, inventory, limits })
  const connections = new Connections({ clock, log: options.log, dirs, drivers, inventory, limits, jobs })
  const access = new AccessControl(options.rules)
  const operations = new OperationRunner({ clock, log, inventory, connections, jobs, access, limits })
  return {
    inventory,
    operations,
    connections,
    setRules: (rules) => access.setRules(rules),
    close: async () => {
      operations.close()
      await connections.closeAll()
    },
  }
}
