/** Levels of log messages, from most to least. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'off'] as const

/** A log level. */
export type LogLevel = (typeof logLevels)[number]

/** Facts beside a message; values of fields whose name tells of a secret are never written. */
export type LogFields = Readonly<Record<string, unknown>>

/** Where messages go. `child` names a part of the product, whose level can be set by itself. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  child(module: string): Logger
}

/** A logger that drops everything. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger,
}
