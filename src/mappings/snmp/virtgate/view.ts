import type { ConnectionView } from '../connection-view.ts'
import type { ContextView } from '../context-view.ts'
import type { Control } from '../control/control.ts'
import type { RowSource } from '../engine/module.ts'
import type { NotificationOriginator } from '../engine/notify/originator.ts'
import type { GatewayHealth } from './health.ts'

/** What VIRTGATE-MIB shows in one context. */
export interface GatewayView {
  /** The objects of the context. */
  readonly objects: ContextView
  /** Connections that the context tells of: all in the default context, else its own. */
  readonly hosts: RowSource<ConnectionView>
  readonly health: GatewayHealth
  /** Carries out what managers write. */
  readonly control: Control
  /** Whom the agent tells of what happens. */
  readonly notify: NotifyFacts
  /** Number of a connection of the context. */
  hostIndex(connection: string): number | undefined
}

/** What the agent tells of its notifications. */
export type NotifyFacts = Pick<NotificationOriginator, 'generated' | 'suppressed' | 'dropped' | 'targets'>
