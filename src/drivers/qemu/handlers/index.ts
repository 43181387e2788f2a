import type { Handlers } from '../../../core/driver.ts'
import { storageHandlers } from '../../host-storage/handlers.ts'
import type { Services } from '../guest/services.ts'
import { agentHandlers } from './agent.ts'
import { blockHandlers } from './block.ts'
import { blockJobHandlers } from './block-jobs.ts'
import { consoleHandlers } from './console.ts'
import { definitionHandlers } from './definition.ts'
import { deviceHandlers } from './devices.ts'
import { hostHandlers } from './host.ts'
import { lifeHandlers } from './life.ts'
import { metadataHandlers } from './metadata.ts'
import { monitorHandlers } from './monitor.ts'
import { processorHandlers } from './processors.ts'
import { resourceHandlers } from './resources.ts'
import { savingHandlers } from './saving.ts'
import { snapshotHandlers } from './snapshot.ts'
import { streamHandlers } from './streams.ts'
import { threadHandlers } from './threads.ts'
import { tunableHandlers } from './tunables.ts'

/** All operations that the driver offers. */
export function allHandlers(services: Services): Handlers {
  return {
    ...definitionHandlers(services),
    ...lifeHandlers(services),
    ...consoleHandlers(services),
    ...streamHandlers(services),
    ...resourceHandlers(services),
    ...processorHandlers(services),
    ...threadHandlers(services),
    ...tunableHandlers(services),
    ...blockHandlers(services),
    ...blockJobHandlers(services),
    ...monitorHandlers(services),
    ...savingHandlers(services),
    ...agentHandlers(services),
    ...deviceHandlers(services),
    ...metadataHandlers(services),
    ...snapshotHandlers(services),
    ...hostHandlers(services),
    ...storageHandlers(services.storage),
  }
}
