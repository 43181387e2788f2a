import { parseCpuset } from '../descriptor/cpuset.ts'
import type { Site } from '../descriptor/element.ts'
import { checkDevices } from './check-devices.ts'
import type { DomainDoc } from './domain.ts'

/** Refuses a definition whose parts do not fit each other. */
export function checkDomain(doc: DomainDoc, site: Site): void {
  if (/[/\n]/.test(doc.name))
    site.fail(`has the name '${doc.name}', expected one without '/' and line breaks`)
  if (doc.maxMemory !== undefined && doc.maxMemory.value < doc.memory.value) {
    site.fail(`has more memory (${doc.memory.value} KiB) than its maximum of ${doc.maxMemory.value} KiB`)
  }
  checkVcpus(doc, site)
  checkMemory(doc, site)
  checkThreads(doc, site)
  checkDevices(doc, site)
}

function checkMemory(doc: DomainDoc, site: Site): void {
  const modules = doc.devices.memories ?? []
  if (modules.length > 0 && doc.maxMemory === undefined) {
    site.fail("has memory devices without the element 'maxMemory'", 'configUnsupported')
  }
  if (doc.maxMemory !== undefined && modules.length > doc.maxMemory.slots) {
    site.fail(
      `has ${modules.length} memory devices, more than its ${doc.maxMemory.slots} slots`,
      'configUnsupported',
    )
  }
  const paths = new Set<string>()
  for (const { path } of doc.blkiotune?.devices ?? []) {
    if (paths.has(path)) site.fail(`tunes the device '${path}' twice`)
    paths.add(path)
  }
}

/**
 * Tells whether a domain has a thread: it is in the list of numbers, or among the lowest free numbers, which threads
 * without one get. Counted, not listed: the number of threads may be anything.
 */
function threadsOf(doc: DomainDoc): (id: number) => boolean {
  const listed = (doc.iothreadids?.iothreads ?? []).map((thread) => thread.id).sort((a, b) => a - b)
  const known = new Set(listed)
  const unlisted = (doc.iothreads ?? 0) - listed.length
  return (id) => known.has(id) || (id > 0 && id - countBelow(listed, id) <= unlisted)
}

/** How many numbers of an ascending list are below another. */
function countBelow(ascending: readonly number[], limit: number): number {
  let from = 0
  let to = ascending.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((ascending[middle] ?? 0) < limit) from = middle + 1
    else to = middle
  }
  return from
}

function checkThreads(doc: DomainDoc, site: Site): void {
  const { cputune } = doc
  if (cputune?.iothreadpins === undefined && cputune?.iothreadscheds === undefined) return
  // Very many schedulers may each name very many threads.
  const texts = new Set((cputune.iothreadscheds ?? []).map((sched) => sched.iothreads))
  const named = new Set((cputune.iothreadpins ?? []).map((pin) => pin.iothread))
  for (const text of texts) for (const id of parseCpuset(text) ?? []) named.add(id)
  const hasThread = threadsOf(doc)
  const unknown = [...named].find((id) => !hasThread(id))
  if (unknown !== undefined)
    site.fail(`tunes the iothread ${unknown}, which it does not have`, 'configUnsupported')
}

function checkVcpus(doc: DomainDoc, site: Site): void {
  const seen = new Set<number>()
  for (const { id } of doc.vcpus?.vcpus ?? []) {
    if (id >= doc.vcpu.value) site.fail(`describes vcpu ${id}, it has ${doc.vcpu.value}`)
    if (seen.has(id)) site.fail(`describes vcpu ${id} twice`)
    seen.add(id)
  }
}
