import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adminCalls } from '../../../src/rpc/admin/admin-calls.ts'
import type { AdminParts } from '../../../src/rpc/admin/admin-parts.ts'
import { lxcHandlers, qemuHandlers, remoteHandlers } from '../../../src/rpc/bindings/index.ts'
import { ownRemoteCalls } from '../../../src/rpc/server/own-calls.ts'
import { type ProgramName, programs } from '../../../src/rpc/wire/index.ts'
import type { ProcedureEntry } from '../../../src/rpc/wire/protocol/table.ts'

/** For each procedure `bound`, or why it is not: it answers then that it is not supported, and clients do without. */
type Ledger = Readonly<Record<ProgramName, Readonly<Record<string, string>>>>

const ledger: Ledger = JSON.parse(readFileSync(join(import.meta.dirname, 'procedures.json'), 'utf8'))

/** Parts that are never asked for anything: only the names of the calls are wanted. */
const noParts = new Proxy({}, { get: () => undefined }) as AdminParts

const answered: Readonly<Record<ProgramName, ReadonlySet<string>>> = {
  remote: new Set([...Object.keys(ownRemoteCalls), ...Object.keys(remoteHandlers)]),
  qemu: new Set(Object.keys(qemuHandlers)),
  lxc: new Set(Object.keys(lxcHandlers)),
  admin: new Set(Object.keys(adminCalls(noParts))),
  keepalive: new Set(),
}

const events = readdirSync(resolve(import.meta.dirname, '../../../src/rpc/events'))
  .map((file) => readFileSync(resolve(import.meta.dirname, '../../../src/rpc/events', file), 'utf8'))
  .join('\n')

function isServed(program: ProgramName, name: string, { kind = 'call' }: ProcedureEntry): boolean {
  if (kind === 'call') return answered[program].has(name)
  // Events are pushed by name; pings are answered below the programs.
  return kind === 'event' ? events.includes(`'${name}'`) : true
}

const numbers = { remote: 456, qemu: 7, lxc: 1, admin: 20, keepalive: 2 } as const satisfies Record<
  ProgramName,
  number
>

describe.each(Object.keys(numbers) as ProgramName[])('the ledger of the %s program', (program) => {
  const procedures: ReadonlyArray<readonly [string, ProcedureEntry]> = Object.entries(
    programs[program].procedures,
  )
  const rows = ledger[program]

  test('has every procedure', () => {
    expect(procedures.length).toBeGreaterThanOrEqual(numbers[program])
    expect(Object.keys(rows)).toEqual(procedures.map(([name]) => name))
  })

  test('says bound of exactly those that are served', () => {
    const bound = Object.keys(rows).filter((name) => rows[name] === 'bound')
    const served = procedures.filter(([name, entry]) => isServed(program, name, entry)).map(([name]) => name)
    process.stdout.write(`${program}: ${bound.length} of ${procedures.length} procedures are bound\n`)
    expect(bound).toEqual(served)
  })

  test('gives a reason for the others', () => {
    const silent = Object.entries(rows).filter(([, why]) => why !== 'bound' && why.length < 20)
    expect(silent).toEqual([])
  })
})
