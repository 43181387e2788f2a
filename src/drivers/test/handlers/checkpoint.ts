import { type CheckpointDoc, formatCheckpoint, parseCheckpoint } from '../../../core/config/index.ts'
import type { Change, Handlers } from '../../../core/driver.ts'
import { VirtError } from '../../../core/errors/index.ts'
import type { Args } from '../../../core/model/index.ts'
import type { TestContext } from '../context.ts'
import type { TestDomain } from '../domain.ts'
import { freeMomentName, momentTime } from '../moment-names.ts'
import type { TestNode } from '../node.ts'
import { checkpointPut, goneMoment, momentKey, splitMomentKey, type TestCheckpoint } from '../snapshots.ts'

/** Checkpoints of domains. */
export function checkpointHandlers({ node }: TestContext): Handlers {
  return {
    'checkpoint.create': async (_ctx, ref, args) => create(node, node.domains.get(ref.key), args),
    'checkpoint.getXml': async (_ctx, ref, args) => {
      const { checkpoint } = find(node, ref.key)
      return formatCheckpoint(checkpointDoc(checkpoint, args), { secure: args.secure === true })
    },
    'checkpoint.delete': async (_ctx, ref, args) => remove(node, ref.key, args),
  }
}

interface Found {
  readonly domain: TestDomain
  readonly checkpoint: TestCheckpoint
}

function find(node: TestNode, key: string): Found {
  const { uuid, name } = splitMomentKey(key)
  const domain = node.domains.get(uuid)
  return { domain, checkpoint: domain.extra.checkpoints.get(name) }
}

function create(node: TestNode, domain: TestDomain, args: Args<'checkpoint.create'>): string {
  if ((domain.extraIfAny?.snapshots.size ?? 0) > 0) {
    throw new VirtError(
      'operationUnsupported',
      `the domain '${domain.name}' has snapshots; it cannot have checkpoints too`,
      {
        domain: 'test',
      },
    )
  }
  if (!domain.active) {
    throw new VirtError(
      'operationInvalid',
      `the domain '${domain.name}' does not run; checkpoints are of running guests`,
      {
        domain: 'test',
      },
    )
  }
  const doc = args.xml === undefined ? {} : parseCheckpoint(args.xml)
  const { checkpoints } = domain.extra
  const redefine = args.redefine === true
  const name = doc.name ?? freeMomentName(node, (taken) => checkpoints.has(taken))
  const parent = redefine ? doc.parent?.name : checkpoints.current
  const member: TestCheckpoint = {
    name,
    description: doc.description,
    createdAt: (redefine ? momentTime(doc.creationTime) : undefined) ?? node.clock.now(),
    definition: domain.current,
    disks: disksOf(domain, doc, name),
    ...(parent === undefined ? {} : { parent }),
  }
  if (redefine && checkpoints.has(name)) checkpoints.redefine(member)
  else checkpoints.add(member)
  const before = checkpoints.setCurrent(name)
  const changed = before === undefined || before === name ? [name] : [before, name]
  node.emit(...changed.map((each) => checkpointPut(domain, checkpoints.get(each))))
  return momentKey(domain, name)
}

/** The disks whose changes are remembered: those named, or all that the guest can write to. */
function disksOf(domain: TestDomain, doc: CheckpointDoc, name: string): TestCheckpoint['disks'] {
  const given = new Map((doc.disks?.disks ?? []).map((disk) => [disk.name, disk]))
  const present = domain.record.disks
  for (const target of given.keys()) {
    if (present.some((disk) => disk.target === target)) continue
    throw new VirtError('configUnsupported', `the domain '${domain.name}' has no disk '${target}'`, {
      domain: 'test',
    })
  }
  return present.map(({ target, readOnly }) => {
    const wanted = given.size === 0 ? !readOnly : (given.get(target)?.checkpoint ?? 'no') === 'bitmap'
    return { name: target, bitmap: wanted ? (given.get(target)?.bitmap ?? name) : undefined }
  })
}

function checkpointDoc(
  checkpoint: TestCheckpoint,
  { noDomain, size }: Args<'checkpoint.getXml'>,
): CheckpointDoc {
  const { name, description, parent, createdAt, disks, definition } = checkpoint
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(parent === undefined ? {} : { parent: { name: parent } }),
    creationTime: BigInt(Math.floor(createdAt / 1000)),
    disks: {
      disks: disks.map((disk) => ({
        name: disk.name,
        ...(disk.bitmap === undefined
          ? { checkpoint: 'no' as const }
          : { checkpoint: 'bitmap' as const, bitmap: disk.bitmap, ...(size === true ? { size: 0n } : {}) }),
      })),
    },
    ...(noDomain === true ? {} : { domain: definition.doc }),
  }
}

function remove(node: TestNode, key: string, args: Args<'checkpoint.delete'>): void {
  const { domain, checkpoint } = find(node, key)
  const { checkpoints } = domain.extra
  const before = checkpoints.current
  const changes =
    args.children === true || args.childrenOnly === true
      ? checkpoints
          .removeTree(checkpoint.name, args.childrenOnly === true)
          .map((name) => goneMoment('checkpoint', domain, name))
      : removeOne(domain, checkpoint.name)
  const after = checkpoints.current
  if (after !== undefined && after !== before) changes.push(checkpointPut(domain, checkpoints.get(after)))
  node.emit(...changes)
}

function removeOne(domain: TestDomain, name: string): Change[] {
  const { checkpoints } = domain.extra
  const rehung = checkpoints.remove(name, (child, parent) => {
    const { parent: _, ...rest } = child
    return parent === undefined ? rest : { ...rest, parent }
  })
  return [
    ...rehung.map((child) => checkpointPut(domain, checkpoints.get(child))),
    goneMoment('checkpoint', domain, name),
  ]
}
