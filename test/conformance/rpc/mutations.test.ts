import { describe, expect, test } from 'vitest'
import { VirtError } from '../../../src/core/errors/index.ts'
import {
  decodeArgs,
  decodeError,
  decodeHole,
  decodeRet,
  FrameReader,
  MessageStatus,
  MessageType,
  procedureByNumber,
  programByNumber,
} from '../../../src/rpc/wire/index.ts'
import { readVectors } from './vectors.ts'

const MUTATIONS = 300_000
const vectors = readVectors() ?? []
if (vectors.length === 0)
  process.stderr.write('mutated packets are skipped: ../shared/spec/rpc/vectors.json is not there\n')

/** Numbers between 0 and 1 that are the same in every run (xorshift). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 0x1_0000_0000
  }
}

/** Words that lengths, markers and counts break on. */
const evil = [
  0, 1, 2, 7, 8, 0x7f, 0xff, 0x4000, 0x4001, 0x40_0000, 0x40_0001, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
]

function mutate(original: Buffer, next: () => number): Buffer {
  const pick = (below: number) => Math.floor(next() * below)
  const bytes = Buffer.from(original)
  for (let changes = 1 + pick(3); changes > 0; changes--) {
    if (next() < 0.5) bytes[pick(bytes.length)] = pick(256)
    else bytes.writeUInt32BE(evil[pick(evil.length)] as number, 4 * pick(bytes.length >> 2))
  }
  const cut = next()
  if (cut < 0.2) return bytes.subarray(0, pick(bytes.length))
  return cut < 0.3 ? Buffer.concat([bytes, bytes.subarray(pick(bytes.length))]) : bytes
}

/** Reads what arrives as both sides do; answers how many packets had a body that was understood. */
function readAll(bytes: Buffer): number {
  const reader = new FrameReader()
  reader.push(bytes)
  let understood = 0
  for (let found = reader.next(); found; found = reader.next()) {
    const { header, body } = found
    const program = programByNumber(header.program)
    const procedure = program && procedureByNumber(program, header.procedure)
    if (!program || !procedure) continue
    if (header.status === MessageStatus.ERROR) decodeError(body)
    else if (header.type === MessageType.STREAM_HOLE) decodeHole(body)
    else if (header.type === MessageType.REPLY) decodeRet(program, procedure.name, body)
    else decodeArgs(program, procedure.name, body)
    understood++
  }
  return understood
}

describe.skipIf(vectors.length === 0)('mutated packets', () => {
  test('are understood or refused by an error of the protocol', () => {
    const next = numbers(0x2008086)
    const originals = vectors.map(({ hex }) => Buffer.from(hex, 'hex')).filter(({ length }) => length < 4096)
    let understood = 0
    let refused = 0
    for (let i = 0; i < MUTATIONS; i++) {
      const bytes = mutate(originals[i % originals.length] as Buffer, next)
      try {
        understood += readAll(bytes)
      } catch (error) {
        if (!(error instanceof VirtError) || error.code !== 'rpc') {
          throw new Error(`${bytes.toString('hex')} is neither understood nor refused`, { cause: error })
        }
        refused++
      }
    }
    expect(understood).toBeGreaterThan(10_000)
    expect(refused).toBeGreaterThan(10_000)
  })
})
