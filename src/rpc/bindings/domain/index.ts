import type { RemoteHandlers } from '../../binding.ts'
import { blockHandlers } from './block.ts'
import { blockJobHandlers } from './block-jobs.ts'
import { checkpointHandlers } from './checkpoints.ts'
import { deviceHandlers } from './devices.ts'
import { guestHandlers } from './guest.ts'
import { infoHandlers } from './info.ts'
import { inputHandlers } from './input.ts'
import { ioThreadHandlers } from './iothreads.ts'
import { jobHandlers } from './jobs.ts'
import { lifeHandlers } from './life.ts'
import { listHandlers } from './list.ts'
import { memoryHandlers } from './memory.ts'
import { metadataHandlers } from './metadata.ts'
import { migrationHandlers } from './migration.ts'
import { parameterHandlers } from './parameters.ts'
import { savingHandlers } from './saving.ts'
import { snapshotHandlers } from './snapshots.ts'
import { statsHandlers } from './stats.ts'
import { vcpuHandlers } from './vcpus.ts'
import { xmlHandlers } from './xml.ts'

/** Everything about domains, their snapshots and checkpoints, but for streams and events. */
export const domainHandlers: RemoteHandlers = {
  ...listHandlers,
  ...lifeHandlers,
  ...infoHandlers,
  ...xmlHandlers,
  ...memoryHandlers,
  ...vcpuHandlers,
  ...ioThreadHandlers,
  ...deviceHandlers,
  ...blockHandlers,
  ...blockJobHandlers,
  ...parameterHandlers,
  ...guestHandlers,
  ...metadataHandlers,
  ...inputHandlers,
  ...savingHandlers,
  ...jobHandlers,
  ...migrationHandlers,
  ...statsHandlers,
  ...snapshotHandlers,
  ...checkpointHandlers,
}
