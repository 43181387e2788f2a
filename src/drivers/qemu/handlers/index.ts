import type { Handlers } from '../../../core/driver.ts'
import type { Services } from '../guest/services.ts'
import { blockHandlers } from './block.ts'
import { consoleHandlers } from './console.ts'
import { definitionHandlers } from './definition.ts'
import { lifeHandlers } from './life.ts'
import { monitorHandlers } from './monitor.ts'
import { resourceHandlers } from './resources.ts'
import { savingHandlers } from './saving.ts'

/** All operations that the driver offers. */
export function allHandlers(services: Services): Handlers {
  return {
    ...definitionHandlers(services),
    ...lifeHandlers(services),
    ...consoleHandlers(services),
    ...resourceHandlers(services),
    ...blockHandlers(services),
    ...monitorHandlers(services),
    ...savingHandlers(services),
  }
}
