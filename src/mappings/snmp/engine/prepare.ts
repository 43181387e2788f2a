import type { EngineLogger, MibModule } from './module.ts'
import type { ManagedObject, ObjectTree } from './object-tree.ts'
import { isBelow, type Oid } from './oid.ts'
import { pduTags, type Request } from './request.ts'

/** Asks the modules that a request touches to be ready; undefined when all are, which is the usual case. */
export function prepareModules(
  tree: ObjectTree,
  request: Request,
  log: EngineLogger,
): Promise<unknown> | undefined {
  const exact = request.pduTag === pduTags.get
  let touched: Map<MibModule, Oid[]> | undefined
  for (let i = 0; i < request.count; i++) {
    const oid = request.oids[i] as number[]
    const module = (exact ? tree.find(oid) : successor(tree, oid))?.module
    if (module?.prepare === undefined) continue
    touched ??= new Map()
    const oids = touched.get(module)
    if (oids) oids.push(oid)
    else touched.set(module, [oid])
  }
  return touched && askAll(touched, log)
}

function askAll(touched: ReadonlyMap<MibModule, Oid[]>, log: EngineLogger): Promise<unknown> | undefined {
  const waits: Promise<void>[] = []
  for (const [module, oids] of touched) {
    try {
      const wait = module.prepare?.(oids)
      if (wait) waits.push(wait.catch((fault: unknown) => logFault(log, module, fault)))
    } catch (fault) {
      logFault(log, module, fault)
    }
  }
  return waits.length === 0 ? undefined : Promise.all(waits)
}

function logFault(log: EngineLogger, module: MibModule, fault: unknown): void {
  log.warn('a MIB module could not refresh its values; older ones are sent', {
    module: module.name,
    error: fault instanceof Error ? fault.message : String(fault),
  })
}

/** The object type in which the search for the successor of an identifier begins. */
function successor(tree: ObjectTree, oid: Oid): ManagedObject | undefined {
  const { objects } = tree
  const at = tree.floor(oid)
  const floor = objects[at]
  if (floor !== undefined && floor.kind !== 'hidden' && isBelow(floor.oid, oid)) return floor
  let next = at + 1
  while (objects[next]?.kind === 'hidden') next++
  return objects[next]
}
