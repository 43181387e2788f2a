import { randomBytes } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { readIfPresent, replaceDurably } from './durable-file.ts'
import type { EngineLogger } from './module.ts'

/** The enterprise number that is reserved for documentation (RFC 5612), until the product has its own. */
export const PROVISIONAL_ENTERPRISE = 32_473

/** The greatest value of snmpEngineBoots: at it, authenticated messages are refused for good (RFC 3414). */
export const MAX_BOOTS = 0x7fffffff

/** Identity of an SNMP engine: what keys are bound to, and how often it was started. */
export interface EngineIdentity {
  readonly engineId: Buffer
  readonly boots: number
}

interface StateFile {
  readonly engineId: string
  readonly boots: number
}

const ID_PATTERN = /^(?:[0-9a-f]{2}){5,32}$/

/** The identity kept in a folder; made and written when there is none yet. Does not count as a start. */
export async function readIdentity(
  folder: string,
  log: EngineLogger,
  enterprise = PROVISIONAL_ENTERPRISE,
): Promise<EngineIdentity> {
  const path = join(folder, 'engine.json')
  const known = parseState(await readIfPresent(path))
  if (known === 'none') return create(path, enterprise)
  if (known !== 'damaged') return known
  // Boots are lost with the file, so the old engine id must not be used again: old messages would be taken as new.
  await rename(path, `${path}.damaged`)
  log.error('the SNMP engine state was damaged; there is a new engine id and all users must be added again', {
    file: path,
  })
  return create(path, enterprise)
}

/** Begins a run of the engine: boots are counted up and on the disk before this resolves. */
export async function beginRun(
  folder: string,
  log: EngineLogger,
  enterprise = PROVISIONAL_ENTERPRISE,
): Promise<EngineIdentity> {
  const { engineId, boots } = await readIdentity(folder, log, enterprise)
  const next = { engineId, boots: Math.min(boots + 1, MAX_BOOTS) }
  await write(join(folder, 'engine.json'), next)
  return next
}

/**
 *     engine id ::= 80 | enterprise number (31 bits) | 05 (octets follow) | 8 random octets
 */
async function create(path: string, enterprise: number): Promise<EngineIdentity> {
  const engineId = Buffer.alloc(13)
  engineId.writeUInt32BE((0x80000000 | enterprise) >>> 0, 0)
  engineId[4] = 5
  randomBytes(8).copy(engineId, 5)
  const identity = { engineId, boots: 0 }
  await write(path, identity)
  return identity
}

function write(path: string, { engineId, boots }: EngineIdentity): Promise<void> {
  const state: StateFile = { engineId: engineId.toString('hex'), boots }
  return replaceDurably(path, `${JSON.stringify(state)}\n`)
}

function parseState(text: string | undefined): EngineIdentity | 'none' | 'damaged' {
  if (text === undefined) return 'none'
  try {
    // Anything may stand in the file: both fields are checked before they are used.
    const { engineId, boots } = JSON.parse(text) as Partial<StateFile>
    if (typeof engineId !== 'string' || !ID_PATTERN.test(engineId)) return 'damaged'
    if (typeof boots !== 'number' || !Number.isInteger(boots) || boots < 0 || boots > MAX_BOOTS)
      return 'damaged'
    return { engineId: Buffer.from(engineId, 'hex'), boots }
  } catch {
    return 'damaged'
  }
}
