import type { ControlClient } from '../control/client.ts'
import type { Entry } from '../core/contracts.ts'
import { VirtError } from '../core/errors/index.ts'
import type { CliContext } from './command.ts'
import { attrsByName } from './output/rows.ts'
import { nameOf } from './resolve.ts'

/** Waits until an object is in a state or gone; `operationTimeout` when that takes longer than `seconds`. */
export async function waitForState(
  context: CliContext,
  client: ControlClient,
  entry: Entry,
  state: string,
  seconds: number,
): Promise<void> {
  const limit = new AbortController()
  const late = new VirtError('operationTimeout', `'${nameOf(entry)}' is not ${state} after ${seconds} s`)
  const cancel = context.clock.after(seconds * 1000, () => limit.abort(late))
  const signal = AbortSignal.any([limit.signal, context.signal])
  try {
    await reached(client, entry, state, signal)
  } catch (thrown) {
    throw limit.signal.aborted ? late : thrown
  } finally {
    cancel()
  }
}

// The feed is followed from before the look at the object, so that no change falls between.
async function reached(
  client: ControlClient,
  entry: Entry,
  state: string,
  signal: AbortSignal,
): Promise<void> {
  const feed = client.follow({ from: entry.revision, kinds: ['put', 'gone'], types: [entry.type] }, signal)
  const now = await client.get(entry.type, entry.key)
  if (!now || attrsByName(now).state === state) return
  for await (const item of feed) {
    if (item.kind === 'resync') {
      const again = await client.get(entry.type, entry.key)
      if (!again || attrsByName(again).state === state) return
    } else if ((item.kind === 'put' || item.kind === 'gone') && item.entry.key === entry.key) {
      if (item.kind === 'gone' || attrsByName(item.entry).state === state) return
    }
  } // A feed ends only because the signal was aborted.
  signal.throwIfAborted()
}
