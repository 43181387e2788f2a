import { formatNodedev, type NodedevDoc, parseNodedev } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import type { TestContext } from '../context.ts'
import type { TestNode } from '../node.ts'
import { nodedevDoc, type TestNodedev } from '../nodedevs.ts'

/** Devices of the host: virtual host bus adapters and mediated devices. */
export function nodedevHandlers({ node }: TestContext): Handlers {
  const device = (name: string): TestNodedev => node.nodedevs.get(name)
  return {
    'nodedev.create': async (_ctx, _ref, { xml, validate = false }) =>
      create(node, parseNodedev(xml, { validate })),
    'nodedev.define': async (_ctx, _ref, { xml, validate = false }) =>
      define(node, parseNodedev(xml, { validate })),
    'nodedev.undefine': async (_ctx, ref) => undefine(node, device(ref.key)),
    'nodedev.start': async (_ctx, ref) => start(node, device(ref.key)),
    'nodedev.destroy': async (_ctx, ref) => destroy(node, device(ref.key)),
    'nodedev.setAutostart': async (_ctx, ref, { autostart }) => {
      const found = device(ref.key)
      if (found.config === undefined)
        throw wrong(found, 'is not defined; it cannot be made when the host starts')
      node.nodedevs.set(node, { ...found, autostart })
    },
    'nodedev.update': async (_ctx, ref, args) => update(node, device(ref.key), args),
    'nodedev.getXml': async (_ctx, ref, { inactive }) => {
      const found = device(ref.key)
      const doc = inactive === true ? (found.config ?? nodedevDoc(found)) : nodedevDoc(found)
      return formatNodedev({ ...doc, name: found.name }, { inactive: inactive === true })
    },
  }
}

function wrong(device: TestNodedev, clause: string): VirtError {
  return new VirtError('operationInvalid', `the node device '${device.name}' ${clause}`, { domain: 'test' })
}

type Mdev = Extract<NodedevDoc['capabilities'][number], { readonly type: 'mdev' }>

function mdevOf(doc: NodedevDoc): Mdev | undefined {
  return doc.capabilities.find((each) => each.type === 'mdev')
}

/** Makes a virtual adapter or a mediated device that is forgotten when it is removed. */
function create(node: TestNode, doc: NodedevDoc): string {
  if (mdevOf(doc) !== undefined) {
    const named = nameMdev(node, doc)
    checkFree(node, named.name)
    return node.nodedevs.set(
      node,
      { name: named.name, live: named, config: undefined, autostart: false },
      'created',
    ).name
  }
  const scsi = doc.capabilities.find((each) => each.type === 'scsi_host')
  const fc = scsi?.capabilities?.find((each) => each.type === 'fc_host')
  if (fc === undefined) {
    throw new VirtError('xmlError', 'only adapters of type fc_host and mediated devices can be made', {
      domain: 'test',
    })
  }
  return node.nodedevs.createVport(node, { wwnn: fc.wwnn ?? '', wwpn: fc.wwpn ?? '', parent: doc.parent })
}

/** A mediated device is named after its UUID and its parent. */
function nameMdev(node: TestNode, doc: NodedevDoc): NodedevDoc & { readonly name: string } {
  const mdev = mdevOf(doc)
  if (mdev?.uuid === undefined)
    throw new VirtError('xmlError', 'a mediated device needs a UUID', { domain: 'test' })
  if (doc.parent === undefined)
    throw new VirtError('xmlError', 'a mediated device needs a parent', { domain: 'test' })
  node.nodedevs.get(doc.parent)
  return { ...doc, name: `mdev_${mdev.uuid.replaceAll('-', '_')}_${doc.parent}` }
}

function checkFree(node: TestNode, name: string): void {
  if (node.nodedevs.find(name) === undefined) return
  throw new VirtError('operationFailed', `a node device '${name}' exists already`, { domain: 'test' })
}

function define(node: TestNode, doc: NodedevDoc): string {
  if (mdevOf(doc) === undefined) {
    throw new VirtError('xmlError', 'only mediated devices can be defined', { domain: 'test' })
  }
  const named = nameMdev(node, doc)
  const before = node.nodedevs.find(named.name)
  const { live = undefined, autostart = false } = before ?? {}
  return node.nodedevs.set(node, { name: named.name, live, config: named, autostart }, 'defined').name
}

function undefine(node: TestNode, device: TestNodedev): void {
  if (device.config === undefined) throw wrong(device, 'is not defined')
  if (device.live === undefined) node.nodedevs.remove(node, device, 'undefined')
  else node.nodedevs.set(node, { ...device, config: undefined, autostart: false }, 'undefined')
}

function start(node: TestNode, device: TestNodedev): void {
  if (device.live !== undefined) throw wrong(device, 'is there already')
  node.nodedevs.set(node, { ...device, live: device.config }, 'created')
}

/** Mediated devices and virtual adapters can be removed; real ones cannot. */
function destroy(node: TestNode, device: TestNodedev): void {
  const doc = device.live
  if (doc === undefined) throw wrong(device, 'is not there')
  const parent = doc.parent === undefined ? undefined : node.nodedevs.find(doc.parent)
  const virtual = mdevOf(doc) !== undefined || (parent !== undefined && hasVports(nodedevDoc(parent)))
  if (!virtual) throw wrong(device, 'is no virtual device; it cannot be removed')
  if (device.config === undefined) node.nodedevs.remove(node, device, 'deleted')
  else node.nodedevs.set(node, { ...device, live: undefined }, 'deleted')
}

function hasVports(doc: NodedevDoc): boolean {
  return doc.capabilities.some(
    (each) =>
      each.type === 'scsi_host' && each.capabilities?.some(({ type }) => type === 'vport_ops') === true,
  )
}

function update(node: TestNode, device: TestNodedev, args: Args<'nodedev.update'>): void {
  const doc = parseNodedev(args.xml)
  const mdev = mdevOf(doc)
  const before = mdevOf(nodedevDoc(device))
  if (mdev === undefined || before === undefined)
    throw wrong(device, 'is no mediated device; it cannot be changed')
  if (mdev.type !== before.type || (mdev.uuid ?? before.uuid) !== before.uuid) {
    throw new VirtError(
      'operationInvalid',
      `kind and UUID of the node device '${device.name}' cannot change`,
      {
        domain: 'test',
      },
    )
  }
  const either = args.live === true || args.config === true
  const live = either ? args.live === true : device.live !== undefined
  const config = either ? args.config === true : device.live === undefined
  if (live && device.live === undefined) throw wrong(device, 'is not there; there is nothing live to change')
  if (config && device.config === undefined)
    throw wrong(device, 'is not defined; there is nothing kept to change')
  const { parent } = nodedevDoc(device)
  const changed = { ...doc, name: device.name, ...(parent === undefined ? {} : { parent }) }
  node.nodedevs.set(node, {
    ...device,
    live: live ? changed : device.live,
    config: config ? changed : device.config,
  })
  node.emit({ kind: 'event', type: 'nodedev', key: device.name, event: 'update', fields: {} })
}
