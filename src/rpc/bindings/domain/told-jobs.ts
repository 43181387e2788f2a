import type { Entry } from '../../../core/contracts.ts'
import type { SharedScope } from '../../binding.ts'

/** Ended jobs that some client was told of, which are not told again. */
export interface ToldJobs {
  holds(job: Entry<'job'>): boolean
  add(job: Entry<'job'>): void
}

/** Keeps the told jobs of a server as long as their records are kept. */
export function toldJobs({ reader, ended }: SharedScope): ToldJobs {
  const keys = new Set<string>()
  const stop = reader.subscribe(reader.revision, (item) => {
    if (item.kind === 'gone' && item.entry.type === 'job') keys.delete(item.entry.key)
  })
  ended.addEventListener('abort', stop, { once: true })
  return { holds: ({ key }) => keys.has(key), add: ({ key }) => keys.add(key) }
}
