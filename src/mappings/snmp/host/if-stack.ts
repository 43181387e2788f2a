import type { RowSource } from '../engine/module.ts'
import type { HostView } from './host-view.ts'
import { deviceNumbers } from './interfaces.ts'
import { nicNumber } from './numbers.ts'
import { Remembered } from './remembered.ts'

/** Pairs of ifIndexes in order, the higher layer first. */
interface Pairs {
  readonly higher: Uint32Array
  readonly lower: Uint32Array
}

/**
 * Which interfaces lie on which: a bridge on those of the guests that are plugged into it, and 0 above and below those
 * that have nothing there. The pairs are put in order when somebody asks: eight octets for each.
 */
export function stackRows(view: HostView): RowSource<true> {
  const pairs = new Remembered(
    view.clock,
    () => view.objects.shape.version,
    () => gatherPairs(view),
  )
  return {
    get([higher = -1, lower = -1, ...more]) {
      if (more.length > 0) return undefined
      const { value } = pairs
      const at = firstNotBefore(value, higher, lower)
      return value.higher[at] === higher && value.lower[at] === lower ? true : undefined
    },
    next(after, at) {
      const { value } = pairs
      // A pair that is longer than the two parts lies behind it, one that is shorter before.
      const place = after.length < 2 ? firstNotBefore(value, after[0] ?? 0, 0) : afterPair(value, after)
      if (place >= value.higher.length) return false
      at.row = true
      at.index.length = 2
      at.index[0] = value.higher[place] ?? 0
      at.index[1] = value.lower[place] ?? 0
      return true
    },
  }
}

function afterPair(pairs: Pairs, [higher = 0, lower = 0]: readonly number[]): number {
  const place = firstNotBefore(pairs, higher, lower)
  return pairs.higher[place] === higher && pairs.lower[place] === lower ? place + 1 : place
}

function firstNotBefore({ higher, lower }: Pairs, wantedHigher: number, wantedLower: number): number {
  let low = 0
  let high = higher.length
  while (low < high) {
    const middle = (low + high) >> 1
    const above = higher[middle] ?? 0
    const before = above < wantedHigher || (above === wantedHigher && (lower[middle] ?? 0) < wantedLower)
    if (before) low = middle + 1
    else high = middle
  }
  return low
}

function gatherPairs(view: HostView): Pairs {
  const devices = deviceNumbers(view)
  const ports = new Map<number, number[]>(devices.map((number) => [number, []]))
  const topmost = [...devices]
  const nics: number[] = []
  for (const row of view.objects.domains.values()) {
    for (let sub = row.nextNic(0); sub > 0; sub = row.nextNic(sub)) {
      const number = nicNumber(row.owner.index, sub)
      const nic = row.nic(sub)
      if (number === 0 || !nic) continue
      nics.push(number)
      ;(ports.get(row.home.places.parentOf(nic)) ?? topmost).push(number)
    }
  }
  return packed(topmost, devices, ports, nics)
}

/** Guests are passed in the order of their indexes, so each of the lists is in order already. */
function packed(
  topmost: readonly number[],
  devices: readonly number[],
  ports: ReadonlyMap<number, readonly number[]>,
  nics: readonly number[],
): Pairs {
  const higher: number[] = []
  const lower: number[] = []
  const put = (above: number, below: number) => {
    higher.push(above)
    lower.push(below)
  }
  for (const number of topmost) put(0, number)
  for (const device of devices) {
    const plugged = ports.get(device) ?? []
    if (plugged.length === 0) put(device, 0)
    for (const number of plugged) put(device, number)
  }
  for (const number of nics) put(number, 0)
  return { higher: Uint32Array.from(higher), lower: Uint32Array.from(lower) }
}
