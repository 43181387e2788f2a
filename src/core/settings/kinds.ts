import { z } from 'zod'
import { parseListen } from './listen.ts'

/** One setting: what it takes, what it is for, and whether a change needs a restart. */
export interface SettingRow<T extends z.ZodType = z.ZodType> {
  /** Check of the value; its output is what the program sees. */
  readonly type: T
  /** What a user reads in the help, the sample file and the reference. */
  readonly doc: string
  /** Value in the form of the file when nothing is said; a directory name stands for a standard directory. */
  readonly fallback: unknown
  /** Whether the daemon must be started again before a change takes effect. */
  readonly restart: boolean
  /** What the value looks like, in words. */
  readonly form: string
  /** Example for the sample file where the default shows too little; YAML in flow form. */
  readonly example?: string
}

/** Types a row and hands it on. */
export function setting<T extends z.ZodType>(row: SettingRow<T>): SettingRow<T> {
  return row
}

/** Whether a value of the file or of `--set` means that something is switched off. */
export function isOff(value: unknown): boolean {
  return value === null || value === undefined || value === false || value === '' || value === 'off'
}

/** A list that may be written as one value, or as off. */
export function listOf<T extends z.ZodType>(element: T) {
  return z.preprocess(
    (value) => (isOff(value) ? [] : Array.isArray(value) ? value : [value]),
    z.array(element),
  )
}

const address = z.string().refine((text) => parseListen(text) !== undefined, {
  error: 'expected HOST:PORT or [IPV6]:PORT with a port up to 65535',
})

/** What addresses to listen on look like. */
export const listenForm = 'HOST:PORT, [IPV6]:PORT, a list of them, or off; port 0 lets the system choose'

const snmpAddress = z
  .string()
  .refine((text) => parseListen(text.replace(/^(?:udp|tcp):/, '')) !== undefined, {
    error: 'expected HOST:PORT or [IPV6]:PORT with a port up to 65535, or one of them behind tcp:',
  })

/** Addresses of the SNMP agent; empty when off. */
export const snmpListenType = listOf(snmpAddress)

/** What addresses of the SNMP agent look like. */
export const snmpListenForm =
  'HOST:PORT or [IPV6]:PORT for UDP, tcp:HOST:PORT for TCP, a list of them, or off; port 0 lets the system choose'

/** Addresses to listen on; empty when off. */
export const listenType = listOf(address)

/** A text that may be off, which becomes undefined. */
export const optionalText = z.preprocess(
  (value) => (isOff(value) ? undefined : value),
  z.string().max(4096).optional(),
)

/** An absolute path. */
export const pathType = z.string().regex(/^\//, 'expected an absolute path')

/** An object identifier in dotted form. */
export const oidType = z
  .string()
  .regex(/^[0-2](\.\d{1,10}){1,127}$/, 'expected an object identifier such as 1.3.6.1.2.1')

/** Time in milliseconds. */
export const millisType = z.number().int().min(0).max(86_400_000)

/** Permissions of a socket as octal digits; what they stand for. A file without quotes gives the digits as a number. */
export const modeType = z
  .preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string())
  .refine((text) => /^0?[0-7]{3}$/.test(text), 'expected octal permissions such as 0770')
  .transform((text) => Number.parseInt(text, 8))

/** A value of its own kind, or the word auto or off, which become undefined and null. */
export function autoOr<T extends z.ZodType>(type: T) {
  return z.preprocess(
    (value) => (value === 'auto' ? undefined : isOff(value) ? null : value),
    z.nullable(type.optional()),
  )
}
