import type { Clock } from '../lib/clock.ts'
import { formatters, type LogFormat, type LogRecord } from './format.ts'
import { type LogFields, type Logger, type LogLevel, logLevels } from './logger.ts'
import { type Plain, plain } from './plain.ts'
import { Repeats } from './repeats.ts'

/** What decides which messages are written. */
export interface LogLevels {
  readonly level: LogLevel
  /** Levels of single modules; one also holds for the modules below it. `/` and `.` both part names. */
  readonly modules?: Readonly<Record<string, LogLevel>>
}

/** What a logger is made with. */
export interface LoggerOptions extends LogLevels {
  readonly clock: Clock
  /** Text unless given. */
  readonly format?: LogFormat
  /** Takes each line, without its end; standard error unless given. */
  readonly write?: (line: string) => void
}

/** The logger at the root, whose levels can be changed while it is in use. */
export interface RootLogger extends Logger {
  /** Levels in force. */
  readonly levels: LogLevels
  setLevels(levels: LogLevels): void
}

/** Makes the product's logger. */
export function createLogger(options: LoggerOptions): RootLogger {
  return new ChangeableLogger(new Sink(options))
}

/** Modules whose every message counts, however alike they are. */
const unlimited = /(^|\.)audit$/

class Sink {
  readonly #clock: Clock
  readonly #format: (record: LogRecord) => string
  readonly #write: (line: string) => void
  readonly #repeats: Repeats
  #levels: LogLevels = { level: 'info' }
  #ranks = new Map<string, number>()

  constructor(options: LoggerOptions) {
    this.#clock = options.clock
    this.#format = formatters[options.format ?? 'text']
    this.#write = options.write ?? ((line) => void process.stderr.write(`${line}\n`))
    this.#repeats = new Repeats(options.clock)
    this.setLevels(options)
  }

  get levels(): LogLevels {
    return this.#levels
  }

  setLevels({ level, modules = {} }: LogLevels): void {
    const dotted = Object.entries(modules).map(([name, own]) => [name.replaceAll('/', '.'), own] as const)
    this.#levels = { level, modules: Object.fromEntries(dotted) }
    this.#ranks = new Map()
  }

  write(level: LogLevel, module: string, message: string, fields: LogFields): void {
    if (logLevels.indexOf(level) < this.#rank(module)) return
    // Fields are taken apart here and nowhere else: secrets do not get past this line.
    const facts = plain(fields) as { readonly [name: string]: Plain }
    const record = { time: this.#clock.now(), level, module, message: String(plain(message)), fields: facts }
    const write = (extra: { readonly [name: string]: Plain } = {}) =>
      this.#write(this.#format({ ...record, time: this.#clock.now(), fields: { ...facts, ...extra } }))
    const summary = (repeated: number) => write({ repeated })
    if (unlimited.test(module) || this.#repeats.admits(this.#format({ ...record, time: 0 }), summary)) write()
  }

  /** Rank of the least level that a module writes: its own, or that of the nearest module above it that has one. */
  #rank(module: string): number {
    const known = this.#ranks.get(module)
    if (known !== undefined) return known
    const own = this.#levels.modules?.[module]
    const dot = module.lastIndexOf('.')
    const above = dot < 0 ? this.#levels.level : undefined
    const rank =
      own !== undefined || above !== undefined
        ? logLevels.indexOf(own ?? above ?? 'info')
        : this.#rank(module.slice(0, dot))
    this.#ranks.set(module, rank)
    return rank
  }
}

class ModuleLogger implements Logger {
  readonly #sink: Sink
  readonly #module: string

  constructor(sink: Sink, module: string) {
    this.#sink = sink
    this.#module = module
  }
  debug(message: string, fields: LogFields = {}): void {
    this.#sink.write('debug', this.#module, message, fields)
  }
  info(message: string, fields: LogFields = {}): void {
    this.#sink.write('info', this.#module, message, fields)
  }
  warn(message: string, fields: LogFields = {}): void {
    this.#sink.write('warn', this.#module, message, fields)
  }
  error(message: string, fields: LogFields = {}): void {
    this.#sink.write('error', this.#module, message, fields)
  }
  child(module: string): Logger {
    const name = module.replaceAll('/', '.')
    return new ModuleLogger(this.#sink, this.#module === '' ? name : `${this.#module}.${name}`)
  }
}

class ChangeableLogger extends ModuleLogger implements RootLogger {
  readonly #levels: Sink

  constructor(sink: Sink) {
    super(sink, '')
    this.#levels = sink
  }
  get levels(): LogLevels {
    return this.#levels.levels
  }
  setLevels(levels: LogLevels): void {
    this.#levels.setLevels(levels)
  }
}
