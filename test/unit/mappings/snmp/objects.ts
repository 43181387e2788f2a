import type { Operations } from '../../../../src/core/contracts.ts'
import { Inventory } from '../../../../src/core/inventory/inventory.ts'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { silentLogger } from '../../../../src/core/log/logger.ts'
import type { Attrs, Counters } from '../../../../src/core/model/index.ts'
import { ConnectionView, type ViewOptions } from '../../../../src/mappings/snmp/connection-view.ts'
import { Control } from '../../../../src/mappings/snmp/control/control.ts'
import type { MibModule } from '../../../../src/mappings/snmp/engine/module.ts'
import { RowCursor } from '../../../../src/mappings/snmp/engine/module.ts'
import { formatOid, type Oid } from '../../../../src/mappings/snmp/engine/oid.ts'
import type { AnyValue } from '../../../../src/mappings/snmp/engine/syntax.ts'
import { type IndexStorage, IndexStore } from '../../../../src/mappings/snmp/index-store.ts'

/** No operation is offered. */
export const noOperations: Operations = {
  invoke: () => Promise.reject(new Error('no operation is expected here')),
  supports: () => false,
  visible: () => true,
  permits: () => true,
}

/** UUID number `n`. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

/** A record of a guest that is off, with changes. */
export function guest(n: number, changes: Partial<Attrs<'domain'>> = {}): Attrs<'domain'> {
  return {
    uuid: uuid(n),
    name: `guest${n}`,
    id: -1,
    state: 'shutoff',
    reason: 'unknown',
    stateSince: 1_700_000_000_000,
    wanted: 'shutdown',
    persistent: true,
    autostart: false,
    managedSave: false,
    hasCurrentSnapshot: false,
    updated: false,
    osType: 'hvm',
    virtType: 'test',
    memory: 1024n,
    maxMemory: 2048n,
    vcpus: 1,
    maxVcpus: 2,
    disks: [],
    interfaces: [],
    graphics: [],
    taints: [],
    messages: [],
    job: 'none',
    ...changes,
  }
}

/** What a running guest differs in. */
export function running(startedAt = 1_700_000_000_000): Partial<Attrs<'domain'>> {
  return { id: 1, state: 'running', reason: 'booted', wanted: 'running', startedAt }
}

/** A disk of a guest. */
export function disk(
  target: string,
  changes: Partial<Attrs<'domain'>['disks'][number]> = {},
): Attrs<'domain'>['disks'][number] {
  return {
    target,
    device: 'disk',
    bus: 'virtio',
    sourceType: 'file',
    source: `/images/${target}`,
    format: 'qcow2',
    readOnly: false,
    ...changes,
  }
}

/** A network interface of a guest. */
export function nic(n: number): Attrs<'domain'>['interfaces'][number] {
  return { mac: `52:54:00:00:00:${n.toString(16).padStart(2, '0')}`, type: 'network', model: 'virtio' }
}

/** A record of a host. */
export function hostRecord(connection: string, changes: Partial<Attrs<'host'>> = {}): Attrs<'host'> {
  return {
    connection,
    uri: `test:///${connection}`,
    driver: 'test',
    hvType: 'TEST',
    hvVersion: 2001003n,
    status: 'connected',
    initializedAt: 1_700_000_000_000,
    cpus: 4,
    ...changes,
  }
}

/** Index files in memory. */
export class MemoryStorage implements IndexStorage {
  readonly texts = new Map<string, string>()
  /** Set to let writes fail. */
  fault: Error | undefined
  async load(): Promise<ReadonlyMap<string, string>> {
    return new Map(this.texts)
  }
  async put(name: string, text: string): Promise<void> {
    if (this.fault) throw this.fault
    this.texts.set(name, text)
  }
}

/** A real inventory that tests write to, with a clock that stands still. */
export class World {
  readonly clock = new FakeClock()
  readonly inventory = new Inventory({ clock: this.clock, log: silentLogger })
  readonly storage: MemoryStorage
  /** Counters that the next sweep of a connection finds. */
  readonly counters = new Map<string, Counters<'domain'>>()
  /** Keys of objects that rules hide. */
  readonly hidden = new Set<string>()
  indexes: IndexStore | undefined

  constructor(storage = new MemoryStorage()) {
    this.storage = storage
  }

  async options(): Promise<ViewOptions> {
    this.indexes ??= await IndexStore.open({ storage: this.storage, clock: this.clock, log: silentLogger })
    return {
      reader: this.inventory,
      indexes: this.indexes,
      clock: this.clock,
      sees: (entry) => !this.hidden.has(entry.key),
      maxAge: () => 1000,
      ticks: () => Math.floor(this.clock.monotonic() / 10),
      notifications: { perVm: false, bulk: false },
    }
  }

  /** What carries out writes; nothing may be done. */
  async control(): Promise<Control> {
    const { reader, indexes, clock } = await this.options()
    return new Control({ reader, indexes, clock, operations: noOperations, log: silentLogger })
  }

  /** A view that follows the inventory. */
  async view(connection = 'test'): Promise<ConnectionView> {
    const view = new ConnectionView(connection, await this.options())
    Array.from(view.resync())
    this.inventory.subscribe(this.inventory.revision, (item) => {
      if (item.kind === 'put' && item.entry.connection === connection) view.put(item.entry)
      if (item.kind === 'gone' && item.entry.connection === connection) view.remove(item.entry)
    })
    return view
  }

  host(connection = 'test', changes: Partial<Attrs<'host'>> = {}): void {
    this.inventory.put(connection, 'host', 'host', hostRecord(connection, changes))
    const { counters } = this
    this.inventory.setSweep(connection, async function* () {
      yield [...counters]
    } as Parameters<Inventory['setSweep']>[1])
  }

  domain(n: number, changes: Partial<Attrs<'domain'>> = {}, connection = 'test'): void {
    this.inventory.put(connection, 'domain', uuid(n), guest(n, changes))
  }

  /** Reads counters of guests now. */
  async sweep(connection = 'test'): Promise<void> {
    this.clock.advance(10)
    await this.inventory.refresh('domain', connection, 0)
  }
}

/** All instances of a module as `[oid, value]`, tables walked row by row for each column. */
export function instances(module: MibModule): Array<[string, AnyValue]> {
  const found: Array<[Oid, AnyValue]> = []
  for (const group of module.scalars ?? []) {
    for (const scalar of group.scalars) {
      const value = scalar.get()
      if (value !== undefined) found.push([[...group.prefix, scalar.id, 0], value])
    }
  }
  for (const table of module.tables ?? []) {
    for (const column of table.columns) {
      const at = new RowCursor<unknown>()
      let more = table.rows.next([], at)
      while (more) {
        const value = column.get(at.row, at.index)
        if (value !== undefined) found.push([[...table.entry, column.id, ...at.index], value])
        more = table.rows.next(at.index, at)
      }
    }
  }
  return found.map(([oid, value]) => [formatOid(oid), value])
}

/** Values of one table by `column.index`. */
export function cells(module: MibModule, tableName: string): Record<string, AnyValue> {
  const table = module.tables?.find(({ name }) => name === tableName)
  if (!table) throw new Error(`no table ${tableName}`)
  const prefix = `${formatOid(table.entry)}.`
  return Object.fromEntries(
    instances({ name: module.name, tables: [table] }).map(([oid, value]) => [
      oid.slice(prefix.length),
      value,
    ]),
  )
}
