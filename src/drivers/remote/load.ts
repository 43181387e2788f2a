import { toVirtError } from '../../core/errors/index.ts'
import type { Daemon } from './daemon.ts'
import { units } from './objects/index.ts'
import { type UnitType, unitTypes } from './units.ts'
import type { Upkeep } from './upkeep.ts'

/** Objects that are read at the same time; the calls for them wait in the client. */
const PORTION = 256

/** Codes of refusals that leave a type out: the daemon has none of it, or does not show it to this user. */
const refusals: readonly string[] = ['noSupport', 'accessDenied', 'operationDenied', 'callFailed']

/** Reads all objects of a daemon. */
export async function loadAll(daemon: Daemon, upkeep: Upkeep): Promise<void> {
  for (const type of unitTypes) {
    try {
      await load(type, daemon, upkeep)
    } catch (thrown) {
      const error = toVirtError(thrown)
      if (!refusals.includes(error.code)) throw error
      daemon.log.info('the daemon does not show objects of a type', { type, error })
    }
  }
}

async function load(type: UnitType, daemon: Daemon, upkeep: Upkeep): Promise<void> {
  const unit = units[type]
  const refs = await unit.list(daemon)
  const hints = await unit.hints?.(daemon, refs)
  for (let at = 0; at < refs.length; at += PORTION) {
    daemon.signal.throwIfAborted()
    await Promise.all(
      refs.slice(at, at + PORTION).map((ref) => {
        const key = unit.keyOf(ref)
        const told = hints?.get(key)
        const read = told?.members === false ? 'record' : 'members'
        return upkeep.touch(type, key, { ref, read, hints: told, found: true })
      }),
    )
  }
}
