import { isBelow, type Oid } from '../oid.ts'
import type { View } from '../view.ts'
import type { Notification } from './notification.ts'

/**
 * Whether a filter lets a notification pass (RFC 3413, section 6): its kind is in the view, and none of its objects is
 * taken out of it expressly.
 */
export function passesFilter(view: View, { oid, variables }: Notification): boolean {
  return view.includes(oid) && variables.every((variable) => !isExcluded(view, variable.oid))
}

/** Whether a user may be told of a notification: the kind and all its objects are in the view (RFC 3413, 3.3). */
export function mayBeTold(view: View, { oid, variables }: Notification): boolean {
  return view.includes(oid) && variables.every((variable) => view.includes(variable.oid))
}

function isExcluded(view: View, oid: Oid): boolean {
  // Families stand in the order of their precision: the first that fits decides.
  for (const { subtree, mask, included } of view.families) {
    const fits = mask ? fitsMask(subtree, mask, oid) : isBelow(subtree, oid)
    if (fits) return !included
  }
  return false
}

function fitsMask(subtree: Oid, mask: readonly boolean[], oid: Oid): boolean {
  return oid.length >= subtree.length && subtree.every((arc, at) => mask[at] === false || arc === oid[at])
}
