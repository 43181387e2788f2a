import { VirtError } from '../../../core/errors/index.ts'
import { type Clock, systemClock } from '../../../core/lib/clock.ts'
import { type AccessConfig, type AccessControl, createAccessControl } from './access-control.ts'
import { AgentContext } from './agent-context.ts'
import { Counters } from './counters.ts'
import { beginRun } from './engine-state.ts'
import { type AgentLimits, defaultLimits } from './limits.ts'
import type { EngineLogger, MibModule } from './module.ts'
import { vacmMib } from './modules/admin-modules.ts'
import { communityMib } from './modules/community-mib.ts'
import { frameworkMib, mpdMib, usmStatsMib } from './modules/engine-modules.ts'
import { notificationLogMib } from './modules/notification-log-mib.ts'
import { RegisteredModules } from './modules/registered-modules.ts'
import { type SystemFacts, snmpv2Mib } from './modules/snmpv2-mib.ts'
import { notificationMib, targetMib } from './modules/target-mib.ts'
import { usmUserMib } from './modules/usm-user-mib.ts'
import { NotificationOriginator, type NotifyConfig } from './notify/originator.ts'
import { createReceiver, type Receiver } from './receiver.ts'
import { TcpListener } from './tcp-listener.ts'
import type { Peer, Transport } from './transport.ts'
import { type Endpoint, parseEndpoint, type Receive, UdpListener } from './udp-listener.ts'
import { loadUsers, type StoredUser, saveUsers } from './users-file.ts'
import { UsmEngine } from './usm-engine.ts'
import { type UsmKeys, type UsmUser, userMembers, usmKeys, usmUsers } from './usm-user.ts'

/** What an agent is made with. */
export interface AgentOptions {
  /** Addresses to listen at, such as `127.0.0.1:1161` and `tcp:[::1]:1161`; port 0 lets the system choose. */
  readonly listen: readonly string[]
  readonly system: SystemFacts
  /** Folder of engine.json (engine id and boots) and users.json. */
  readonly stateDir: string
  /** Communities, views and rules; without any, nobody may do anything but users of users.json. */
  readonly access?: AccessConfig | undefined
  /** Who is told of what happens; nobody when absent. */
  readonly notify?: NotifyConfig | undefined
  /** Private enterprise number in a new engine id. */
  readonly enterprise?: number | undefined
  readonly log: EngineLogger
  readonly clock?: Clock | undefined
  readonly limits?: Partial<AgentLimits> | undefined
}

/** What can change while an agent runs. */
export interface AgentChanges {
  readonly system?: SystemFacts | undefined
  readonly access?: AccessConfig | undefined
  readonly notify?: NotifyConfig | undefined
}

/** A socket that the agent answers at. */
interface Listener {
  readonly endpoint: Endpoint
  close(): Promise<void>
}

interface Running {
  readonly listeners: readonly Listener[]
  readonly receiver: Receiver
}

interface Security {
  readonly access: AccessControl
  readonly users: ReadonlyMap<string, UsmUser>
  readonly stored: readonly StoredUser[]
}

const noNotifications: NotifyConfig = { targets: [], log: { entries: 1_000, age: 0 }, rate: 0 }
const coldStart = [1, 3, 6, 1, 6, 3, 1, 1, 5, 1]
const warmStart = [1, 3, 6, 1, 6, 3, 1, 1, 5, 2]

/**
 * An SNMP agent: v1, v2c and v3 over UDP and TCP. Modules are registered in contexts; each context also has the modules
 * of the agent itself (SNMPv2-MIB, SNMP-FRAMEWORK-MIB and so on).
 *
 *     const agent = new SnmpAgent({ listen: ['127.0.0.1:1161'], system, stateDir, access, log })
 *     agent.context('').register(vmMib)
 *     const endpoints = await agent.start()
 */
export class SnmpAgent {
  /** What the agent counts. */
  readonly counters = new Counters()
  /** Sends notifications and keeps them in a log. */
  readonly notifications: NotificationOriginator
  readonly #options: AgentOptions
  readonly #clock: Clock
  readonly #limits: AgentLimits
  readonly #contexts = new Map<string, AgentContext>()
  readonly #modules: RegisteredModules
  readonly #startedAt: number
  #system: SystemFacts
  #access: AccessConfig
  #security: Security
  #engine: UsmEngine | undefined
  #running: Running | undefined
  #lastEdit: Promise<void> = Promise.resolve()

  constructor(options: AgentOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#system = options.system
    this.#access = options.access ?? {}
    this.#startedAt = this.#clock.monotonic()
    this.#modules = new RegisteredModules(() => this.upTime)
    // Users need the engine id, which `start` reads; a fault in the settings shows here already.
    this.#security = { access: createAccessControl(this.#access, []), users: new Map(), stored: [] }
    this.notifications = new NotificationOriginator({
      config: checkedNotify(options.notify ?? noNotifications, this.#security.access),
      clock: this.#clock,
      log: options.log,
      counters: this.counters,
      security: {
        engine: () => this.#engine,
        ownUser: (name) => this.#security.users.get(Buffer.from(name).toString('latin1')),
        remoteUser: (name, engineId) => this.#remoteUser(name, engineId),
        maxMessage: this.#limits.maxMessage,
      },
      access: () => this.#security.access,
      upTime: () => this.upTime,
    })
    this.context('')
  }

  /** Hundredths of a second since the agent was made. */
  get upTime(): number {
    return Math.floor((this.#clock.monotonic() - this.#startedAt) / 10)
  }

  /** The engine id; undefined before `start`. */
  get engineId(): Uint8Array | undefined {
    return this.#engine?.id
  }

  /** The context of a name, which exists from now on. */
  context(name: string): { register(module: MibModule): () => void } {
    let context = this.#contexts.get(name)
    if (context === undefined) {
      context = new AgentContext(name, this.#modules)
      this.#contexts.set(name, context)
      for (const module of this.#ownModules()) context.register(module)
    }
    return context
  }

  /** Ends a context with all that is registered in it; the default context stays and is emptied of foreign modules. */
  removeContext(name: string): void {
    this.#contexts.get(name)?.clear()
    this.#contexts.delete(name)
    if (name === '') this.context('')
  }

  /** Counts a start of the engine, reads the users and listens; returns the addresses that were bound. */
  async start(): Promise<readonly Endpoint[]> {
    if (this.#running) return this.#running.listeners.map(({ endpoint }) => endpoint)
    const { stateDir, log, enterprise, listen } = this.#options
    const endpoints = listen.map(parseEndpoint)
    const identity = await beginRun(stateDir, log, enterprise)
    this.#engine = new UsmEngine(identity, this.#clock)
    this.#security = await this.#loadSecurity(this.#engine)
    const receiver = this.#createReceiver(this.#engine)
    const listeners = await this.#listen(endpoints, receiver)
    this.#running = { listeners, receiver }
    this.#tell(coldStart)
    return listeners.map(({ endpoint }) => endpoint)
  }

  /** Takes on new settings and reads the users again. On a fault nothing changes. */
  async reload(changes: AgentChanges = {}): Promise<void> {
    const access = this.#access
    this.#access = changes.access ?? access
    try {
      const notify = changes.notify
      if (notify) checkedNotify(notify, createAccessControl(this.#access, []))
      if (this.#engine) this.#security = await this.#loadSecurity(this.#engine)
      else this.#security = { ...this.#security, access: createAccessControl(this.#access, []) }
    } catch (fault) {
      this.#access = access
      throw fault
    }
    this.#system = changes.system ?? this.#system
    if (changes.notify) this.notifications.reconfigure(changes.notify)
    if (this.#running) this.#tell(warmStart)
  }

  /** Stops listening; requests under way are not answered any more. */
  async close(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    this.notifications.close()
    if (running === undefined) return
    running.receiver.responder.close()
    await Promise.all(running.listeners.map((listener) => listener.close()))
  }

  #tell(oid: readonly number[]): void {
    this.notifications.send({ oid, contextName: '', variables: [] })
  }

  #remoteUser(name: string, engineId: Uint8Array): UsmKeys | undefined {
    const engine = Buffer.from(engineId).toString('hex')
    const stored = this.#security.stored.find((user) => user.name === name && user.engineId === engine)
    return stored && usmKeys(stored)
  }

  async #loadSecurity(engine: UsmEngine): Promise<Security> {
    const stored = await loadUsers(this.#options.stateDir)
    const access = createAccessControl(this.#access, userMembers(stored))
    const users = usmUsers(stored, engine.id, access.vacm)
    const own = stored.filter(({ remote }) => remote === undefined).length
    if (users.size < own) {
      this.#options.log.warn(
        'SNMP users whose keys belong to another engine id are not used; add them again',
        {
          users: own - users.size,
        },
      )
    }
    return { access, users, stored }
  }

  #createReceiver(engine: UsmEngine): Receiver {
    return createReceiver({
      counters: this.counters,
      limits: this.#limits,
      clock: this.#clock,
      log: this.#options.log,
      engine,
      access: () => this.#security.access,
      users: () => this.#security.users,
      context: (name) => this.#contexts.get(name),
    })
  }

  async #listen(endpoints: readonly Endpoint[], { inbox }: Receiver): Promise<readonly Listener[]> {
    const listeners: Listener[] = []
    const receive = (packet: Buffer, peer: Peer, transport: Transport) => inbox.push(packet, peer, transport)
    try {
      for (const endpoint of endpoints) {
        listeners.push(await this.#open(endpoint, receive))
      }
    } catch (fault) {
      await Promise.all(listeners.map((listener) => listener.close()))
      throw fault
    }
    return listeners
  }

  #open(endpoint: Endpoint, receive: Receive): Promise<Listener> {
    const { log } = this.#options
    if (endpoint.transport === 'udp') return UdpListener.open(endpoint, receive, log)
    return TcpListener.open({ endpoint, receive, log, clock: this.#clock })
  }

  /** The stored users whose keys fit this engine. */
  #ownUsers(): StoredUser[] {
    const engineId = Buffer.from(this.#engine?.id ?? []).toString('hex')
    return this.#security.stored.filter((user) => user.engineId === engineId && user.remote === undefined)
  }

  /** Changes the stored users, one change after another, and takes them on. */
  #editUsers(change: (users: readonly StoredUser[]) => readonly StoredUser[]): Promise<void> {
    const { stateDir } = this.#options
    const edit = this.#lastEdit.then(async () => {
      await saveUsers(stateDir, change(await loadUsers(stateDir)))
      await this.reload()
    })
    this.#lastEdit = edit.catch(() => undefined)
    return edit
  }

  #ownModules(): MibModule[] {
    const { counters } = this
    const engine = { counters, engine: () => this.#engine, maxMessage: this.#limits.maxMessage }
    const admin = {
      engineId: () => this.#engine?.id,
      access: () => this.#security.access,
      contextNames: () => this.#contexts.keys(),
    }
    return [
      snmpv2Mib({
        system: () => this.#system,
        counters,
        upTime: () => this.upTime,
        modules: this.#modules,
      }),
      frameworkMib(engine),
      mpdMib(engine),
      usmStatsMib(engine),
      usmUserMib({
        engineId: admin.engineId,
        stored: () => this.#ownUsers(),
        edit: (change) => this.#editUsers(change),
      }),
      vacmMib(admin),
      communityMib(admin, () => this.notifications.targets),
      targetMib(() => this.notifications.targets),
      notificationMib(
        () => this.notifications.targets,
        () => this.#security.access,
      ),
      notificationLogMib(
        () => this.notifications.log,
        () => this.#engine?.id,
      ),
    ]
  }
}

/** Settings of notifications whose filters are all there. */
function checkedNotify(notify: NotifyConfig, { vacm }: AccessControl): NotifyConfig {
  for (const { name, filter } of notify.targets) {
    if (filter === undefined || vacm.views.has(filter)) continue
    throw new VirtError(
      'invalidArg',
      `target '${name}' has the filter '${filter}', which is no view; known views are ${[...vacm.views.keys()].join(', ')}`,
    )
  }
  return notify
}
