import { parseCheckpoint, parseSnapshot, type SnapshotDoc } from '../../../core/config/index.ts'
import type { Attrs } from '../../../core/model/index.ts'
import type { RemoteNonnullDomain } from '../../../rpc/wire/generated/types.ts'
import type { Daemon } from '../daemon.ts'
import { type Family, type Member, memberKey } from '../units.ts'

const MAX_NAMES = 16_384

/** The snapshots of a domain. */
export const snapshots: Family<RemoteNonnullDomain> = {
  type: 'snapshot',
  async list(dom, { daemon }) {
    const found = await snapshotRefs(daemon, dom)
    if (found.length === 0) return []
    const current = await currentSnapshot(daemon, dom)
    return Promise.all(found.map((snap) => snapshotMember(daemon, snap, snap.name === current)))
  },
}

/** The checkpoints of a domain. */
export const checkpoints: Family<RemoteNonnullDomain> = {
  type: 'checkpoint',
  async list(dom, { daemon }) {
    const ret = await daemon.tryCall('DOMAIN_LIST_ALL_CHECKPOINTS', { dom, need_results: 1, flags: 0 })
    const found = ret?.checkpoints ?? []
    const members = await Promise.all(found.map((each) => checkpointMember(daemon, each)))
    const parents = new Set(members.map(({ attrs }) => attrs.parent))
    return members.map(({ ref, attrs }): Member => {
      // Checkpoints are a line; the newest is the one that none was made after.
      const put = { ...attrs, current: !parents.has(attrs.name) }
      return {
        ref,
        put: { kind: 'put', type: 'checkpoint', key: memberKey(dom.uuid, attrs.name), attrs: put },
      }
    })
  },
}

async function snapshotRefs(daemon: Daemon, dom: RemoteNonnullDomain) {
  const ret = await daemon.tryCall('DOMAIN_LIST_ALL_SNAPSHOTS', { dom, need_results: 1, flags: 0 })
  if (ret) return ret.snapshots
  const names = await daemon.tryCall('DOMAIN_SNAPSHOT_LIST_NAMES', { dom, maxnames: MAX_NAMES, flags: 0 })
  return (names?.names ?? []).map((name) => ({ name, dom }))
}

/** Name of the current snapshot; undefined where there is none. */
async function currentSnapshot(daemon: Daemon, dom: RemoteNonnullDomain): Promise<string | undefined> {
  const has = await daemon.tryCall('DOMAIN_HAS_CURRENT_SNAPSHOT', { dom, flags: 0 })
  if (!has?.result) return undefined
  return (await daemon.call('DOMAIN_SNAPSHOT_CURRENT', { dom, flags: 0 })).snap.name
}

async function snapshotMember(
  daemon: Daemon,
  snap: { readonly name: string; readonly dom: RemoteNonnullDomain },
  current: boolean,
): Promise<Member> {
  const doc = parseSnapshot((await daemon.call('DOMAIN_SNAPSHOT_GET_XML_DESC', { snap, flags: 0 })).xml)
  const { description } = doc
  const parent = doc.parent?.name
  const attrs: Attrs<'snapshot'> = {
    domain: snap.dom.uuid,
    name: snap.name,
    ...(description !== undefined && { description }),
    createdAt: Number(doc.creationTime ?? 0n) * 1000,
    state: doc.state ?? 'nostate',
    ...(parent !== undefined && { parent }),
    current,
    location: locationOf(doc),
  }
  return {
    ref: snap,
    put: { kind: 'put', type: 'snapshot', key: memberKey(snap.dom.uuid, snap.name), attrs },
  }
}

/** External if anything of it is in a file of its own. */
function locationOf({ memory, disks }: SnapshotDoc): Attrs<'snapshot'>['location'] {
  const places = [memory?.snapshot, ...(disks?.disks ?? []).map((disk) => disk.snapshot)]
  if (places.includes('external')) return 'external'
  return 'internal'
}

async function checkpointMember(
  daemon: Daemon,
  checkpoint: { readonly name: string; readonly dom: RemoteNonnullDomain },
) {
  const ret = await daemon.call('DOMAIN_CHECKPOINT_GET_XML_DESC', { checkpoint, flags: 0 })
  const doc = parseCheckpoint(ret.xml)
  const parent = doc.parent?.name
  const { description } = doc
  return {
    ref: checkpoint,
    attrs: {
      domain: checkpoint.dom.uuid,
      name: checkpoint.name,
      ...(description !== undefined && { description }),
      createdAt: Number(doc.creationTime ?? 0n) * 1000,
      ...(parent !== undefined && { parent }),
    },
  }
}
