import type { Codec } from './codec.ts'

const letters = 'kmgtpe'
const maxInt64 = 0x7fff_ffff_ffff_ffffn

/** Bytes that a unit stands for (`KiB`, `k`, `KB`, `bytes` ...), in any case of letters; undefined if unknown. */
export function bytesOfUnit(unit: string): bigint | undefined {
  const name = unit.toLowerCase()
  if (name === 'b' || name === 'byte' || name === 'bytes') return 1n
  const power = letters.indexOf(name[0] ?? '-') + 1
  if (power === 0) return undefined
  const rest = name.slice(1)
  if (rest === '' || rest === 'ib') return 1024n ** BigInt(power)
  return rest === 'b' ? 1000n ** BigInt(power) : undefined
}

/** An amount that may carry a unit, kept in `base`; without a unit it is in `assumed`. Parts of `base` round up. */
export function size(base: 'bytes' | 'KiB' | 'MiB', assumed: string = base): Codec<bigint> {
  const divisor = bytesOfUnit(base) ?? 1n
  return {
    expects: `an amount with a unit like KiB, MiB or GiB`,
    unit: base,
    parse(text, unit) {
      const trimmed = text.trim()
      const factor = bytesOfUnit(unit ?? assumed)
      if (factor === undefined || !/^\d{1,20}$/.test(trimmed)) return undefined
      const bytes = BigInt(trimmed) * factor
      return bytes > maxInt64 ? undefined : (bytes + divisor - 1n) / divisor
    },
    format: (value) => value.toString(),
    accepts: (value) => typeof value === 'bigint' && value >= 0n && value * divisor <= maxInt64,
  }
}

/** Memory: KiB, also when no unit is given. */
export const memory = size('KiB')
/** Storage: bytes, also when no unit is given. */
export const storage = size('bytes')

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const

function prettyPower(bytes: bigint): number {
  let power = 0
  for (let rest = bytes; rest !== 0n && rest % 1024n === 0n && power < units.length - 1; rest /= 1024n)
    power++
  return power
}

/** An amount kept in bytes and printed in the largest unit that it is a whole number of. */
export const prettyStorage: Codec<bigint> = {
  ...storage,
  format: (value) => (value / 1024n ** BigInt(prettyPower(value))).toString(),
  unitOf: (value) => units[prettyPower(value)] ?? 'bytes',
}
