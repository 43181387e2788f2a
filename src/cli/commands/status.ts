import type { ReloadReport } from '../../control/protocol.ts'
import { defineCommand, jsonOption } from '../command.ts'
import { alignTerms } from '../output/columns.ts'
import { formatTime } from '../output/human.ts'
import { toJson } from '../output/json.ts'

/** `virtgate status`. */
export const statusCommand = defineCommand({
  name: 'status',
  summary: 'Show whether the daemon runs and what it listens on',
  options: jsonOption,
  async run(context, { options }) {
    const client = await context.client()
    const status = await client.call('status', {})
    if (options.json) return context.out(`${toJson(status, 2)}\n`)
    const endpoints = Object.entries(status.endpoints).map(([name, at]) => [name, at.join(', ')] as const)
    await context.out(
      alignTerms([
        ['version', status.version],
        ['process', String(status.pid)],
        ['since', formatTime(status.since)],
        ...endpoints,
      ]),
    )
  },
})

/** `virtgate reload`. */
export const reloadCommand = defineCommand({
  name: 'reload',
  summary: 'Let the daemon read its settings and SNMP users again',
  options: jsonOption,
  async run(context, { options }) {
    const report = await (await context.client()).call('reload', {})
    if (options.json) await context.out(`${toJson(report, 2)}\n`)
    else await context.out(describe(report))
    return report.faults.length > 0 ? 1 : 0
  },
})

function describe({ changed, restart, faults }: ReloadReport): string {
  const lines = [
    changed.length > 0
      ? `in force now: ${changed.join(', ')}`
      : 'no setting changed that a reload puts in force',
    ...(restart.length > 0 ? [`need a restart of the daemon: ${restart.join(', ')}`] : []),
    ...faults,
  ]
  return `${lines.join('\n')}\n`
}
