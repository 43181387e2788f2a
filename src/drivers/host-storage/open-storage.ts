import { parsePool } from '../../core/config/index.ts'
import { HostPool } from './pool.ts'
import { activate } from './pool-life.ts'
import { makeStorage, type Storage, type StorageOptions } from './storage.ts'

/** Opens the pools of this host: those kept, those that were active before, and those that start with the host. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const storage = makeStorage(options)
  const { env, stores, pools } = storage
  const [definitions, autostart, active] = await Promise.all([
    stores.definitions.load(),
    stores.autostart.load(),
    stores.active.load(),
  ])
  each(storage, definitions, (uuid, text) => {
    const doc = parsePool(text)
    const pool = new HostPool({ ...doc, uuid })
    pool.config = doc
    pool.autostart = autostart.has(uuid)
    pools.set(pool)
  })
  each(storage, active, (uuid, text) => {
    if (pools.find(uuid) === undefined) pools.set(new HostPool({ ...parsePool(text), uuid }))
  })
  await Promise.all([...pools.values()].map((pool) => bringBack(storage, pool, active.get(pool.uuid))))
  for (const pool of pools.values()) env.emit(...pool.puts())
  return storage
}

function each(
  { env }: Storage,
  texts: ReadonlyMap<string, string>,
  use: (uuid: string, text: string) => void,
): void {
  for (const [uuid, text] of texts) {
    try {
      use(uuid, text)
    } catch (error) {
      env.log.error('the definition of a storage pool cannot be read; it is left out', {
        uuid,
        error: String(error),
      })
    }
  }
}

/** A pool that cannot be had any more stays inactive; one without a definition is forgotten then. */
async function bringBack(storage: Storage, pool: HostPool, live: string | undefined): Promise<void> {
  if (live === undefined && !pool.autostart) return
  try {
    await activate(storage, pool, live === undefined ? pool.doc : { ...parsePool(live), uuid: pool.uuid })
  } catch (error) {
    storage.env.log.error('a storage pool cannot be started', { pool: pool.name, error: String(error) })
    await storage.stores.active.delete(pool.uuid)
    if (pool.config === undefined) storage.pools.delete(pool)
  }
}
