import { setImmediate as nextTurn } from 'node:timers/promises'
import { type DiskDoc, type DomainDoc, type NetDoc, parseDomain } from '../../core/config/index.ts'
import { composeRecord, type RunAttrs } from '../shared/domain-record.ts'
import { stateAttrs, type TransitionName } from '../shared/domain-states.ts'
import { type Definition, TestDomain } from './domain.ts'
import { definitionAttrs } from './domain-definition.ts'
import { offState } from './domain-life.ts'
import { loadShapes, loadXml } from './load-shapes.ts'
import type { TestNode } from './node.ts'

const breath = 1000
const dayMs = 86_400_000

/** The document of a domain of the load option, made each time that somebody asks for it. */
class LoadDefinition implements Definition {
  readonly #template: DomainDoc
  readonly #index: number

  constructor(template: DomainDoc, index: number) {
    this.#template = template
    this.#index = index
  }

  get doc(): DomainDoc {
    const template = this.#template
    const index = this.#index
    const { disks = [], interfaces = [] } = template.devices
    return {
      ...template,
      name: loadName(index),
      uuid: loadUuid(index),
      devices: {
        ...template.devices,
        disks: disks.map((disk) => withImage(disk, index)),
        interfaces: interfaces.map((net, place) => withPlace(net, index, place)),
      },
    }
  }
}

/** Name of a domain of the load; the first is number 1. */
export function loadName(index: number): string {
  return `load-${String(index).padStart(6, '0')}`
}

/** UUID of a domain of the load, the same for every daemon. */
export function loadUuid(index: number): string {
  return `10adc0de-0000-4000-8000-${index.toString(16).padStart(12, '0')}`
}

function withImage(disk: DiskDoc, index: number): DiskDoc {
  const { dev } = disk.target
  return { ...disk, source: { ...disk.source, file: `/load/${loadName(index)}-${dev}.qcow2` } }
}

function withPlace(net: NetDoc, index: number, place: number): NetDoc {
  const digits = (index * 2 + place).toString(16).padStart(6, '0')
  const address = `52:54:00:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}`
  return { ...net, mac: { address }, target: { dev: `load${index}.${place}` } }
}

/** How the states of the load are spread: of sixteen domains in a row. */
const spread: ReadonlyArray<TransitionName | 'off'> = [
  'boot',
  'boot',
  'off',
  'boot',
  'boot',
  'suspend',
  'boot',
  'boot',
  'off',
  'boot',
  'restore',
  'boot',
  'migrateIn',
  'pmSuspendToMemory',
  'off',
  'crash',
]

/** Adds a number of domains to a node, a sensible mix of sizes and states, without telling of each. */
export async function addLoad(node: TestNode, domains: number): Promise<void> {
  if (domains === 0) return
  const templates = loadShapes.map((shape) => parseDomain(loadXml(shape)))
  for (let index = 1; index <= domains; index++) {
    const template = templates[index % templates.length]
    if (template !== undefined) addOne(node, new LoadDefinition(template, index), index)
    if (index % breath === 0) await nextTurn() // others wait for the same thread
  }
}

function addOne(node: TestNode, definition: LoadDefinition, index: number): void {
  const { doc } = definition
  if (node.domains.find(doc.uuid) !== undefined || node.domains.findByName(doc.name) !== undefined) return
  const how = spread[index % spread.length] ?? 'off'
  const transient = how === 'migrateIn'
  const off = how === 'off' || how === 'crash'
  const since = node.clock.now() - ((index * 7919) % 30_000) * (dayMs / 1000)
  const run = { ...offState(node), autostart: !transient && index % 3 === 0, stateSince: since }
  const state: RunAttrs = off
    ? { ...run, ...(how === 'crash' ? stateAttrs('crash', since) : {}) }
    : { ...run, ...stateAttrs(how, since), id: node.nextId(), startedAt: since, persistent: !transient }
  const record = composeRecord(definitionAttrs(doc), state)
  const live = off ? undefined : definition
  node.domains.set(new TestDomain(record, transient ? undefined : definition, live, 1 + (index % 16)))
}
