import type { Registrations } from '../agent-context.ts'
import type { MibModule } from '../module.ts'
import { formatOid, type Oid } from '../oid.ts'
import { OrderedIndex } from '../ordered-index.ts'

/** One row of sysORTable. */
export interface ModuleRow {
  readonly id: Oid
  readonly descr: string
  /** sysUpTime when the module was first served, in hundredths of a second. */
  readonly since: number
}

interface Listed {
  readonly index: number
  uses: number
}

/** The modules that the agent serves in any context, for sysORTable. */
export class RegisteredModules implements Registrations {
  readonly rows = new OrderedIndex<ModuleRow>()
  /** sysUpTime at the last change. */
  lastChange = 0
  readonly #upTime: () => number
  readonly #listed = new Map<string, Listed>()
  #nextIndex = 1

  constructor(upTime: () => number) {
    this.#upTime = upTime
  }

  added({ identity }: MibModule): void {
    if (identity === undefined) return
    const key = formatOid(identity.id)
    const known = this.#listed.get(key)
    if (known) {
      known.uses++
      return
    }
    const since = this.#upTime()
    const index = this.#nextIndex++
    this.rows.set([index], { id: identity.id, descr: identity.descr, since })
    this.#listed.set(key, { index, uses: 1 })
    this.lastChange = since
  }

  removed({ identity }: MibModule): void {
    const key = identity && formatOid(identity.id)
    const known = key === undefined ? undefined : this.#listed.get(key)
    if (key === undefined || known === undefined || --known.uses > 0) return
    this.rows.delete([known.index])
    this.#listed.delete(key)
    this.lastChange = this.#upTime()
  }
}
