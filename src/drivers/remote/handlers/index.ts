import type { Handlers, LocalRef, OpContext } from '../../../core/driver.ts'
import type { OpPath } from '../../../core/model/index.ts'
import { lacksProcedure } from '../daemon.ts'
import type { HandlerContext } from './context.ts'
import { domainDeviceHandlers } from './domain-devices.ts'
import { domainGuestHandlers } from './domain-guest.ts'
import { domainIoHandlers } from './domain-io.ts'
import { domainLifeHandlers } from './domain-life.ts'
import { domainParamHandlers } from './domain-params.ts'
import { domainSavingHandlers } from './domain-saving.ts'
import { domainTuningHandlers } from './domain-tuning.ts'
import { hostHandlers } from './host.ts'
import { momentHandlers } from './moments.ts'
import { networkHandlers } from './network.ts'
import { interfaceHandlers, nodedevHandlers, nwfilterHandlers, secretHandlers } from './small.ts'
import { storageHandlers } from './storage.ts'

/** Operations of the QEMU program, which other hypervisors do not have. */
const qemuOnly: readonly OpPath[] = ['domain.monitorCommand', 'domain.agentCommand']

/** Operations that take another procedure for some of their arguments; without that one they are still there. */
const varied: ReadonlySet<string> = new Set<OpPath>([
  'domain.blockPull',
  'domain.coreDump',
  'domain.define',
  'domain.destroy',
  'domain.getParameters',
  'domain.pinVcpu',
  'domain.restore',
  'domain.save',
  'domain.setParameters',
  'domain.shutdown',
  'domain.start',
  'domain.undefine',
  'host.baselineCpu',
  'host.compareCpu',
  'network.create',
  'network.define',
  'nodedev.dettach',
  'nwfilter.define',
  'volume.create',
  'volume.wipe',
])

type AnyHandler = (ctx: OpContext, ref: LocalRef, args: never) => Promise<unknown>

/**
 * All operations of a connection. Which of them the hypervisor has shows only when they are called: one that it lacks is
 * taken away then, so that from the next call on the engine says so.
 */
export function remoteHandlers(context: HandlerContext): Handlers {
  const all: Handlers = {
    ...hostHandlers(context),
    ...domainLifeHandlers(context),
    ...domainSavingHandlers(context),
    ...domainTuningHandlers(context),
    ...domainParamHandlers(context),
    ...domainDeviceHandlers(context),
    ...domainGuestHandlers(context),
    ...domainIoHandlers(context),
    ...momentHandlers(context),
    ...networkHandlers(context),
    ...storageHandlers(context),
    ...nodedevHandlers(context),
    ...secretHandlers(context),
    ...nwfilterHandlers(context),
    ...interfaceHandlers(context),
  }
  const offered: Record<string, AnyHandler> = {}
  const foreign: ReadonlySet<string> = new Set(context.hvType === 'QEMU' ? [] : qemuOnly)
  for (const [path, handler] of Object.entries(all)) {
    if (foreign.has(path)) continue
    offered[path] = async (ctx, ref, args) => {
      try {
        // The arguments are those of the same path.
        return await (handler as AnyHandler)(ctx, ref, args)
      } catch (thrown) {
        if (lacksProcedure(thrown) && !varied.has(path)) delete offered[path]
        throw thrown
      }
    }
  }
  // The same handlers under the same paths.
  return offered as Handlers
}
