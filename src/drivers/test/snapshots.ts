import type { Change } from '../../core/driver.ts'
import type { Attrs } from '../../core/model/index.ts'
import type { TreeMember } from '../shared/snapshot-tree.ts'
import type { Definition, TestDomain } from './domain.ts'

/** What snapshots and checkpoints have in common. */
interface Moment extends TreeMember {
  readonly description: string | undefined
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** The domain as it was. */
  readonly definition: Definition
}

/** A snapshot of a test domain. */
export interface TestSnapshot extends Moment {
  readonly state: Attrs<'snapshot'>['state']
  /** The kept definition as it was, if another one ran. */
  readonly inactive?: Definition
}

/** A checkpoint of a test domain. */
export interface TestCheckpoint extends Moment {
  /** Target names of the disks whose changes are remembered. */
  readonly disks: ReadonlyArray<{ readonly name: string; readonly bitmap: string | undefined }>
}

/** Local key of a snapshot or checkpoint. */
export function momentKey(domain: TestDomain, name: string): string {
  return `${domain.uuid}/${name}`
}

/** Domain UUID and name of a local key. */
export function splitMomentKey(key: string): { readonly uuid: string; readonly name: string } {
  const slash = key.indexOf('/')
  return { uuid: key.slice(0, slash), name: key.slice(slash + 1) }
}

/** A snapshot as the inventory holds it. */
export function snapshotPut(domain: TestDomain, snapshot: TestSnapshot): Change {
  const { name, description, createdAt, state, parent } = snapshot
  return {
    kind: 'put',
    type: 'snapshot',
    key: momentKey(domain, name),
    attrs: {
      domain: domain.uuid,
      name,
      ...(description === undefined ? {} : { description }),
      createdAt,
      state,
      ...(parent === undefined ? {} : { parent }),
      current: domain.extraIfAny?.snapshots.current === name,
      location: 'internal',
    },
  }
}

/** A checkpoint as the inventory holds it. */
export function checkpointPut(domain: TestDomain, checkpoint: TestCheckpoint): Change {
  const { name, description, createdAt, parent } = checkpoint
  return {
    kind: 'put',
    type: 'checkpoint',
    key: momentKey(domain, name),
    attrs: {
      domain: domain.uuid,
      name,
      ...(description === undefined ? {} : { description }),
      createdAt,
      ...(parent === undefined ? {} : { parent }),
      current: domain.extraIfAny?.checkpoints.current === name,
    },
  }
}

/** All snapshots and checkpoints of a domain as changes. */
export function momentPuts(domain: TestDomain): Change[] {
  const extra = domain.extraIfAny
  if (extra === undefined) return []
  return [
    ...[...extra.snapshots.values()].map((each) => snapshotPut(domain, each)),
    ...[...extra.checkpoints.values()].map((each) => checkpointPut(domain, each)),
  ]
}

/** That all snapshots and checkpoints of a domain are gone; they are forgotten too. */
export function dropMoments(domain: TestDomain): Change[] {
  const extra = domain.extraIfAny
  if (extra === undefined) return []
  const gone: Change[] = [
    ...[...extra.snapshots.values()].map(({ name }) => goneMoment('snapshot', domain, name)),
    ...[...extra.checkpoints.values()].map(({ name }) => goneMoment('checkpoint', domain, name)),
  ]
  extra.snapshots.clear()
  extra.checkpoints.clear()
  return gone
}

/** That a snapshot or checkpoint is gone. */
export function goneMoment(type: 'snapshot' | 'checkpoint', domain: TestDomain, name: string): Change {
  return { kind: 'gone', type, key: momentKey(domain, name) }
}
