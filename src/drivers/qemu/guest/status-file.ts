import type { DomainDoc } from '../../../core/config/index.ts'
import { formatDomain, parseDomain } from '../../../core/config/index.ts'
import { VirtError } from '../../../core/errors/index.ts'
import { allReasons, type DomainReason, type DomainState, domainStates } from '../../../core/model/index.ts'
import type { Wanted } from '../../shared/domain-states.ts'
import type { Guest } from './guest.ts'
import type { LiveGuest } from './live-guest.ts'
import type { Services } from './services.ts'

const formatVersion = 1

/** What is written of a running guest, so that a daemon started later finds it again. */
export interface GuestStatus {
  readonly id: number
  /** 0 while the emulator is being started: then it is looked for by its directory. */
  readonly pid: number
  readonly startTicks: bigint
  readonly bootId: string
  readonly dir: string
  readonly startedAt: number
  readonly state: DomainState
  readonly reason: DomainReason
  readonly stateSince: number
  readonly wanted: Wanted
  readonly taints: readonly string[]
  readonly taps: readonly string[]
  readonly ports: readonly number[]
  readonly consoleLog: string | undefined
  readonly nextNode: number
  readonly diskNodes: ReadonlyMap<string, number>
  readonly shutdownSeen: boolean
  /** The next power-off is a reboot that was asked for. */
  readonly fakeReboot: boolean
  readonly doc: DomainDoc
}

/** The status of a guest as it is now. */
export function statusOf(guest: Guest, live: LiveGuest, bootId: string): GuestStatus {
  return {
    id: live.id,
    pid: live.process.pid,
    startTicks: live.process.startTicks,
    bootId,
    dir: live.dir,
    startedAt: live.startedAt,
    state: guest.state,
    reason: guest.reason,
    stateSince: guest.stateSince,
    wanted: guest.wanted,
    taints: [...guest.taints],
    taps: live.resources.taps,
    ports: live.resources.ports,
    consoleLog: live.consoleLog,
    nextNode: live.nextNode,
    diskNodes: live.diskNodes,
    shutdownSeen: live.shutdownSeen,
    fakeReboot: live.fakeReboot,
    doc: live.doc,
  }
}

/** Text of a status file. */
export function printStatus(status: GuestStatus): string {
  const { doc, startTicks, diskNodes, ...rest } = status
  return `${JSON.stringify(
    {
      version: formatVersion,
      ...rest,
      startTicks: String(startTicks),
      diskNodes: Object.fromEntries(diskNodes),
      xml: formatDomain(doc, { secure: true }),
    },
    null,
    1,
  )}\n`
}

function member<T>(value: unknown, words: readonly T[], fallback: T): T {
  return words.find((word) => word === value) ?? fallback
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function numbers(value: unknown): Map<string, number> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return new Map(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
}

function whole(record: Readonly<Record<string, unknown>>, name: string): number {
  const value = record[name]
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw new VirtError('parseFailed', `the status file has no number '${name}'`)
}

/** Reads a status file; throws `parseFailed` for what is none. */
export function readStatus(text: string): GuestStatus {
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed !== 'object' || parsed === null) {
    throw new VirtError('parseFailed', 'the status file is not an object')
  }
  const record = parsed as Readonly<Record<string, unknown>>
  if (record.version !== formatVersion || typeof record.xml !== 'string' || typeof record.dir !== 'string') {
    throw new VirtError('parseFailed', `the status file is not of version ${formatVersion}`)
  }
  return {
    id: whole(record, 'id'),
    pid: whole(record, 'pid'),
    startTicks: BigInt(String(record.startTicks ?? 0)),
    bootId: String(record.bootId ?? ''),
    dir: record.dir,
    startedAt: whole(record, 'startedAt'),
    state: member(record.state, domainStates, 'running'),
    reason: member(record.reason, allReasons, 'unknown'),
    stateSince: whole(record, 'stateSince'),
    wanted: member<Wanted>(record.wanted, ['running', 'paused', 'suspended', 'shutdown'], 'running'),
    taints: strings(record.taints),
    taps: strings(record.taps),
    ports: Array.isArray(record.ports) ? record.ports.filter((port) => typeof port === 'number') : [],
    consoleLog: typeof record.consoleLog === 'string' ? record.consoleLog : undefined,
    nextNode: whole(record, 'nextNode'),
    diskNodes: numbers(record.diskNodes),
    shutdownSeen: record.shutdownSeen === true,
    fakeReboot: record.fakeReboot === true,
    doc: parseDomain(record.xml, { live: true }),
  }
}

/** Writes the status of a running guest; a guest that has ended meanwhile is left alone. */
export async function saveStatus(services: Services, guest: Guest): Promise<void> {
  const { live } = guest
  if (!live || live.finished) return
  await services.stores.status.put(guest.uuid, printStatus(statusOf(guest, live, services.bootId)))
}

/** The same where what is to be written has happened already: that it cannot be is told, and no reason to fail. */
export async function noteStatus(services: Services, guest: Guest): Promise<void> {
  try {
    await saveStatus(services, guest)
  } catch (error) {
    services.env.log.warn('the status of a guest cannot be written', {
      domain: guest.name,
      error: String(error),
    })
  }
}
