import { VirtError } from '../../core/errors/index.ts'
import { type Codec, codecsOf } from './codec.ts'
import type {
  AdminArgs,
  AdminRets,
  LxcArgs,
  LxcRets,
  QemuArgs,
  QemuEvents,
  QemuRets,
  RemoteArgs,
  RemoteEvents,
  RemoteRets,
} from './generated/types.ts'
import type { BodyWriter } from './message.ts'
import { type ProgramName, programs } from './programs.ts'
import type { ProcedureEntry, ProgramTable, TypeEntry } from './protocol/table.ts'
import { XdrReader } from './xdr-reader.ts'

interface ArgsByProgram {
  readonly remote: RemoteArgs & RemoteEvents
  readonly qemu: QemuArgs & QemuEvents
  readonly lxc: LxcArgs
  readonly admin: AdminArgs
  readonly keepalive: Readonly<Record<never, never>>
}

interface RetsByProgram {
  readonly remote: RemoteRets
  readonly qemu: QemuRets
  readonly lxc: LxcRets
  readonly admin: AdminRets
  readonly keepalive: Readonly<Record<never, never>>
}

/** Arguments of a procedure, or the body of an event; unknown where only the run knows which one. */
export type ArgsOf<P extends ProgramName, N extends string> = N extends keyof ArgsByProgram[P]
  ? ArgsByProgram[P][N]
  : unknown

/** The reply of a procedure; unknown where only the run knows which one. */
export type RetOf<P extends ProgramName, N extends string> = N extends keyof RetsByProgram[P]
  ? RetsByProgram[P][N]
  : unknown

/** A procedure found by its number. */
export interface Procedure {
  readonly program: ProgramName
  readonly name: string
  readonly entry: ProcedureEntry
}

interface Known extends Procedure {
  readonly args: Codec | undefined
  readonly ret: Codec | undefined
}

interface KnownProgram {
  readonly byName: ReadonlyMap<string, Known>
  readonly byNumber: ReadonlyMap<number, Known>
}

// What follows from the tables alone, worked out when it is first asked for: codecs are asked for with every packet.
const known: Partial<Record<ProgramName, KnownProgram>> = {}
let resolveType: ((text: string) => Codec) | undefined

/** The program of a number of the wire, if there is one. */
export function programByNumber(number: number): ProgramName | undefined {
  for (const name of Object.keys(programs) as ProgramName[]) if (programs[name].number === number) return name
  return undefined
}

/** The procedure of a number, if there is one. */
export function procedureByNumber(program: ProgramName, number: number): Procedure | undefined {
  return programOf(program).byNumber.get(number)
}

/** The entry of a procedure in the table. */
export function procedureByName(program: ProgramName, name: string): Procedure | undefined {
  return programOf(program).byName.get(name)
}

/** Writes arguments of a procedure, or the body of an event. */
export function encodeArgs<P extends ProgramName, N extends string>(
  program: P,
  procedure: N,
  args: ArgsOf<P, N>,
): BodyWriter {
  const { args: codec } = named(program, procedure)
  return codec ? (writer) => codec.write(writer, args) : nothing
}

/** Reads arguments of a procedure, or the body of an event; whatever follows them does not matter. */
export function decodeArgs<P extends ProgramName, N extends string>(
  program: P,
  procedure: N,
  body: Buffer,
): ArgsOf<P, N> {
  // The table, from which both the codec and the type are made, ties one to the other.
  return named(program, procedure).args?.read(new XdrReader(body)) as ArgsOf<P, N>
}

/** Writes the reply of a procedure. */
export function encodeRet<P extends ProgramName, N extends string>(
  program: P,
  procedure: N,
  ret: RetOf<P, N>,
): BodyWriter {
  const { ret: codec } = named(program, procedure)
  return codec ? (writer) => codec.write(writer, ret) : nothing
}

/** Reads the reply of a procedure; whatever follows it does not matter. */
export function decodeRet<P extends ProgramName, N extends string>(
  program: P,
  procedure: N,
  body: Buffer,
): RetOf<P, N> {
  // As above.
  return named(program, procedure).ret?.read(new XdrReader(body)) as RetOf<P, N>
}

/** The codec of a type text over the types of all tables. */
export function codecOf(type: string): Codec {
  resolveType ??= codecsOf(
    Object.assign({}, ...Object.values(programs).map((program: ProgramTable) => program.types)) as Readonly<
      Record<string, TypeEntry>
    >,
  )
  return resolveType(type)
}

function nothing(): void {}

function named(program: ProgramName, procedure: string): Known {
  const found = programOf(program).byName.get(procedure)
  if (found) return found
  throw new VirtError('internalError', `program ${program} has no procedure '${procedure}'`, {
    domain: 'rpc',
  })
}

function programOf(program: ProgramName): KnownProgram {
  known[program] ??= learn(program)
  return known[program]
}

function learn(program: ProgramName): KnownProgram {
  const entries = Object.entries<ProcedureEntry>(programs[program].procedures)
  const byName = new Map(
    entries.map(([name, entry]) => [
      name,
      {
        program,
        name,
        entry,
        args: entry.args === undefined ? undefined : codecOf(entry.args),
        ret: entry.ret === undefined ? undefined : codecOf(entry.ret),
      },
    ]),
  )
  return { byName, byNumber: new Map([...byName.values()].map((each) => [each.entry.number, each])) }
}
