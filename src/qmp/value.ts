/** An integer of QMP: a number while a double holds it exactly, a bigint beyond 2^53. */
export type QmpInt = number | bigint

/** Any value that QMP carries. 64-bit integers stay exact. */
export type QmpValue = null | boolean | number | bigint | string | readonly QmpValue[] | QmpObject

/** A JSON object of QMP; a member that is `undefined` is not sent. */
export interface QmpObject {
  readonly [name: string]: QmpValue | undefined
}

/** Whether a value is a JSON object. */
export function isQmpObject(value: QmpValue | undefined): value is QmpObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Prints a value as JSON on one line; a bigint as its digits. */
export function printQmp(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (fault) {
    // JSON.stringify refuses a bigint (and a cycle, which the exact printer refuses in turn).
    if (!(fault instanceof TypeError)) throw fault
    return printExact(value, new Set())
  }
}

function printExact(value: unknown, open: Set<object>): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (open.has(value)) throw new TypeError('a value that holds itself cannot be printed as JSON')
  open.add(value)
  const text = Array.isArray(value)
    ? `[${value.map((item) => printExact(item, open)).join(',')}]`
    : `{${printMembers(value, open)}}`
  open.delete(value)
  return text
}

function printMembers(value: object, open: Set<object>): string {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined && typeof member !== 'function')
    .map(([name, member]) => `${JSON.stringify(name)}:${printExact(member, open)}`)
    .join(',')
}
