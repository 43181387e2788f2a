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
