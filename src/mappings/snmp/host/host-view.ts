import type { Clock } from '../../../core/lib/clock.ts'
import type { TypeName } from '../../../core/model/index.ts'
import type { ConnectionView } from '../connection-view.ts'
import type { ContextView } from '../context-view.ts'
import type { RowSource } from '../engine/module.ts'

/** What the modules about hosts are made of in one context. */
export interface HostView {
  readonly objects: ContextView
  /** Connections of the context by their index. */
  readonly hosts: RowSource<ConnectionView>
  readonly connections: ReadonlyMap<string, ConnectionView>
  readonly clock: Clock
  /** sysUpTime. */
  ticks(): number
  /** Makes counters of a type fresh enough; undefined when they are. */
  refresh(type: TypeName): Promise<void> | undefined
}

/** sysUpTime at a moment (ms since 1970); 0 for moments before the agent began. */
export function ticksAt(view: HostView, moment: number | undefined): number {
  if (moment === undefined) return 0
  return Math.max(0, view.ticks() - Math.floor(Math.max(0, view.clock.now() - moment) / 10))
}
