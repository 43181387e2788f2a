import { createContext, Script } from 'node:vm'
import { VirtError } from '../../core/errors/index.ts'

/** Longer than any name of an event with what a pattern needs around it. */
const longestPattern = 1024
/** Far more than a pattern needs for a name; a pattern that takes longer takes for ever. */
const matchMs = 20
/** Names that are remembered: an emulator has some sixty. */
const mostRemembered = 512

/**
 * Says of names whether they are wanted: those equal to a word, or those in which a regular expression is found.
 * An expression of a client may be made so that it never ends; it is stopped then, and fits nothing.
 */
export function nameMatcher(
  wanted: string,
  how: { readonly regex: boolean; readonly nocase: boolean },
): (name: string) => boolean {
  if (!how.regex) {
    if (!how.nocase) return (name) => name === wanted
    const lower = wanted.toLowerCase()
    return (name) => name.toLowerCase() === lower
  }
  const test = stoppable(wanted, how.nocase ? 'i' : '')
  const known = new Map<string, boolean>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const fits = test(name)
    if (known.size < mostRemembered) known.set(name, fits)
    return fits
  }
}

function stoppable(pattern: string, flags: string): (name: string) => boolean {
  if (pattern.length > longestPattern) throw unusable(`longer than ${longestPattern} characters`)
  try {
    new RegExp(pattern, flags)
  } catch (cause) {
    throw unusable(cause instanceof Error ? cause.message : String(cause))
  }
  const script = new Script('new RegExp(pattern, flags).test(name)')
  return (name) => {
    try {
      return script.runInContext(createContext({ pattern, flags, name }), { timeout: matchMs }) === true
    } catch {
      return false
    }
  }
}

function unusable(why: string): VirtError {
  return new VirtError('invalidArg', `invalid argument: failed to compile regex: ${why}`, { domain: 'event' })
}
