import type { ConnectionView } from '../connection-view.ts'
import type { DomainRow } from '../domain-row.ts'
import type { RowSource } from '../engine/module.ts'
import type { GatewayHealth } from './health.ts'

/** What VIRTGATE-MIB shows in one context. */
export interface GatewayView {
  /** The connection of the context. */
  readonly connection: ConnectionView
  /** Connections that the context tells of: all in the default context, else its own. */
  readonly hosts: RowSource<ConnectionView>
  /** Guests of those connections by UUID. */
  readonly uuids: RowSource<DomainRow>
  readonly health: GatewayHealth
}
