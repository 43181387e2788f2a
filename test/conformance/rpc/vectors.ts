import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type MessageType, type ProgramName, programs } from '../../../src/rpc/wire/index.ts'
import type { ProcedureEntry } from '../../../src/rpc/wire/protocol/table.ts'

/** A packet that was recorded between a client of libvirt and its daemon, with what is in it. */
export interface Vector {
  readonly program: ProgramName
  readonly procedure: string
  readonly number: number
  readonly type: (typeof MessageType)[keyof typeof MessageType]
  readonly status: number
  readonly serial: number
  readonly fds?: number
  readonly bodyType?: string
  readonly body?: unknown
  /** Octets of data of a stream. */
  readonly raw?: number
  readonly hex: string
  /** What other programs write otherwise than we do. */
  readonly decodeOnly?: boolean
}

/** The name of a recorded body's type in our tables. */
export function tableType(bodyType: string): string {
  return bodyType === 'virNetMessageError' ? 'remote_error' : bodyType
}

/** The recorded packets, or nothing where they are not beside the project. */
export function readVectors(): readonly Vector[] | undefined {
  const file = resolve(import.meta.dirname, '../../../../shared/spec/rpc/vectors.json')
  if (!existsSync(file)) return undefined
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Vector[]
}

const types: Readonly<Record<string, unknown>> = Object.assign(
  {},
  ...Object.values(programs).map((program) => program.types),
)

/** A recorded body as the codec gives it: its JSON has other forms for octets, large numbers, unions and UUIDs. */
export function asDecoded(type: string, json: unknown): unknown {
  const entry = types[type]
  if (type === 'remote_uuid') return uuidText(octetsOf(json))
  if (typeof entry === 'string') return ofText(entry, json)
  if (entry !== undefined) return ofEntry(entry as Readonly<Record<string, string>>, json)
  return ofText(type, json)
}

function ofText(text: string, json: unknown): unknown {
  if (text.endsWith('?')) return json === null ? null : ofText(text.slice(0, -1), json)
  const sized = /^(\w+)[<[]\d+[>\]]$/.exec(text)
  const of = sized?.[1]
  if (of === 'string') return json
  if (of === 'opaque') return octetsOf(json)
  if (of === 'char') return Uint8Array.from(json as readonly number[])
  if (of !== undefined) return (json as readonly unknown[]).map((each) => asDecoded(of, each))
  if (text === 'hyper' || text === 'uhyper') return bigOf(json)
  return text in types ? asDecoded(text, json) : json
}

function ofEntry(entry: Readonly<Record<string, unknown>>, json: unknown): unknown {
  const from = json as Readonly<Record<string, unknown>>
  if (typeof entry.arms !== 'object') {
    const fields = Object.entries(entry as Readonly<Record<string, string>>)
    return Object.fromEntries(fields.map(([name, type]) => [name, asDecoded(type, from[name])]))
  }
  const { type, ...arm } = from
  const arms = entry.arms as Readonly<Record<number, string>>
  return { type, value: asDecoded(arms[type as number] as string, Object.values(arm)[0]) }
}

function bigOf(json: unknown): bigint {
  return BigInt(typeof json === 'number' ? json : (json as { readonly $big: string }).$big)
}

function octetsOf(json: unknown): Uint8Array {
  return Uint8Array.from(Buffer.from((json as { readonly $hex: string }).$hex, 'hex'))
}

function uuidText(octets: Uint8Array): string {
  return Buffer.from(octets)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** The type of what a packet's procedure takes or answers, from the table. */
export function bodyTypeOf(vector: Vector): string | undefined {
  const entry = (programs[vector.program].procedures as Readonly<Record<string, ProcedureEntry>>)[
    vector.procedure
  ]
  return vector.type === 1 || vector.type === 5 ? entry?.ret : entry?.args
}
