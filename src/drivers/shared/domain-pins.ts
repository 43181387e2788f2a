import type { DomainDoc } from '../../core/config/index.ts'
import { VirtError } from '../../core/errors/index.ts'
import { formatNumberSet, parseNumberSet } from './number-set.ts'
import type { ParamValue } from './typed-params.ts'

/** A set of physical processors that something may run on; throws `invalidArg` for none, or one that is not there. */
export function checkCpus(cpus: readonly number[], hostCpus: number): string {
  const wrong = cpus.find((cpu) => cpu >= hostCpus)
  if (wrong !== undefined) {
    throw new VirtError('invalidArg', `there is no processor ${wrong}; the host has ${hostCpus}`)
  }
  if (cpus.length === 0) throw new VirtError('invalidArg', 'the set of processors is empty')
  return formatNumberSet(cpus)
}

/** The document with a virtual processor bound to physical ones. */
export function withVcpuPin(doc: DomainDoc, vcpu: number, cpuset: string): DomainDoc {
  if (vcpu >= doc.vcpu.value) {
    throw new VirtError(
      'invalidArg',
      `the domain '${doc.name}' has no processor ${vcpu}, it has ${doc.vcpu.value}`,
    )
  }
  const others = (doc.cputune?.vcpupins ?? []).filter((pin) => pin.vcpu !== vcpu)
  const vcpupins = [...others, { vcpu, cpuset }].sort((a, b) => a.vcpu - b.vcpu)
  return { ...doc, cputune: { ...doc.cputune, vcpupins } }
}

/** The document with the emulator bound to physical processors. */
export function withEmulatorPin(doc: DomainDoc, cpuset: string): DomainDoc {
  return { ...doc, cputune: { ...doc.cputune, emulatorpin: { cpuset } } }
}

/** Physical processors that a virtual one may run on. */
export function vcpuAffinity(doc: DomainDoc, vcpu: number, hostCpus: number): number[] {
  const set = doc.cputune?.vcpupins?.find((pin) => pin.vcpu === vcpu)?.cpuset ?? doc.vcpu.cpuset
  return affinity(set, hostCpus)
}

/** Physical processors that an input and output thread may run on. */
export function ioThreadAffinity(doc: DomainDoc, id: number, hostCpus: number): number[] {
  return affinity(doc.cputune?.iothreadpins?.find((pin) => pin.iothread === id)?.cpuset, hostCpus)
}

/** Physical processors that the emulator may run on. */
export function emulatorAffinity(doc: DomainDoc, hostCpus: number): number[] {
  return affinity(doc.cputune?.emulatorpin?.cpuset ?? doc.vcpu.cpuset, hostCpus)
}

function affinity(set: string | undefined, hostCpus: number): number[] {
  if (set === undefined) return Array.from({ length: hostCpus }, (_, cpu) => cpu)
  return parseNumberSet(set).filter((cpu) => cpu < hostCpus)
}

/** Most input and output threads of a domain: each takes memory of the gateway and of its emulator. */
const maxIoThreads = 1024

/** Refuses a document with more input and output threads than anybody can use. */
export function checkIoThreads(doc: DomainDoc): void {
  const count = doc.iothreads ?? 0
  if (count <= maxIoThreads) return
  throw new VirtError(
    'configUnsupported',
    `the domain '${doc.name}' has ${count} input and output threads; ${maxIoThreads} are the most`,
  )
}

/** Numbers of the input and output threads of a document. */
export function ioThreadIds(doc: DomainDoc): number[] {
  const named = (doc.iothreadids?.iothreads ?? []).map(({ id }) => id)
  const taken = new Set(named)
  // A mere count means the lowest free numbers.
  for (let id = 1; taken.size < (doc.iothreads ?? 0); id++) taken.add(id)
  return [...taken].sort((a, b) => a - b)
}

/** The document with one more input and output thread. */
export function withIoThread(doc: DomainDoc, id: number): DomainDoc {
  const ids = ioThreadIds(doc)
  if (id === 0) throw new VirtError('invalidArg', 'the number of an input and output thread begins at 1')
  if (ids.includes(id)) {
    throw new VirtError('invalidArg', `the domain '${doc.name}' has an input and output thread ${id} already`)
  }
  const known = doc.iothreadids?.iothreads ?? ids.map((each) => ({ id: each }))
  return {
    ...doc,
    iothreads: ids.length + 1,
    iothreadids: { ...doc.iothreadids, iothreads: [...known, { id }] },
  }
}

/** The document with an input and output thread bound to physical processors. */
export function withIoThreadPin(doc: DomainDoc, id: number, cpuset: string): DomainDoc {
  checkIoThread(doc, id)
  const others = (doc.cputune?.iothreadpins ?? []).filter((pin) => pin.iothread !== id)
  const iothreadpins = [...others, { iothread: id, cpuset }].sort((a, b) => a.iothread - b.iothread)
  return { ...doc, cputune: { ...doc.cputune, iothreadpins } }
}

/** Refuses a thread that the document does not have. */
export function checkIoThread(doc: DomainDoc, id: number): void {
  if (ioThreadIds(doc).includes(id)) return
  throw new VirtError('invalidArg', `the domain '${doc.name}' has no input and output thread ${id}`)
}

type IoThread = NonNullable<NonNullable<DomainDoc['iothreadids']>['iothreads']>[number]

/** Settings of a thread by libvirt's names. */
const pollFields = { poll_max_ns: 'max', poll_grow: 'grow', poll_shrink: 'shrink' } as const
const poolFields = { thread_pool_min: 'threadPoolMin', thread_pool_max: 'threadPoolMax' } as const

/** The document with other settings of an input and output thread. */
export function withIoThreadValues(
  doc: DomainDoc,
  id: number,
  given: ReadonlyMap<string, ParamValue>,
): DomainDoc {
  checkIoThread(doc, id)
  const known = doc.iothreadids?.iothreads ?? ioThreadIds(doc).map((each): IoThread => ({ id: each }))
  const iothreads = known.map((thread) => (thread.id === id ? changedThread(thread, given) : thread))
  return { ...doc, iothreadids: { ...doc.iothreadids, iothreads } }
}

function changedThread(thread: IoThread, given: ReadonlyMap<string, ParamValue>): IoThread {
  const poll = { ...thread.poll }
  for (const [name, field] of Object.entries(pollFields)) {
    const value = given.get(name)
    if (value !== undefined) poll[field] = BigInt(value)
  }
  const changed: { -readonly [F in keyof IoThread]: IoThread[F] } = { ...thread }
  if (Object.keys(poll).length > 0) changed.poll = poll
  for (const [name, field] of Object.entries(poolFields)) {
    const value = given.get(name)
    if (value === undefined) continue
    if (Number(value) < 0) delete changed[field]
    else changed[field] = Number(value)
  }
  return changed
}

/** The document with one input and output thread less; one that a disk uses stays. */
export function withoutIoThread(doc: DomainDoc, id: number): DomainDoc {
  const ids = ioThreadIds(doc)
  checkIoThread(doc, id)
  const user = doc.devices.disks?.find((disk) => disk.driver?.iothread === id)
  if (user !== undefined) {
    throw new VirtError(
      'operationInvalid',
      `the disk '${user.target.dev}' of the domain '${doc.name}' uses the input and output thread ${id}`,
    )
  }
  const left = ids.filter((each) => each !== id)
  const before = new Map((doc.iothreadids?.iothreads ?? []).map((thread) => [thread.id, thread]))
  const { iothreads: _count, iothreadids: _ids, ...rest } = doc
  const pins = doc.cputune?.iothreadpins?.filter((pin) => pin.iothread !== id)
  const cputune = pins === undefined ? {} : { cputune: { ...doc.cputune, iothreadpins: pins } }
  if (left.length === 0) return { ...rest, ...cputune }
  const iothreads = left.map((each) => before.get(each) ?? { id: each })
  return { ...rest, ...cputune, iothreads: left.length, iothreadids: { iothreads } }
}
