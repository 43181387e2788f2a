import type { LogLevel } from '../../core/log/logger.ts'
import { adminError } from './admin-params.ts'
import type { LogRules } from './admin-parts.ts'

/** libvirt's numbers of the levels that it has. */
const numbers = { debug: 1, info: 2, warn: 3, error: 4, off: 5 } as const satisfies Record<LogLevel, number>
const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** Filters as libvirt writes them: `1:driver.qemu 4:snmp`. */
export function formatFilters({ modules }: LogRules): { text: string; count: number } {
  const filters = Object.entries(modules).map(([module, level]) => `${numbers[level]}:${module}`)
  return { text: filters.join(' '), count: filters.length }
}

/** Levels of modules from libvirt's filters; each stands for a module and those below it. */
export function parseFilters(text: string): LogRules['modules'] {
  const modules: Record<string, LogLevel> = {}
  for (const filter of text.split(/\s+/).filter((part) => part !== '')) {
    const [, number, module = ''] = /^([1-4]):\+?([A-Za-z0-9._/-]+)$/.exec(filter) ?? []
    const level = levels[Number(number) - 1]
    if (!level) {
      throw adminError(
        'invalidArg',
        `invalid argument: filter '${filter}' is not understood; expected LEVEL:MODULE with a level from 1 to 4`,
      )
    }
    modules[module.replaceAll('/', '.')] = level
  }
  return modules
}

/** Outputs as libvirt writes them; there is one. */
export function formatOutputs({ level }: LogRules): string {
  return `${numbers[level]}:stderr`
}

/** The least level from libvirt's outputs; only standard error is written to, and whoever starts the daemon leads that on. */
export function parseOutputs(text: string): LogLevel {
  const [, number] = /^([1-4]):stderr$/.exec(text.trim()) ?? []
  const level = levels[Number(number) - 1]
  if (level) return level
  throw adminError(
    'operationUnsupported',
    `Operation not supported: log output '${text.trim()}'; the log goes to standard error, as LEVEL:stderr`,
  )
}
