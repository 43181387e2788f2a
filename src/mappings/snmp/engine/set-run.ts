import type { ErrorStatus } from './error-status.ts'
import type { ScalarOf, SetAnswer, SetChange, SetRequest, SetVariable, Write } from './module.ts'
import type { ColumnObject, ObjectTree, ScalarObject } from './object-tree.ts'
import { type SyntaxName, syntaxTags } from './syntax.ts'
import type { View } from './view.ts'

/** How a SET ended: the status and the number of the variable at fault, from 1 (0: none in particular). */
export interface SetResult {
  readonly status: ErrorStatus
  readonly index: number
}

/** A SET to carry out. */
export interface SetTask {
  readonly tree: ObjectTree
  readonly view: View
  readonly request: SetRequest
  /** Told what a module's function threw. */
  onFault(object: string, fault: unknown): void
}

interface Planned {
  readonly index: number
  readonly name: string
  readonly change: SetChange
}

const succeeded: SetResult = { status: 'noError', index: 0 }

/** Carries out a SET in two phases: all variables are tested, then all changed, or none. */
export async function runSet(task: SetTask): Promise<SetResult> {
  const plan: Planned[] = []
  try {
    const refusal = await testAll(task, plan)
    return refusal ?? (await commitAll(task, plan))
  } finally {
    for (const { name, change } of plan) attempt(task, name, () => change.cleanup?.())
  }
}

async function testAll(task: SetTask, plan: Planned[]): Promise<SetResult | undefined> {
  const { variables } = task.request
  for (let i = 0; i < variables.length; i++) {
    const answer = await testVariable(task, variables[i] as SetVariable)
    if (typeof answer === 'string') return { status: answer, index: i + 1 }
    const action = answer.change.action === true
    plan.push({ index: i + 1, ...answer })
    // Two actions could not both be taken back.
    if (action && plan.filter(({ change }) => change.action).length > 1) {
      return { status: 'inconsistentValue', index: i + 1 }
    }
  }
  return undefined
}

async function testVariable(
  task: SetTask,
  variable: SetVariable,
): Promise<ErrorStatus | { name: string; change: SetChange }> {
  if (!task.view.includes(variable.oid)) return 'noAccess'
  const object = task.tree.find(variable.oid)
  if (object === undefined || object.kind === 'hidden') return 'notWritable'
  const { syntax, write } = object.kind === 'scalar' ? object.scalar : object.column
  if (write === undefined) return 'notWritable'
  const fault = checkValue(syntax, write, variable)
  if (fault !== undefined) return fault
  try {
    const answer = await askObject(object, variable, task.request)
    return typeof answer === 'string' ? answer : { name: object.name, change: answer }
  } catch (error) {
    task.onFault(object.name, error)
    return 'genErr'
  }
}

/** Type, then length, then range, in the order of RFC 3416. */
function checkValue(
  syntax: SyntaxName,
  write: Pick<Write<never, SyntaxName>, 'size' | 'range' | 'values'>,
  { tag, value }: SetVariable,
): ErrorStatus | undefined {
  if (tag !== syntaxTags[syntax] || value === null) return 'wrongType'
  const { size, range, values } = write
  if (size && value instanceof Uint8Array && !within(value.length, size)) return 'wrongLength'
  if (range && typeof value === 'number' && !within(value, range)) return 'wrongValue'
  if (values && typeof value === 'number' && !values.includes(value)) return 'wrongValue'
  return undefined
}

function within(value: number, [min, max]: readonly [number, number]): boolean {
  return value >= min && value <= max
}

function askObject(
  object: ScalarObject | ColumnObject,
  variable: SetVariable,
  request: SetRequest,
): SetAnswer | Promise<SetAnswer> {
  const index = variable.oid.slice(object.oid.length)
  if (object.kind === 'scalar') {
    if (index.length !== 1 || index[0] !== 0) return 'noCreation'
    // The tag was compared with the syntax, so the value has the type that goes with it.
    const write = (object.scalar as ScalarOf<SyntaxName>).write as Write<undefined, SyntaxName>
    return write.test(undefined, variable.value as never, request, index)
  }
  const { table, column } = object
  const row = table.rows.get(index)
  if (row === undefined) return table.create?.(column.id, index, variable.value, request) ?? 'noCreation'
  const write = column.write as Write<unknown, SyntaxName>
  return write.test(row, variable.value as never, request, index)
}

async function commitAll(task: SetTask, plan: readonly Planned[]): Promise<SetResult> {
  const ordered = [...plan].sort((a, b) => rank(a.change) - rank(b.change))
  const done: Planned[] = []
  for (const planned of ordered) {
    const status = await commitOne(task, planned)
    if (status === undefined) {
      done.push(planned)
      continue
    }
    const undone = await undoAll(task, done)
    return undone ? { status, index: planned.index } : { status: 'undoFailed', index: 0 }
  }
  return succeeded
}

/** Actions come behind all that can be taken back. */
function rank({ action, order = 0 }: SetChange): number {
  return action === true ? Number.MAX_SAFE_INTEGER : order
}

async function commitOne(task: SetTask, { change, name }: Planned): Promise<ErrorStatus | undefined> {
  try {
    return (await change.commit()) ?? undefined
  } catch (fault) {
    task.onFault(name, fault)
    return 'commitFailed'
  }
}

async function undoAll(task: SetTask, done: readonly Planned[]): Promise<boolean> {
  let undone = true
  for (const { name, change } of [...done].reverse()) {
    try {
      await change.undo?.()
    } catch (fault) {
      task.onFault(name, fault)
      undone = false
    }
  }
  return undone
}

function attempt(task: SetTask, name: string, step: () => void): void {
  try {
    step()
  } catch (fault) {
    task.onFault(name, fault)
  }
}
