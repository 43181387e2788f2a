import type { FieldDef, Unit } from '../../core/model/index.ts'

const kib = 1024n

/** An amount of bytes for people. */
export function formatBytes(bytes: bigint): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
  let rest = bytes < 0n ? -bytes : bytes
  let step = 0
  let hundredths = rest * 100n
  while (rest >= kib && step < units.length - 1) {
    hundredths /= kib
    rest /= kib
    step++
  }
  const text =
    step === 0 ? rest.toString() : (Number(hundredths) / 100).toFixed(Number(hundredths) % 100 === 0 ? 0 : 1)
  return `${bytes < 0n ? '-' : ''}${text} ${units[step]}`
}

/** A time for people: the local one, with its offset left out. */
export function formatTime(ms: number): string {
  const at = new Date(ms)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

/** A length of time for people. */
export function formatNanos(ns: bigint): string {
  const ms = ns / 1_000_000n
  return ms < 1000n ? `${ms} ms` : `${(Number(ms) / 1000).toFixed(1)} s`
}

const byUnit: Partial<Record<Unit, (value: bigint) => string>> = {
  bytes: formatBytes,
  KiB: (value) => formatBytes(value * kib),
  ns: formatNanos,
}

/** A value of the model for people. */
export function formatValue(def: Pick<FieldDef, 'kind' | 'unit'>, value: unknown): string {
  if (value === undefined || value === null) return '-'
  if (Array.isArray(value)) return formatList(def, value)
  if (value instanceof Uint8Array) return `${value.length} bytes`
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (def.kind === 'time' && typeof value === 'number') return formatTime(value)
  if (typeof value === 'bigint') return (def.unit && byUnit[def.unit]?.(value)) ?? value.toString()
  if (typeof value === 'object') return formatRecord(def, value)
  return clean(String(value))
}

function formatList(def: Pick<FieldDef, 'kind' | 'unit'>, values: readonly unknown[]): string {
  const inner = typeof def.kind === 'object' && 'list' in def.kind ? def.kind.list : 'string'
  if (values.length === 0) return '-'
  return values
    .map((value) => formatValue({ ...def, kind: inner }, value))
    .join(isRecordKind(inner) ? '; ' : ', ')
}

function isRecordKind(kind: FieldDef['kind']): boolean {
  return typeof kind === 'object' && 'record' in kind
}

function formatRecord(def: Pick<FieldDef, 'kind' | 'unit'>, value: object): string {
  const fields = typeof def.kind === 'object' && 'record' in def.kind ? def.kind.record : {}
  return Object.entries(value)
    .map(([name, inner]) => `${name}=${formatValue(fields[name] ?? { kind: 'string' }, inner)}`)
    .join(' ')
}

/** A text without the control characters by which a guest could steer the terminal. */
export function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take away
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}
