import type { EngineLogger, MibModule } from './module.ts'
import type { ObjectTree } from './object-tree.ts'
import { isBelow, type Oid } from './oid.ts'
import { pduTags, type Request } from './request.ts'

/** Asks the modules that a request touches to be ready; undefined when all are, which is the usual case. */
export function prepareModules(
  tree: ObjectTree,
  request: Request,
  log: EngineLogger,
): Promise<unknown> | undefined {
  const exact = request.pduTag === pduTags.get
  const span = request.pduTag === pduTags.getBulk ? Math.max(1, request.maxRepetitions) : 1
  const touched: Touched = new Map()
  for (let i = 0; i < request.count; i++) {
    const oid = request.oids[i] as number[]
    if (exact) touch(touched, tree.find(oid)?.module, oid)
    else touchFrom(touched, tree, oid, span)
  }
  return touched.size === 0 ? undefined : askAll(touched, span, log)
}

type Touched = Map<MibModule, Oid[]>

function touch(touched: Touched, module: MibModule | undefined, oid: Oid): void {
  if (module?.prepare === undefined) return
  const oids = touched.get(module)
  if (oids) oids.push(oid)
  else touched.set(module, [oid])
}

/** Object types that a GETBULK is followed over: most have more than one instance, so that few are reached. */
const MOST_OBJECTS = 64

/** Touches the module in which the search from an identifier begins, and those that a GETBULK may come to. */
function touchFrom(touched: Touched, tree: ObjectTree, oid: Oid, span: number): void {
  const { objects } = tree
  const first = successor(tree, oid)
  const module = objects[first]?.module
  touch(touched, module, oid)
  if (span === 1) return
  const last = Math.min(objects.length - 1, first + Math.min(span, MOST_OBJECTS))
  if (objects[last]?.module === module) return
  for (let at = first + 1; at <= last; at++) {
    const next = objects[at]
    if (next !== undefined && next.module !== module && !touched.has(next.module)) {
      touch(touched, next.module, next.oid)
    }
  }
}

function askAll(touched: Touched, span: number, log: EngineLogger): Promise<unknown> | undefined {
  const waits: Promise<void>[] = []
  for (const [module, oids] of touched) {
    try {
      const wait = module.prepare?.(oids, span)
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

/** Place of the object type in which the search for the successor of an identifier begins. */
function successor(tree: ObjectTree, oid: Oid): number {
  const { objects } = tree
  const at = tree.floor(oid)
  const floor = objects[at]
  if (floor !== undefined && floor.kind !== 'hidden' && isBelow(floor.oid, oid)) return at
  let next = at + 1
  while (objects[next]?.kind === 'hidden') next++
  return next
}
