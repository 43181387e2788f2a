import type { DiskDoc, DomainDoc, NetDoc } from '../../../core/config/index.ts'
import type { Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args, Result } from '../../../core/model/index.ts'
import { sourceOf } from '../../shared/domain-record.ts'
import {
  blkioParams,
  type GivenParams,
  interfaceParams,
  ioTuneParams,
  memoryParams,
  numaParams,
  type ParamValues,
  withBlkioParams,
  withInterfaceParams,
  withIoTuneParams,
  withMemoryParams,
  withNumaParams,
} from '../../shared/domain-tuning.ts'
import { type ParamTable, paramTables, readParams, writeParams } from '../../shared/typed-params.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { definitionOf, editDefinition, resolveScope, type Scope } from '../domain-life.ts'
import type { TestNode } from '../node.ts'
import { blockInfo } from '../numbers.ts'

type Group = Args<'domain.getParameters'>['group']

/** The scheduler of the test hypervisor has one parameter, which is always the same. */
const scheduler = { type: 'fair', table: { weight: 'uint' }, values: { weight: 50 } } as const

/** Tunables and disks of domains. */
export function domainParamHandlers({ node }: TestContext): Handlers {
  const domain = (uuid: string): TestDomain => node.domains.get(uuid)
  return {
    'domain.getParameters': async (_ctx, ref, args) => getParameters(domain(ref.key), args),
    'domain.setParameters': async (_ctx, ref, args) => setParameters(node, domain(ref.key), args),
    'domain.getSchedulerType': async (_ctx, ref) => {
      domain(ref.key)
      return scheduler.type
    },
    'domain.getBlockInfo': async (_ctx, ref, { disk }) => getBlockInfo(domain(ref.key), disk),
    'domain.blockResize': async (_ctx, ref, { disk, size }) =>
      blockResize(node.activeDomain(ref.key), disk, size),
    'domain.getBlockIoTune': async (_ctx, ref, { disk, ...side }) => {
      const found = findDisk(definitionOf(domain(ref.key), side), disk)
      return writeParams(paramTables.ioTune, ioTuneParams(found))
    },
    'domain.setBlockIoTune': async (_ctx, ref, { disk, values, ...scope }) => {
      const given = readParams(paramTables.ioTune, values)
      editDefinition(node, domain(ref.key), scope, (doc) =>
        withDisk(doc, findDisk(doc, disk), (each) => withIoTuneParams(each, given)),
      )
    },
  }
}

interface GroupRow {
  readonly table: ParamTable
  readonly read: (doc: DomainDoc) => ParamValues
  readonly write: (doc: DomainDoc, given: GivenParams) => DomainDoc
}

/** The groups that are kept in the document of the domain. */
const groups: Readonly<Partial<Record<Group, GroupRow>>> = {
  memory: { table: paramTables.memory, read: memoryParams, write: withMemoryParams },
  blkio: { table: paramTables.blkio, read: blkioParams, write: withBlkioParams },
  numa: { table: paramTables.numa, read: numaParams, write: withNumaParams },
}

function getParameters(
  domain: TestDomain,
  { group, device, ...side }: Args<'domain.getParameters'>,
): Result<'domain.getParameters'> {
  const doc = definitionOf(domain, side)
  const row = groups[group]
  if (row !== undefined) return writeParams(row.table, row.read(doc))
  if (group === 'scheduler') return writeParams(scheduler.table, scheduler.values)
  if (group === 'perf') return perfParameters(domain)
  return writeParams(paramTables.interface, interfaceParams(findInterface(doc, device)))
}

function perfParameters(domain: TestDomain): Result<'domain.getParameters'> {
  const on = domain.extraIfAny?.perf
  const values = Object.fromEntries(
    Object.keys(paramTables.perf).map((name) => [name, on?.has(name) ?? false]),
  )
  return writeParams(paramTables.perf, values)
}

function setParameters(node: TestNode, domain: TestDomain, args: Args<'domain.setParameters'>): void {
  const { group, device, values, ...scope } = args
  const row = groups[group]
  if (row !== undefined) {
    const given = readParams(row.table, values)
    editDefinition(node, domain, scope, (doc) => row.write(doc, given))
  } else if (group === 'scheduler') {
    readParams(scheduler.table, values) // accepted and without effect
    resolveScope(domain, scope)
  } else if (group === 'perf') {
    setPerf(domain, readParams(paramTables.perf, values), scope)
  } else {
    setInterface(node, domain, device, { given: readParams(paramTables.interface, values), scope })
  }
}

function setPerf(domain: TestDomain, given: GivenParams, scope: Scope): void {
  resolveScope(domain, scope)
  const { perf } = domain.extra
  for (const [name, on] of given) on === true ? perf.add(name) : perf.delete(name)
}

function setInterface(
  node: TestNode,
  domain: TestDomain,
  device: string | undefined,
  { given, scope }: { given: GivenParams; scope: Scope },
): void {
  editDefinition(node, domain, scope, (doc) => {
    const net = findInterface(doc, device)
    const interfaces = doc.devices.interfaces?.map((each) =>
      each === net ? withInterfaceParams(each, given) : each,
    )
    return interfaces === undefined ? doc : { ...doc, devices: { ...doc.devices, interfaces } }
  })
}

/** An interface by the name of its host end or its Ethernet address. */
function findInterface(doc: DomainDoc, device: string | undefined): NetDoc {
  const found = doc.devices.interfaces?.find(
    ({ target, mac }) =>
      device !== undefined && (target?.dev === device || mac?.address === device.toLowerCase()),
  )
  if (found !== undefined) return found
  throw new VirtError('invalidArg', `the domain '${doc.name}' has no interface '${device ?? ''}'`, {
    domain: 'test',
  })
}

/** A disk by its target name or the path of its source. */
function findDisk(doc: DomainDoc, name: string): DiskDoc {
  const disks = doc.devices.disks ?? []
  const found =
    disks.find(({ target }) => target.dev === name) ?? disks.find((disk) => sourceOf(disk) === name)
  if (name !== '' && found !== undefined) return found
  throw new VirtError('invalidArg', `the domain '${doc.name}' has no disk '${name}'`, { domain: 'test' })
}

function withDisk(doc: DomainDoc, disk: DiskDoc, change: (disk: DiskDoc) => DiskDoc): DomainDoc {
  const disks = (doc.devices.disks ?? []).map((each) => (each === disk ? change(each) : each))
  return { ...doc, devices: { ...doc.devices, disks } }
}

function getBlockInfo(domain: TestDomain, name: string): Result<'domain.getBlockInfo'> {
  const disk = findDisk(domain.current.doc, name)
  if (sourceOf(disk) === undefined) {
    throw new VirtError('operationInvalid', `the disk '${name}' of the domain '${domain.name}' is empty`, {
      domain: 'test',
    })
  }
  const size = domain.extraIfAny?.blockSizes.get(disk.target.dev ?? '')
  return size === undefined ? blockInfo : { capacity: size, allocation: size, physical: size }
}

function blockResize(domain: TestDomain, name: string, size: bigint): void {
  const disk = findDisk(domain.current.doc, name)
  if (disk.readonly === true || sourceOf(disk) === undefined) {
    throw new VirtError(
      'operationInvalid',
      `the disk '${name}' of the domain '${domain.name}' cannot be written`,
      {
        domain: 'test',
      },
    )
  }
  domain.extra.blockSizes.set(disk.target.dev ?? '', size)
}
