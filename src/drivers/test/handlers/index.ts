import type { Handlers } from '../../../core/driver.ts'
import type { OpPath } from '../../../core/model/index.ts'
import type { TestContext } from '../context.ts'
import { checkpointHandlers } from './checkpoint.ts'
import { domainConsoleHandlers } from './domain-console.ts'
import { domainDeviceHandlers } from './domain-devices.ts'
import { domainGuestHandlers } from './domain-guest.ts'
import { domainLifeHandlers } from './domain-life.ts'
import { domainMigrateHandlers } from './domain-migrate.ts'
import { domainParamHandlers } from './domain-params.ts'
import { domainSaveHandlers } from './domain-save.ts'
import { domainThreadHandlers } from './domain-threads.ts'
import { domainTuningHandlers } from './domain-tuning.ts'
import { hostHandlers } from './host.ts'
import { interfaceHandlers } from './interface.ts'
import { networkHandlers } from './network.ts'
import { nodedevHandlers } from './nodedev.ts'
import { nwfilterHandlers, secretHandlers } from './secret.ts'
import { snapshotHandlers } from './snapshot.ts'
import { storageHandlers } from './storage.ts'

/** What libvirt's own test hypervisor does not offer; a strict connection leaves it out. */
const beyondModel: ReadonlySet<OpPath> = new Set<OpPath>([
  'domain.abortJob',
  'domain.blockPeek',
  'domain.blockResize',
  'domain.getConsoleLog',
  'domain.getGuestInfo',
  'domain.getGuestVcpus',
  'domain.getSshKeys',
  'domain.migrate',
  'domain.openChannel',
  'domain.openConsole',
  'domain.pmSuspend',
  'domain.setAgentTimeout',
  'domain.setGuestVcpus',
  'domain.setMemoryStatsPeriod',
  'domain.setSshKeys',
  'domain.setVcpu',
  'host.createNwfilterBinding',
  'host.deleteNwfilterBinding',
  'host.getDomainCapabilities',
  'host.getMemoryStats',
  'host.getNwfilterBindingXml',
  'host.getPoolCapabilities',
  'host.injectFault',
  'host.listNwfilterBindings',
  'network.getDhcpLeases',
  'network.getMetadata',
  'network.setMetadata',
  'nodedev.setAutostart',
  'nwfilter.define',
  'nwfilter.getXml',
  'nwfilter.undefine',
  'port.create',
  'port.delete',
  'port.getParameters',
  'port.getXml',
  'port.setParameters',
  'secret.define',
  'secret.getValue',
  'secret.getXml',
  'secret.setValue',
  'secret.undefine',
  'volume.download',
  'volume.resize',
  'volume.upload',
  'volume.wipe',
])

/** All handlers of a connection. */
export function testHandlers(context: TestContext, strict: boolean): Handlers {
  const all: Handlers = {
    ...hostHandlers(context),
    ...domainLifeHandlers(context),
    ...domainSaveHandlers(context),
    ...domainGuestHandlers(context),
    ...domainTuningHandlers(context),
    ...domainThreadHandlers(context),
    ...domainParamHandlers(context),
    ...domainDeviceHandlers(context),
    ...domainConsoleHandlers(context),
    ...domainMigrateHandlers(context),
    ...snapshotHandlers(context),
    ...checkpointHandlers(context),
    ...networkHandlers(context),
    ...storageHandlers(context),
    ...interfaceHandlers(context),
    ...nodedevHandlers(context),
    ...secretHandlers(context),
    ...nwfilterHandlers(context),
  }
  if (!strict) return all
  const known = Object.entries(all).filter(([path]) => !(beyondModel as ReadonlySet<string>).has(path))
  return Object.fromEntries(known) as Handlers // the same handlers under the same paths
}
