import { createContext, Script } from 'node:vm'
import { VirtError } from '../../core/errors/index.ts'

/** Longer than any name of an event with what a pattern needs around it. */
const longestPattern = 1024
/** Far more than a pattern needs for a name; a pattern that takes longer takes for ever. */
const matchMs = 20
/** Names that are remembered: an emulator has some sixty. */
const mostRemembered = 512
/** Patterns of one client, and how many matches it may have stopped, before no pattern of it fits anything. */
const mostPatterns = 256
const mostStopped = 5

/**
 * The regular expressions of one client, which may be made so that they never end. A match that takes too long is
 * stopped and fits nothing; after some of those nothing is matched for this client any more.
 */
export class Patterns {
  readonly #match = new Script('new RegExp(pattern, flags).test(name)')
  readonly #place = createContext({ pattern: '', flags: '', name: '' })
  #made = 0
  #stopped = 0

  /** Says of names whether the expression is found in them; throws `invalidArg` for one that is none. */
  add(pattern: string, flags: string): (name: string) => boolean {
    if (pattern.length > longestPattern) throw unusable(`longer than ${longestPattern} characters`)
    if (this.#made >= mostPatterns) throw unusable(`this client has had ${mostPatterns} before`)
    try {
      new RegExp(pattern, flags)
    } catch (cause) {
      throw unusable(cause instanceof Error ? cause.message : String(cause))
    }
    this.#made++
    return (name) => this.#fits({ pattern, flags, name })
  }

  #fits(question: { readonly pattern: string; readonly flags: string; readonly name: string }): boolean {
    if (this.#stopped >= mostStopped) return false
    Object.assign(this.#place, question)
    try {
      return this.#match.runInContext(this.#place, { timeout: matchMs }) === true
    } catch {
      this.#stopped++
      return false
    }
  }
}

/** The expressions of a client, as its `state` wants it. */
export function makePatterns(): Patterns {
  return new Patterns()
}

/** Says of names whether they are wanted: those equal to a word, or those in which a regular expression is found. */
export function nameMatcher(
  wanted: string,
  how: { readonly regex: boolean; readonly nocase: boolean },
  patterns: () => Patterns,
): (name: string) => boolean {
  if (!how.regex) {
    if (!how.nocase) return (name) => name === wanted
    const lower = wanted.toLowerCase()
    return (name) => name.toLowerCase() === lower
  }
  const test = patterns().add(wanted, how.nocase ? 'i' : '')
  const known = new Map<string, boolean>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const fits = test(name)
    if (known.size < mostRemembered) known.set(name, fits)
    return fits
  }
}

function unusable(why: string): VirtError {
  return new VirtError('invalidArg', `invalid argument: failed to compile regex: ${why}`, { domain: 'event' })
}
