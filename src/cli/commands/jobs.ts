import type { Entry } from '../../core/contracts.ts'
import { connectionOption, defineCommand, jsonOption } from '../command.ts'
import { alignColumns } from '../output/columns.ts'
import { entryForJson, toJson } from '../output/json.ts'
import { cellsOf } from '../output/rows.ts'
import { resolve } from '../resolve.ts'

/** `virtgate jobs`. */
export const jobsCommand = defineCommand({
  name: 'jobs',
  summary: 'List long work: what runs, and what ended a while ago',
  options: { ...connectionOption, active: { doc: 'Only work that has not ended.' }, ...jsonOption },
  async run(context, { options }) {
    const client = await context.client()
    const jobs: Entry<'job'>[] = []
    const list = {
      type: 'job',
      ...(options.connection !== undefined && { connection: options.connection }),
    } as const
    for await (const job of client.list(list, context.signal)) {
      if (!options.active || job.attrs.state === 'queued' || job.attrs.state === 'running') jobs.push(job)
    }
    if (options.json)
      return context.out(
        `${toJson(
          jobs.map((job) => entryForJson(job)),
          2,
        )}\n`,
      )
    const head = ['ID', 'OPERATION', 'TARGET', 'STATE', 'PROGRESS', 'CREATED AT', 'ERROR']
    await context.out(
      alignColumns(
        head,
        jobs.map((job) => cellsOf(job, (key) => key)),
      ),
    )
  },
})

/** `virtgate jobs cancel`. */
export const cancelJobCommand = defineCommand({
  name: 'jobs cancel',
  summary: 'Cancel long work',
  args: { job: { doc: 'Number of the job.', kind: 'text' } },
  options: connectionOption,
  async run(context, { args, options }) {
    const client = await context.client()
    const job = await resolve(client, 'job', args.job, options.connection)
    await client.invoke('job.cancel', job, {}, context.signal)
    await context.out(`job ${args.job} was cancelled\n`)
  },
})
