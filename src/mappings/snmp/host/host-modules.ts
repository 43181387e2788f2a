import type { MibModule } from '../engine/module.ts'
import { entityMibModule } from './entity-mib.ts'
import { hostResourcesModule } from './host-resources-mib.ts'
import type { HostView } from './host-view.ts'
import { ifMibModule } from './if-mib.ts'
import { ucdSnmpModule } from './ucd-snmp-mib.ts'

/** The modules about the hosts of a context, as managers expect them of any host. */
export function hostModules(view: HostView): MibModule[] {
  return [ifMibModule(view), hostResourcesModule(view), entityMibModule(view), ucdSnmpModule(view)]
}
