import type { CliContext, Command } from '../../cli/command.ts'
import { defineCommand, jsonOption, socketOption } from '../../cli/command.ts'
import { toJson } from '../../cli/output/json.ts'
import type { Finding } from '../finding.ts'
import { settingsOptions } from '../settings-source.ts'

const marks = { ok: ['ok      ', '32'], missing: ['missing ', '33'], problem: ['problem ', '31'] } as const

/** `virtgate doctor`. */
export const doctorCommand: Command = defineCommand({
  name: 'doctor',
  summary: 'Find out what of this host is usable, what is missing, and how to mend it',
  doc: [
    'Checks the settings, directories, sockets and ports, and asks each driver which hypervisor it can use. The exit code is 1 when the daemon could not run; a hypervisor that is missing is no fault.',
  ],
  options: { ...settingsOptions, ...jsonOption, ...socketOption },
  async run(context, { options }) {
    const { checkHost } = await import('../checks.ts')
    const { createDriverRegistry } = await import('../../drivers/registry.ts')
    const { socket } = options
    const findings: Finding[] = []
    const checks = checkHost({
      options,
      env: context.env,
      clock: context.clock,
      drivers: createDriverRegistry(),
      socket,
      signal: context.signal,
    })
    for await (const finding of checks) {
      findings.push(finding)
      if (!options.json) await context.out(describe(finding, context))
    }
    if (options.json) await context.out(`${toJson(findings, 2)}\n`)
    return findings.some(({ state }) => state === 'problem') ? 1 : 0
  },
})

function describe({ state, area, text, fix }: Finding, context: CliContext): string {
  const [mark, code] = marks[state]
  const shown = context.color ? `\u001b[${code}m${mark}\u001b[0m` : mark
  return `${shown}${area.padEnd(12)}${text}\n${fix === undefined ? '' : `${' '.repeat(20)}-> ${fix}\n`}`
}
