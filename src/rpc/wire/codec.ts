import type { TypeEntry, TypeText } from './protocol/table.ts'
import { malformed, type XdrReader } from './xdr-reader.ts'
import { misfit, padded, type XdrWriter } from './xdr-writer.ts'

/** Writes and reads values of one type of the wire. */
export interface Codec {
  /** Octets that the shortest value takes. */
  readonly least: number
  write(writer: XdrWriter, value: unknown): void
  read(reader: XdrReader): unknown
}

/** Finds the codec of a type. */
type Resolve = (name: string) => Codec

/** Finds the codec of any type text over the named types of the tables; of a named type it is made once. */
export function codecsOf(types: Readonly<Record<string, TypeEntry>>): Resolve {
  const made = new Map<string, Codec>()
  function resolve(name: string): Codec {
    const known = made.get(name)
    if (known) return known
    const entry = types[name]
    if (entry === undefined) throw new Error(`type ${name} is not in the protocol tables`)
    const codec = name === 'remote_uuid' ? uuid : compile(entry, resolve)
    made.set(name, codec)
    return codec
  }
  return (text) => made.get(text) ?? ofText(text, resolve)
}

function compile(entry: TypeEntry, resolve: Resolve): Codec {
  if (typeof entry === 'string') return ofText(entry, resolve)
  const { switch: tag, arms } = entry
  return typeof tag === 'string' && typeof arms === 'object'
    ? union(tag, arms, resolve)
    : struct(entry as Readonly<Record<string, TypeText>>, resolve)
}

function ofText(text: TypeText, resolve: Resolve): Codec {
  if (text.endsWith('?')) return optional(ofText(text.slice(0, -1), resolve))
  const sized = /^(\w+)([<[])(\d+)[>\]]$/.exec(text)
  if (!sized) return scalars[text] ?? resolve(text)
  const [, of = '', bracket, digits] = sized
  const counted = bracket === '<'
  const size = Number(digits)
  if (of === 'string') return string(size)
  if (of === 'opaque') return counted ? opaque(size) : fixed(size)
  if (of === 'char') return counted ? chars(size) : fixedChars(size)
  return counted ? list(ofText(of, resolve), size) : fixedList(ofText(of, resolve), size)
}

function integer(read: (reader: XdrReader) => number): Codec {
  return {
    least: 4,
    write(writer, value) {
      if (typeof value !== 'number') throw misfit(value, 'of 32 bits')
      writer.int(value)
    },
    read,
  }
}

function long(read: (reader: XdrReader) => bigint): Codec {
  return {
    least: 8,
    write(writer, value) {
      if (typeof value !== 'bigint') throw misfit(value, 'of 64 bits')
      writer.hyper(value)
    },
    read,
  }
}

// Narrow numbers travel as 32 bits; the receiver cuts off what is too much, as C does.
const scalars: Readonly<Record<string, Codec>> = {
  int: integer((reader) => reader.int()),
  uint: integer((reader) => reader.uint()),
  char: integer((reader) => (reader.int() << 24) >> 24),
  uchar: integer((reader) => reader.int() & 0xff),
  short: integer((reader) => (reader.int() << 16) >> 16),
  ushort: integer((reader) => reader.int() & 0xffff),
  hyper: long((reader) => reader.hyper()),
  uhyper: long((reader) => reader.uhyper()),
  double: {
    least: 8,
    write(writer, value) {
      if (typeof value !== 'number') throw misfit(value, 'of double precision')
      writer.double(value)
    },
    read: (reader) => reader.double(),
  },
}

const uuid: Codec = {
  least: 16,
  write(writer, value) {
    writer.uuid(text(value))
  },
  read: (reader) => reader.uuid(),
}

function string(max: number): Codec {
  return {
    least: 4,
    write(writer, value) {
      writer.string(text(value), max)
    },
    read: (reader) => reader.string(max),
  }
}

function opaque(max: number): Codec {
  return {
    least: 4,
    write(writer, value) {
      writer.opaque(octets(value), max)
    },
    read: (reader) => reader.opaque(max),
  }
}

function fixed(length: number): Codec {
  return {
    least: padded(length),
    write(writer, value) {
      writer.fixed(octets(value), length)
    },
    read: (reader) => reader.fixed(length),
  }
}

/** Lists of `char`, which take four octets for each, are octets to the program. */
function chars(max: number): Codec {
  return {
    least: 4,
    write(writer, value) {
      const from = octets(value)
      writer.count(from.length, max)
      writeChars(writer, from)
    },
    read: (reader) => readChars(reader, reader.count(max, 4)),
  }
}

function fixedChars(length: number): Codec {
  return {
    least: 4 * length,
    write(writer, value) {
      const from = octets(value)
      if (from.length !== length) throw misfit(`${from.length} octets`, `of ${length} characters`)
      writeChars(writer, from)
    },
    read: (reader) => readChars(reader, length),
  }
}

function writeChars(writer: XdrWriter, from: Uint8Array): void {
  for (let i = 0; i < from.length; i++) writer.int(((from[i] as number) << 24) >> 24)
}

function readChars(reader: XdrReader, length: number): Uint8Array {
  if (length * 4 > reader.left) throw malformed(`${length} characters in ${reader.left} octets`)
  const to = new Uint8Array(length)
  for (let i = 0; i < length; i++) to[i] = reader.int()
  return to
}

function optional(of: Codec): Codec {
  return {
    least: 4,
    write(writer, value) {
      if (value === null || value === undefined) {
        writer.int(0)
        return
      }
      writer.int(1)
      of.write(writer, value)
    },
    read: (reader) => (reader.present() ? of.read(reader) : null),
  }
}

function list(of: Codec, max: number): Codec {
  return {
    least: 4,
    write(writer, value) {
      const from = elements(value)
      writer.count(from.length, max, of.least)
      for (let i = 0; i < from.length; i++) of.write(writer, from[i])
    },
    read: (reader) => readList(reader, of, reader.count(max, of.least)),
  }
}

function fixedList(of: Codec, length: number): Codec {
  return {
    least: length * of.least,
    write(writer, value) {
      const from = elements(value)
      if (from.length !== length) throw misfit(`${from.length} elements`, `of ${length} elements`)
      for (let i = 0; i < length; i++) of.write(writer, from[i])
    },
    read: (reader) => readList(reader, of, length),
  }
}

function readList(reader: XdrReader, of: Codec, length: number): unknown[] {
  const to: unknown[] = []
  for (let i = 0; i < length; i++) to.push(of.read(reader))
  return to
}

function struct(fields: Readonly<Record<string, TypeText>>, resolve: Resolve): Codec {
  const names = Object.keys(fields)
  const codecs = names.map((name) => ofText(fields[name] as string, resolve))
  const empty = Object.fromEntries(names.map((name) => [name, null]))
  return {
    least: codecs.reduce((sum, codec) => sum + codec.least, 0),
    write(writer, value) {
      const from = record(value)
      for (let i = 0; i < codecs.length; i++) (codecs[i] as Codec).write(writer, from[names[i] as string])
    },
    read(reader) {
      // A copy has room for its fields and no more, and they need not be added one by one.
      const to: Record<string, unknown> = { ...empty }
      for (let i = 0; i < codecs.length; i++) to[names[i] as string] = (codecs[i] as Codec).read(reader)
      return to
    },
  }
}

function union(tag: string, arms: Readonly<Record<number, TypeText>>, resolve: Resolve): Codec {
  const codecs = new Map(Object.entries(arms).map(([type, of]) => [Number(type), ofText(of, resolve)]))
  const least = Math.min(...[...codecs.values()].map((codec) => codec.least))
  return {
    least: 4 + least,
    write(writer, value) {
      const from = record(value)
      const codec = codecs.get(from[tag] as number)
      if (!codec) throw misfit(`the type ${String(from[tag])}`, 'of a union')
      writer.int(from[tag] as number)
      codec.write(writer, from.value)
    },
    read(reader) {
      const type = reader.int()
      const codec = codecs.get(type)
      if (!codec) throw malformed(`a union of the unknown type ${type}`)
      return { [tag]: type, value: codec.read(reader) }
    },
  }
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw misfit(value, 'of text')
  return value
}

function octets(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw misfit(value, 'of octets')
  return value
}

function elements(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw misfit(value, 'of a list')
  return value
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw misfit(value, 'of a structure')
  // Whatever is missing in it is refused by the codec of its field.
  return value as Readonly<Record<string, unknown>>
}
