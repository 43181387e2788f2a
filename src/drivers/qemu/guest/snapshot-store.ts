import { VirtError } from '../../../core/errors/index.ts'
import { domainStates } from '../../../core/model/index.ts'
import type { Guest } from './guest.ts'
import { patch } from './publish.ts'
import type { Services } from './services.ts'
import type { GuestSnapshot } from './snapshot-record.ts'

const formatVersion = 1

/** Writes down the snapshots of a guest: all in one text, since they name each other. */
export async function keepSnapshots(services: Services, guest: Guest): Promise<void> {
  if (guest.snapshots.size === 0) return services.stores.snapshots.delete(guest.uuid)
  const text = JSON.stringify(
    { version: formatVersion, current: guest.snapshots.current, snapshots: [...guest.snapshots.values()] },
    null,
    1,
  )
  await services.stores.snapshots.put(guest.uuid, `${text}\n`)
}

/** Reads the snapshots of all guests into those that are there. */
export async function loadSnapshots(services: Services): Promise<void> {
  for (const [uuid, text] of await services.stores.snapshots.load()) {
    const guest = services.guests.find(uuid)
    if (!guest) continue
    try {
      readInto(guest, JSON.parse(text))
    } catch (error) {
      services.env.log.error('snapshots of a guest cannot be read', {
        domain: guest.name,
        error: String(error),
      })
    }
  }
}

function readInto(guest: Guest, parsed: unknown): void {
  const record = parsed as { version?: unknown; current?: unknown; snapshots?: unknown }
  if (record?.version !== formatVersion || !Array.isArray(record.snapshots)) {
    throw new VirtError('parseFailed', `the snapshots are not of version ${formatVersion}`)
  }
  for (const item of record.snapshots as GuestSnapshot[]) {
    if (typeof item?.name === 'string' && domainStates.includes(item.state)) guest.snapshots.add(item)
  }
  if (typeof record.current === 'string' && guest.snapshots.has(record.current)) {
    guest.snapshots.setCurrent(record.current)
  }
}

/** Key of a snapshot in its connection. */
export function snapshotKey(guest: Guest, name: string): string {
  return `${guest.uuid}/${name}`
}

/** Tells a snapshot. */
export function publishSnapshot(services: Services, guest: Guest, snapshot: GuestSnapshot): void {
  const { name, description, createdAt, state, parent } = snapshot
  services.env.emit({
    kind: 'put',
    type: 'snapshot',
    key: snapshotKey(guest, name),
    attrs: {
      domain: guest.uuid,
      name,
      ...(description === undefined ? {} : { description }),
      createdAt,
      state,
      ...(parent === undefined ? {} : { parent }),
      current: guest.snapshots.current === name,
      location: 'internal',
    },
  })
}

/** Tells all snapshots of a guest, and whether it has a current one. */
export function publishSnapshots(services: Services, guest: Guest): void {
  for (const snapshot of guest.snapshots.values()) publishSnapshot(services, guest, snapshot)
  patch(services, guest, { hasCurrentSnapshot: guest.snapshots.current !== undefined })
}

/** Forgets the snapshots of a guest. */
export async function dropSnapshots(services: Services, guest: Guest): Promise<void> {
  const names = [...guest.snapshots.values()].map((snapshot) => snapshot.name)
  guest.snapshots.clear()
  await services.stores.snapshots.delete(guest.uuid)
  for (const name of names)
    services.env.emit({ kind: 'gone', type: 'snapshot', key: snapshotKey(guest, name) })
}
