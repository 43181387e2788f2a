import type { FeedItem } from '../../core/contracts.ts'
import { VirtError } from '../../core/errors/index.ts'
import { eventsOf, isTypeName, typeNames } from '../../core/model/index.ts'
import { type CliContext, connectionOption, defineCommand, jsonOption } from '../command.ts'
import { clean, formatTime, formatValue } from '../output/human.ts'
import { itemForJson, toJson } from '../output/json.ts'
import { attrsByName } from '../output/rows.ts'
import { nameOf, parseType } from '../resolve.ts'

/** `virtgate events`. */
export const eventsCommand = defineCommand({
  name: 'events',
  summary: 'Follow what happens, until interrupted',
  doc: ['With --json each event is one line.'],
  options: {
    ...connectionOption,
    type: { short: 't', value: 'TYPE', many: true, kind: 'type', doc: 'Only of objects of this type.' },
    event: {
      short: 'e',
      value: 'NAME',
      many: true,
      doc: 'Only these events, such as lifecycle or statusChanged.',
    },
    object: { short: 'o', value: 'NAME', doc: 'Only of the object with this name, uuid or key.' },
    changes: { doc: 'Also every change of an attribute.' },
    count: { short: 'n', value: 'NUMBER', doc: 'End after this many.' },
    timeout: {
      value: 'SECONDS',
      doc: 'End after this time; the exit code is then 8 if --count was not reached.',
    },
    ...jsonOption,
  },
  examples: [['virtgate events --type domain --event lifecycle', 'guests that start and stop']],
  async run(context, { options }) {
    const client = await context.client()
    const types = options.type.map(parseType)
    refuseUnknown(options.event)
    const most = positive('--count', options.count) ?? Number.POSITIVE_INFINITY
    const { signal, release } = limited(context, positive('--timeout', options.timeout))
    const kinds: FeedItem['kind'][] = options.changes ? ['event', 'put', 'gone'] : ['event']
    const from = { kinds, ...(types.length > 0 && { types }) }
    let seen = 0
    try {
      for await (const item of client.follow(from, signal)) {
        if (!wanted(item, options)) continue
        await context.out(`${options.json ? toJson(itemForJson(item)) : describe(item)}\n`)
        if (++seen >= most) return
      }
    } catch (thrown) {
      if (!signal.aborted) throw thrown
    } finally {
      release()
    }
    return context.signal.aborted || most === Number.POSITIVE_INFINITY ? 0 : 8
  },
})

interface Filter {
  readonly connection: string | undefined
  readonly event: readonly string[]
  readonly object: string | undefined
}

function wanted(item: FeedItem, filter: Filter): boolean {
  if (item.kind === 'resync') return true
  const { key } = item.kind === 'event' ? item.ref : item.entry
  if (filter.connection !== undefined && !key.startsWith(`${filter.connection}/`)) return false
  if (item.kind === 'event' && !wantsEvent(item.event, filter.event)) return false
  if (filter.object === undefined) return true
  const name = item.entry ? nameOf(item.entry) : undefined
  return filter.object === name || filter.object === key || key.endsWith(`/${filter.object}`)
}

/** What an emulator itself says is told only to whom asks for it: what it means is told besides. */
function wantsEvent(event: string, wanted: readonly string[]): boolean {
  return wanted.length > 0 ? wanted.includes(event) : event !== 'monitorEvent'
}

/** One item of the feed as a line for people. */
function describe(item: FeedItem): string {
  const when = formatTime(item.time)
  if (item.kind === 'resync') return `${when}  some changes were missed: this program was too slow`
  if (item.kind === 'gone') return `${when}  ${item.entry.type} '${clean(nameOf(item.entry))}' gone`
  if (item.kind === 'put')
    return `${when}  ${item.entry.type} '${clean(nameOf(item.entry))}' ${changed(item)}`
  const name = item.entry ? nameOf(item.entry) : item.ref.key
  const defs = eventsOf(item.ref.type)[item.event]?.fields ?? {}
  const fields = Object.entries(item.fields as Readonly<Record<string, unknown>>)
    .map(([field, value]) => `${field}=${formatValue(defs[field] ?? { kind: 'string' }, value)}`)
    .join(' ')
  return `${when}  ${item.ref.type} '${clean(name)}' ${item.event} ${fields}`.trimEnd()
}

function changed({ entry, before }: Extract<FeedItem, { kind: 'put' }>): string {
  if (!before) return 'appeared'
  const [old, now] = [attrsByName(before), attrsByName(entry)]
  const names = Object.keys({ ...old, ...now }).filter((name) => toJson(old[name]) !== toJson(now[name]))
  return names.map((name) => `${name}: ${brief(old[name])} -> ${brief(now[name])}`).join(', ')
}

function brief(value: unknown): string {
  const text = clean(typeof value === 'string' ? value : toJson(value))
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

function refuseUnknown(events: readonly string[]): void {
  const known = new Set(typeNames.filter(isTypeName).flatMap((type) => Object.keys(eventsOf(type))))
  for (const event of events) {
    if (!known.has(event)) {
      throw new VirtError('invalidArg', `there is no event '${event}'; events are ${[...known].join(', ')}`)
    }
  }
}

function positive(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new VirtError('invalidArg', `${option} is '${text}'; expected a number above 0`)
}

function limited(
  context: CliContext,
  seconds: number | undefined,
): { signal: AbortSignal; release: () => void } {
  if (seconds === undefined) return { signal: context.signal, release: () => {} }
  const limit = new AbortController()
  const release = context.clock.after(seconds * 1000, () => limit.abort())
  return { signal: AbortSignal.any([limit.signal, context.signal]), release }
}
