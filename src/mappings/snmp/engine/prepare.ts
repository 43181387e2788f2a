import type { EngineLogger } from './module.ts'
import type { ColumnObject } from './object-tree.ts'

/** Asks a column to be ready; undefined when it is, which is the usual case. The promise never rejects. */
export function prepareColumn(
  { column, module }: ColumnObject,
  log: EngineLogger,
): Promise<void> | undefined {
  const logFault = (fault: unknown) =>
    log.warn('a MIB module could not refresh its values; older ones are sent', {
      module: module.name,
      object: column.name,
      error: fault instanceof Error ? fault.message : String(fault),
    })
  try {
    return column.prepare?.()?.catch(logFault)
  } catch (fault) {
    logFault(fault)
    return undefined
  }
}
