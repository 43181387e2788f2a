import type { Logger } from '../../core/log/logger.ts'
import type { Faults } from './faults.ts'
import type { TestNode } from './node.ts'

/** What the handlers of one connection work with. */
export interface TestContext {
  readonly node: TestNode
  /** Name of the connection. */
  readonly connection: string
  /** Where what is stored in volumes is written. */
  readonly spoolDir: string
  readonly log: Logger
  readonly faults: Faults
  /** The node of another open connection of this driver, by the name or URI of the connection. */
  findPeer(to: string): TestNode | undefined
}
