/** How the text of an attribute or element becomes a value and goes back. A codec is data and has no state. */
export interface Codec<T> {
  /** What is expected, to end the sentence "expected ...". */
  readonly expects: string
  /** The closed set of words, if there is one. */
  readonly words?: readonly string[]
  /** Unit that values are kept in; the text's own unit is then read from the attribute `unit`. */
  readonly unit?: string
  /** The value, or undefined if the text means none. */
  parse(text: string, unit?: string): T | undefined
  format(value: T): string
  /** Unit that a value is printed in, where that is not always `unit`. */
  unitOf?(value: T): string
  /** Whether something of unknown origin is a value of this codec. */
  accepts(value: unknown): boolean
}

/** The type of a codec's values. */
export type CodecValue<C> = C extends Codec<infer T> ? T : never

const maxUint32 = 0xffff_ffff
const maxInt32 = 0x7fff_ffff
const maxUint64 = 0xffff_ffff_ffff_ffffn
const maxInt64 = 0x7fff_ffff_ffff_ffffn

/** Any text, kept as it stands. */
export const string: Codec<string> = {
  expects: 'text',
  parse: (text) => text,
  format: (value) => value,
  accepts: (value) => typeof value === 'string',
}

/** Text that is not empty. */
export const word: Codec<string> = {
  expects: 'text that is not empty',
  parse: (text) => (text === '' ? undefined : text),
  format: (value) => value,
  accepts: (value) => typeof value === 'string' && value !== '',
}

/** Text of a certain form, kept as it stands. */
export function pattern(form: RegExp, expects: string): Codec<string> {
  return {
    expects,
    parse: (text) => (form.test(text) ? text : undefined),
    format: (value) => value,
    accepts: (value) => typeof value === 'string' && form.test(value),
  }
}

/** One of a closed set of words. */
export function oneOf<const W extends readonly string[]>(...words: W): Codec<W[number]> {
  const set: ReadonlySet<string> = new Set(words)
  return {
    expects: words.length > 1 ? `one of ${words.map((w) => `'${w}'`).join(', ')}` : `'${words[0]}'`,
    words,
    parse: (text) => (set.has(text) ? (text as W[number]) : undefined), // in the set: it is one of the words
    format: (value) => value,
    accepts: (value) => typeof value === 'string' && set.has(value),
  }
}

function truth(yes: string, no: string): Codec<boolean> {
  return {
    expects: `'${yes}' or '${no}'`,
    words: [yes, no],
    parse: (text) => (text === yes ? true : text === no ? false : undefined),
    format: (value) => (value ? yes : no),
    accepts: (value) => typeof value === 'boolean',
  }
}

/** `yes` or `no`. */
export const yesNo = truth('yes', 'no')
/** `on` or `off`. */
export const onOff = truth('on', 'off')
/** `1` or `0`. */
export const oneZero = truth('1', '0')

const decimal = /^[ \t\r\n]*[+-]?\d+[ \t\r\n]*$/
const anyBase = /^[ \t\r\n]*(?:0[xX][0-9a-fA-F]+|\d+)[ \t\r\n]*$/

/** A whole number from `min` to `max`, in decimal. */
export function integer(min: number, max: number): Codec<number> {
  const within = (value: number): boolean => Number.isInteger(value) && value >= min && value <= max
  return {
    expects: `a whole number from ${min} to ${max}`,
    parse(text) {
      if (!decimal.test(text)) return undefined
      const value = Number(text)
      return within(value) ? value : undefined
    },
    format: (value) => String(value),
    accepts: (value) => typeof value === 'number' && within(value),
  }
}

/** A number without sign of 32 bits. */
export const uint = integer(0, maxUint32)
/** A number with sign of 32 bits. */
export const int = integer(-maxInt32 - 1, maxInt32)
/** A number above zero of 32 bits. */
export const positive = integer(1, maxUint32)
/** A TCP or UDP port; -1 stands for "to be chosen". */
export const port = integer(-1, 65535)

/** A number without sign, decimal or with 0x in front; printed in hexadecimal of at least `digits` digits. */
export function hex(digits: number, max = maxUint32): Codec<number> {
  return {
    expects: `a whole number from 0 to ${max}, decimal or hexadecimal`,
    parse(text) {
      if (!anyBase.test(text)) return undefined
      const value = Number(text)
      return value <= max ? value : undefined
    },
    format: (value) => `0x${value.toString(16).padStart(digits, '0')}`,
    accepts: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max,
  }
}

/** The same, printed with capital letters. */
export function capitalHex(digits: number, max = maxUint32): Codec<number> {
  return {
    ...hex(digits, max),
    format: (value) => `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`,
  }
}

/** A number without sign that may be written in hexadecimal and is printed in decimal. */
export const flexUint: Codec<number> = { ...hex(0), format: (value) => String(value) }

function big(min: bigint, max: bigint): Codec<bigint> {
  const within = (value: bigint): boolean => value >= min && value <= max
  return {
    expects: `a whole number from ${min} to ${max}`,
    parse(text) {
      if (!decimal.test(text)) return undefined
      const value = BigInt(text.trim().replace(/^\+/, ''))
      return within(value) ? value : undefined
    },
    format: (value) => value.toString(),
    accepts: (value) => typeof value === 'bigint' && within(value),
  }
}

/** A number without sign of 64 bits. */
export const u64 = big(0n, maxUint64)
/** A number with sign of 64 bits. */
export const i64 = big(-maxInt64 - 1n, maxInt64)

/** A number without sign of 64 bits, decimal or hexadecimal, printed in hexadecimal. */
export function hex64(digits = 0): Codec<bigint> {
  return {
    expects: 'a number of up to 64 bits, decimal or hexadecimal',
    parse(text) {
      if (!anyBase.test(text)) return undefined
      const value = BigInt(text.trim())
      return value <= maxUint64 ? value : undefined
    },
    format: (value) => `0x${value.toString(16).padStart(digits, '0')}`,
    accepts: (value) => typeof value === 'bigint' && value >= 0n && value <= maxUint64,
  }
}

/** A number with a fraction. */
export const real: Codec<number> = {
  expects: 'a number',
  parse: (text) => (/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(text) ? Number(text) : undefined),
  format: (value) => String(value),
  accepts: (value) => typeof value === 'number' && Number.isFinite(value),
}

/** A UUID, kept in lower case with its dashes. */
export const uuid: Codec<string> = {
  expects: 'a UUID of 32 hexadecimal digits',
  parse(text) {
    const digits = text.replace(/[-\s]/g, '').toLowerCase()
    if (!/^[0-9a-f]{32}$/.test(digits)) return undefined
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  },
  format: (value) => value,
  accepts: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
}

/** An Ethernet address, kept in lower case with two digits each. */
export const mac: Codec<string> = {
  expects: 'an Ethernet address like 52:54:00:12:34:56',
  parse(text) {
    if (!/^\s*[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}\s*$/.test(text)) return undefined
    return text
      .trim()
      .toLowerCase()
      .split(':')
      .map((part) => part.padStart(2, '0'))
      .join(':')
  },
  format: (value) => value,
  accepts: (value) => typeof value === 'string' && /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(value),
}

/** A World Wide Name of 16 hexadecimal digits. */
export const wwn = pattern(/^(0x)?[0-9a-fA-F]{16}$/, '16 hexadecimal digits')
