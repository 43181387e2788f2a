import type { LogLevel } from './logger.ts'
import type { Plain } from './plain.ts'

/** One message, ready to be written. */
export interface LogRecord {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly level: LogLevel
  readonly module: string
  readonly message: string
  readonly fields: { readonly [name: string]: Plain }
}

/** Forms that messages can be written in. */
export const logFormats = ['text', 'json'] as const

/** A form of messages. */
export type LogFormat = (typeof logFormats)[number]

/** Characters that could end a line, move the cursor of a terminal or turn text around. */
const unsafe = /[\p{Cc}\p{Cf}\u2028\u2029]/gu
const bareWord = /^[\w./:@+%,-]+$/

/** How each form writes a message as one line. */
export const formatters: Readonly<Record<LogFormat, (record: LogRecord) => string>> = {
  text: ({ time, level, module, message, fields }) => {
    const facts = Object.entries(fields).map(([name, value]) => ` ${escapeControl(name)}=${textOf(value)}`)
    const from = module === '' ? '' : `${escapeControl(module)}: `
    const head = `${new Date(time).toISOString()} ${level.toUpperCase().padEnd(5)}`
    return `${head} ${from}${escapeControl(message)}${facts.join('')}`
  },
  json: ({ time, level, module, message, fields }) =>
    escapeControl(JSON.stringify({ time: new Date(time).toISOString(), level, module, message, fields })),
}

function textOf(value: Plain): string {
  if (typeof value === 'string') return bareWord.test(value) ? value : escapeControl(JSON.stringify(value))
  return escapeControl(JSON.stringify(value))
}

function escapeControl(text: string): string {
  return text.replace(unsafe, (char) =>
    // By code units, as JSON does it.
    char
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
