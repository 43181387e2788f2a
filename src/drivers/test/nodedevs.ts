import type { NodedevCapabilityDoc, NodedevDoc } from '../../core/config/index.ts'
import type { Change } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { EventFields } from '../../core/model/index.ts'
import type { TestNode } from './node.ts'

type Happening = EventFields<'nodedev', 'lifecycle'>['type']
type Capability<T extends NodedevCapabilityDoc['type']> = Extract<NodedevCapabilityDoc, { readonly type: T }>

/** A device of the node. */
export interface TestNodedev {
  readonly name: string
  /** The device as it is there; undefined for one that is only defined. */
  readonly live: NodedevDoc | undefined
  /** The kept definition of a mediated device. */
  readonly config: NodedevDoc | undefined
  readonly autostart: boolean
}

/** World wide names of a virtual host bus adapter, with the adapter that it is to hang on. */
export interface VportRequest {
  readonly wwnn: string
  readonly wwpn: string
  readonly parent: string | undefined
}

/** Whose virtual adapters are copies of. */
const vportModel = 'scsi_host11'
const wwnForm = /^[0-9a-f]{16}$/i

/** The document that holds of a device. */
export function nodedevDoc({ name, live, config }: TestNodedev): NodedevDoc {
  const doc = live ?? config
  // A device without both is not kept in the set.
  if (doc === undefined) throw new Error(`node device ${name} has no document`)
  return { ...doc, name }
}

function put(device: TestNodedev): Change {
  const { name, live, config, autostart } = device
  const doc = nodedevDoc(device)
  return {
    kind: 'put',
    type: 'nodedev',
    key: name,
    attrs: {
      name,
      ...(doc.parent === undefined ? {} : { parent: doc.parent }),
      ...(doc.path === undefined ? {} : { path: doc.path }),
      capabilities: capabilityNames(doc),
      active: live !== undefined,
      persistent: config !== undefined,
      autostart,
    },
  }
}

function capabilityNames(doc: NodedevDoc): string[] {
  return doc.capabilities.flatMap((capability) => {
    const inner = 'capabilities' in capability ? (capability.capabilities ?? []) : []
    return [capability.type, ...inner.map(({ type }) => type)]
  })
}

function event({ name }: TestNodedev, type: Happening): Change {
  return { kind: 'event', type: 'nodedev', key: name, event: 'lifecycle', fields: { type } }
}

/** The devices of a node. */
export class NodedevSet {
  readonly #devices = new Map<string, TestNodedev>()

  find(name: string): TestNodedev | undefined {
    return this.#devices.get(name)
  }

  get(name: string): TestNodedev {
    const found = this.#devices.get(name)
    if (!found) throw new VirtError('noNodeDevice', `there is no node device '${name}'`)
    return found
  }

  puts(): Change[] {
    return [...this.#devices.values()].map(put)
  }

  /** Adds a device that was there from the beginning. */
  add(node: TestNode, doc: NodedevDoc): void {
    const { name } = doc
    if (name === undefined) throw new VirtError('xmlError', 'the node device has no name', { domain: 'test' })
    this.set(node, { name, live: doc, config: undefined, autostart: false })
  }

  /** Keeps a device as it is now and tells it, before what happened. */
  set(node: TestNode, device: TestNodedev, ...happened: readonly Happening[]): TestNodedev {
    this.#devices.set(device.name, device)
    node.emit(put(device), ...happened.map((type) => event(device, type)))
    return device
  }

  /** Forgets a device. */
  remove(node: TestNode, device: TestNodedev, happened: Happening): void {
    this.#devices.delete(device.name)
    node.emit(event(device, happened), { kind: 'gone', type: 'nodedev', key: device.name })
  }

  /** Makes a virtual host bus adapter, a copy of another with names of its own. Answers its name. */
  createVport(node: TestNode, { wwnn, wwpn, parent }: VportRequest): string {
    for (const wwn of [wwnn, wwpn]) {
      if (!wwnForm.test(wwn)) {
        throw new VirtError('xmlError', `'${wwn}' is no world wide name of 16 hexadecimal digits`, {
          domain: 'test',
        })
      }
    }
    const upper = parent ?? nodedevDoc(this.get(vportModel)).parent
    if (upper !== undefined) this.get(upper)
    const name = this.#nextHost()
    const model = nodedevDoc(this.get(vportModel))
    const doc: NodedevDoc = {
      ...model,
      name,
      ...(upper === undefined ? {} : { parent: upper }),
      capabilities: model.capabilities.map((each) =>
        each.type === 'scsi_host' ? rename(each, name, { wwnn, wwpn }) : each,
      ),
    }
    this.set(node, { name, live: doc, config: undefined, autostart: false }, 'created')
    return name
  }

  /** Removes a virtual adapter, if it is still there. */
  removeVport(node: TestNode, name: string): void {
    const device = this.#devices.get(name)
    if (device !== undefined) this.remove(node, device, 'deleted')
  }

  #nextHost(): string {
    for (let n = 12; ; n++) if (!this.#devices.has(`scsi_host${n}`)) return `scsi_host${n}`
  }
}

function rename(
  capability: Capability<'scsi_host'>,
  name: string,
  names: { readonly wwnn: string; readonly wwpn: string },
): Capability<'scsi_host'> {
  const host = Number(name.slice('scsi_host'.length))
  const capabilities = capability.capabilities?.map((each) =>
    each.type === 'fc_host' ? { ...each, ...names } : each,
  )
  return { ...capability, host, ...(capabilities === undefined ? {} : { capabilities }) }
}
