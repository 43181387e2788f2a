import { join } from 'node:path'
import type { Caller } from '../../core/access/caller.ts'
import type { Entry, InventoryReader, Operations } from '../../core/contracts.ts'
import type { Clock } from '../../core/lib/clock.ts'
import type { Logger } from '../../core/log/logger.ts'
import type { Settings } from '../../core/settings/index.ts'
import { Contexts } from './contexts.ts'
import { Control } from './control/control.ts'
import type { AccessConfig } from './engine/access-control.ts'
import { SnmpAgent } from './engine/agent.ts'
import type { SystemFacts } from './engine/modules/snmpv2-mib.ts'
import type { Delivery, NotifyConfig } from './engine/notify/originator.ts'
import { isBelow, type Oid, parseOid } from './engine/oid.ts'
import type { Endpoint } from './engine/udp-listener.ts'
import { indexFiles } from './index-files.ts'
import { IndexStore } from './index-store.ts'
import { Notifier } from './notifier.ts'
import { GatewayHealth } from './virtgate/health.ts'
import { testNotification } from './virtgate/test-notification.ts'

export { renderMibs } from './render-mibs.ts'

/** Settings of the SNMP surface. */
export type SnmpSettings = Settings['snmp']

const enterprises: Oid = [1, 3, 6, 1, 4, 1]

/**
 * The surface as rules of access control see it. Objects that it may not see are shown to nobody; which user or
 * community sees what of the others is decided by contexts and views.
 */
const surfaceCaller: Caller = { id: 'snmp:agent', surface: 'snmp', classes: ['read'] }

/** What the SNMP surface is started with. */
export interface SnmpOptions {
  readonly reader: InventoryReader
  readonly operations: Operations
  readonly settings: SnmpSettings
  /** Folder of the surface's own files: engine, users, indexes. */
  readonly stateDir: string
  readonly log: Logger
  readonly clock: Clock
  /** Version of the product. */
  readonly version: string
  /** Name of the machine (sysName). */
  readonly hostname: string
}

/** The SNMP surface while it runs. */
export interface SnmpSurface {
  /** Addresses that were bound, as `127.0.0.1:1161` or `tcp:127.0.0.1:1161`. */
  readonly endpoints: readonly string[]
  /** Takes new settings for what needs no restart, and reads the users again. */
  reload(settings: SnmpSettings): Promise<void>
  /** Sends a notification to one target or all, and tells what became of it. */
  testTrap(target?: string): Promise<readonly Delivery[]>
  close(): Promise<void>
}

/** Starts the SNMP agent with VM-MIB and VIRTGATE-MIB: everything in the default context, and each connection in its own. */
export async function startSnmp(options: SnmpOptions): Promise<SnmpSurface> {
  const { reader, operations, stateDir, clock, version } = options
  const log = options.log.child('snmp')
  let settings = options.settings
  const base = parseOid(settings.enterprise_oid)
  const indexes = await IndexStore.open({ storage: indexFiles(join(stateDir, 'indexes')), clock, log })
  const agent = new SnmpAgent({
    listen: settings.listen.map(numericListen),
    system: systemFacts(settings, options),
    stateDir,
    access: accessConfig(settings),
    notify: notifyConfig(settings),
    enterprise: enterpriseOf(base),
    log,
    clock,
  })
  const health = new GatewayHealth({ version, reader, clock })
  const sees = ({ type, key }: Entry) => operations.visible({ type, key }, surfaceCaller)
  const notifier = new Notifier({
    reader,
    indexes,
    clock,
    base,
    sink: agent.notifications,
    // One that is gone is judged as it was.
    sees: (entry) => operations.visible(entry, surfaceCaller),
    bulkWindow: () => settings.bulk_window,
    poolThreshold: () => settings.pool_threshold,
  })
  const contexts = new Contexts({
    reader,
    indexes,
    clock,
    agent,
    health,
    base,
    vmwareView: settings.vmware_view,
    control: new Control({ reader, operations, indexes, clock, log }),
    notify: agent.notifications,
    watch: (item, shown) => notifier.take(item, shown),
    sees,
    maxAge: () => settings.max_age,
    ticks: () => agent.upTime,
    notifications: { perVm: settings.per_vm_notifications, bulk: settings.bulk_notifications },
  })
  const close = async () => {
    contexts.close()
    notifier.close()
    health.close()
    await agent.close()
    await indexes.close()
  }
  try {
    await contexts.start()
    const endpoints = (await agent.start()).map(formatEndpoint)
    notifier.start((name) => contexts.shown(name))
    log.info('SNMP agent listens', {
      endpoints,
      communities: settings.communities.length,
      targets: settings.targets.length,
    })
    return {
      endpoints,
      close,
      async reload(next) {
        await agent.reload({
          access: accessConfig(next),
          notify: notifyConfig(next),
          system: systemFacts(next, options),
        })
        settings = next
        await contexts.resync()
      },
      testTrap: (target) => agent.notifications.deliver(testNotification(base, version), target),
    }
  } catch (error) {
    await close()
    throw error
  }
}

function systemFacts(settings: SnmpSettings, { version, hostname }: SnmpOptions): SystemFacts {
  return {
    descr: `virtgate ${version}`,
    objectId: parseOid(settings.enterprise_oid),
    contact: settings.contact,
    name: hostname,
    location: settings.location,
  }
}

function accessConfig(settings: SnmpSettings): AccessConfig {
  return {
    communities: settings.communities,
    views: Object.fromEntries(settings.views.map(({ name, ...text }) => [name, text])),
    extensionOid: settings.enterprise_oid,
  }
}

function notifyConfig(settings: SnmpSettings): NotifyConfig {
  return {
    targets: settings.targets,
    log: { entries: settings.log_entries, age: settings.log_age },
    rate: settings.notification_rate,
  }
}

/** The enterprise number that a new engine id begins with: that of the place where the product's module hangs. */
function enterpriseOf(base: Oid): number | undefined {
  return isBelow(enterprises, base) ? base[enterprises.length] : undefined
}

/** The agent binds addresses; the settings also take a star or nothing for all of them, and localhost. */
function numericListen(text: string): string {
  const [, transport = '', rest = text] = /^(udp:|tcp:)?(.*)$/.exec(text) ?? []
  return transport + rest.replace(/^\*?:/, '0.0.0.0:').replace(/^localhost:/i, '127.0.0.1:')
}

function formatEndpoint({ transport, address, port }: Endpoint): string {
  const text = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  return transport === 'udp' ? text : `${transport}:${text}`
}
