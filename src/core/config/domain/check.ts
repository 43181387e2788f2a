import type { Site } from '../descriptor/element.ts'
import type { DevicesDoc } from './devices.ts'
import type { DomainDoc } from './domain.ts'

/** Refuses a definition whose parts do not fit each other. */
export function checkDomain(doc: DomainDoc, site: Site): void {
  if (/[/\n]/.test(doc.name))
    site.fail(`has the name '${doc.name}', expected one without '/' and line breaks`)
  if (doc.maxMemory !== undefined && doc.maxMemory.value < doc.memory.value) {
    site.fail(`has more memory (${doc.memory.value} KiB) than its maximum of ${doc.maxMemory.value} KiB`)
  }
  checkVcpus(doc, site)
  checkDevices(doc.devices, site)
}

function checkVcpus(doc: DomainDoc, site: Site): void {
  const topology = doc.cpu?.topology
  if (topology !== undefined) {
    const { sockets, dies = 1, clusters = 1, cores, threads } = topology
    const places = sockets * dies * clusters * cores * threads
    if (places < doc.vcpu.value) {
      site.fail(`has ${doc.vcpu.value} processors, its topology has room for ${places}`, 'configUnsupported')
    }
  }
  const seen = new Set<number>()
  for (const { id } of doc.vcpus?.vcpus ?? []) {
    if (id >= doc.vcpu.value) site.fail(`describes vcpu ${id}, it has ${doc.vcpu.value}`)
    if (seen.has(id)) site.fail(`describes vcpu ${id} twice`)
    seen.add(id)
  }
}

function checkDevices(devices: DevicesDoc, site: Site): void {
  const targets = new Set<string>()
  for (const { target } of devices.disks ?? []) {
    const dev = target.dev ?? ''
    if (targets.has(dev)) site.fail(`has two disks with the target '${dev}'`)
    targets.add(dev)
  }
  const controllers = new Set<string>()
  for (const { type, index } of devices.controllers ?? []) {
    if (index === undefined || type === 'usb') continue
    const key = `${type} ${index}`
    if (controllers.has(key)) site.fail(`has two controllers of type '${type}' with the index ${index}`)
    controllers.add(key)
  }
  checkAliases(devices, site)
  checkBootOrder(devices, site)
}

function* allDevices(devices: DevicesDoc): Generator<object> {
  for (const value of Object.values(devices)) {
    if (Array.isArray(value)) yield* value
    else if (typeof value === 'object' && value !== null) yield value
  }
}

function checkAliases(devices: DevicesDoc, site: Site): void {
  const seen = new Set<string>()
  for (const item of allDevices(devices)) {
    const name = (item as { alias?: { name?: string } }).alias?.name // every device's alias has this form
    if (name === undefined || !name.startsWith('ua-')) continue
    if (seen.has(name)) site.fail(`has two devices with the alias '${name}'`)
    seen.add(name)
  }
}

function checkBootOrder(devices: DevicesDoc, site: Site): void {
  const seen = new Set<number>()
  for (const item of allDevices(devices)) {
    const order = (item as { boot?: { order?: number } }).boot?.order // likewise
    if (order === undefined) continue
    if (order === 0) site.fail('has a device with the boot order 0, expected 1 or more')
    if (seen.has(order)) site.fail(`has two devices with the boot order ${order}`)
    seen.add(order)
  }
}
