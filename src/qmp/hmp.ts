import { VirtError } from '../core/errors/index.ts'
import type { ExecuteOptions, QmpClient } from './client.ts'

/** How one command of the human monitor is run. */
export interface HmpOptions extends ExecuteOptions {
  /** The processor that commands about "the current CPU" mean. */
  readonly cpuIndex?: number
}

/**
 * Runs a command of the human monitor and returns its text. The monitor knows no errors: text may well be a
 * complaint.
 */
export async function runHmp(
  client: QmpClient,
  commandLine: string,
  options: HmpOptions = {},
): Promise<string> {
  const { cpuIndex, ...rest } = options
  return await client.execute(
    'human-monitor-command',
    { 'command-line': commandLine, ...(cpuIndex === undefined ? {} : { 'cpu-index': cpuIndex }) },
    rest,
  )
}

/** Runs a command of the human monitor that says nothing when it succeeds; any text is an error. */
export async function runSilentHmp(
  client: QmpClient,
  commandLine: string,
  options: HmpOptions = {},
): Promise<void> {
  const text = (await runHmp(client, commandLine, options)).trim()
  if (text === '') return
  // The first word names the command; the rest may hold what is nobody's business.
  const [command = ''] = commandLine.trim().split(/\s/, 1)
  const message = `the monitor command '${command}' of ${client.name} failed: ${text}`
  throw new VirtError(options.failAs ?? 'operationFailed', message, { domain: 'qemu', detail: text })
}
