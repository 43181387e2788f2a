import { type DiskDoc, type DomainDoc, type NetDoc, parseDomain } from '../../core/config/index.ts'
import { Slices } from '../../core/lib/slices.ts'
import { type ConfigAttrs, composeRecord, type RunAttrs } from '../shared/domain-record.ts'
import { isActive, stateAttrs, type TransitionName } from '../shared/domain-states.ts'
import { type Definition, TestDomain } from './domain.ts'
import { definitionAttrs } from './domain-definition.ts'
import { offState } from './domain-life.ts'
import { loadShapes, loadXml } from './load-shapes.ts'
import type { TestNode } from './node.ts'

const dayMs = 86_400_000

/** What the domains of one size have in common. */
interface Template {
  readonly doc: DomainDoc
  readonly attrs: ConfigAttrs
}

/** The document of a domain of the load option, made each time that somebody asks for it. */
class LoadDefinition implements Definition {
  readonly #template: Template
  readonly #index: number

  constructor(template: Template, index: number) {
    this.#template = template
    this.#index = index
  }

  /** What the document tells, made without it: of very many documents few are ever looked at. */
  get attrs(): ConfigAttrs {
    const index = this.#index
    const { attrs } = this.#template
    return {
      ...attrs,
      name: loadName(index),
      uuid: loadUuid(index),
      disks: attrs.disks.map((disk) => ({ ...disk, source: imageOf(index, disk.target) })),
      interfaces: attrs.interfaces.map((net, place) => ({
        ...net,
        mac: macOf(index, place),
        target: targetOf(index, place),
      })),
    }
  }

  get doc(): DomainDoc {
    const template = this.#template.doc
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
function loadName(index: number): string {
  return `load-${String(index).padStart(6, '0')}`
}

/** UUID of a domain of the load, the same for every daemon. */
export function loadUuid(index: number): string {
  return `10adc0de-0000-4000-8000-${index.toString(16).padStart(12, '0')}`
}

function withImage(disk: DiskDoc, index: number): DiskDoc {
  return { ...disk, source: { ...disk.source, file: imageOf(index, disk.target.dev ?? '') } }
}

function withPlace(net: NetDoc, index: number, place: number): NetDoc {
  return { ...net, mac: { address: macOf(index, place) }, target: { dev: targetOf(index, place) } }
}

function imageOf(index: number, target: string): string {
  return `/load/${loadName(index)}-${target}.qcow2`
}

function macOf(index: number, place: number): string {
  const digits = (index * 2 + place).toString(16).padStart(6, '0')
  return `52:54:00:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}`
}

function targetOf(index: number, place: number): string {
  return `load${index}.${place}`
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
  const templates = loadShapes.map((shape) => templateOf(parseDomain(loadXml(shape))))
  const runs = spread.map((how) => runTemplate(node, how))
  const slices = new Slices(node.clock)
  for (let index = 1; index <= domains; index++) {
    const template = templates[index % templates.length]
    const run = runs[index % runs.length]
    if (template && run) addOne(node, new LoadDefinition(template, index), run, index)
    if (slices.over) await slices.next()
  }
}

/**
 * The document names its images and host ends, so that the attributes have a place for each. They are frozen, as
 * copies of frozen objects are frozen many times faster (V8 of Node 20).
 */
function templateOf(bare: DomainDoc): Template {
  const { disks = [], interfaces = [] } = bare.devices
  const doc = {
    ...bare,
    devices: {
      ...bare.devices,
      disks: disks.map((disk) => withImage(disk, 0)),
      interfaces: interfaces.map((net, place) => withPlace(net, 0, place)),
    },
  }
  const attrs = definitionAttrs(doc)
  for (const part of [...attrs.disks, ...attrs.interfaces]) Object.freeze(part)
  return { doc, attrs }
}

/** State of the domains that share a place in the spread, but for what is each one's own. */
function runTemplate(node: TestNode, how: TransitionName | 'off'): RunAttrs {
  const run = { ...offState(node), ...(how === 'off' ? {} : stateAttrs(how, 0)) }
  return how === 'migrateIn' ? { ...run, persistent: false } : run
}

function addOne(node: TestNode, definition: LoadDefinition, template: RunAttrs, index: number): void {
  const { attrs } = definition
  if (node.domains.find(attrs.uuid) !== undefined || node.domains.findByName(attrs.name) !== undefined) return
  const { persistent } = template
  const stateSince = node.clock.now() - ((index * 7919) % 30_000) * (dayMs / 1000)
  const state = { ...template, autostart: persistent && index % 3 === 0, stateSince }
  const active = isActive(template.state)
  const run: RunAttrs = active ? { ...state, id: node.nextId(), startedAt: stateSince } : state
  const record = composeRecord(attrs, run)
  const kept = persistent ? definition : undefined
  node.domains.set(new TestDomain(record, kept, active ? definition : undefined, 1 + (index % 16)))
}
