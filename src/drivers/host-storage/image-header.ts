import type { ImageHeader } from './volume.ts'

/** Bytes of the beginning of a file that all formats are told by; the mark of ISO 9660 is at 32 KiB. */
export const headerBytes = 36 * 1024

interface Format {
  readonly name: string
  readonly magic: string | readonly number[]
  readonly at: number
  /** Reads what else the header says; the file has so many bytes. */
  read(bytes: Buffer, size: bigint): Omit<ImageHeader, 'format'>
}

const text = (bytes: Buffer, at: number, length: number): string => bytes.toString('utf8', at, at + length)

/** Bits of the header of qcow2, version 3. */
const dataFileBit = 4n
const extendedL2Bit = 16n
const lazyRefcountsBit = 1n
const backingFormatExtension = 0xe2792aca

/**
 * qcow2: magic, u32 version, u64 offset and u32 length of the backing name, u32 cluster bits, u64 size, u32 encryption;
 * from version 3 at 72: u64 incompatible, compatible, autoclear bits, u32 refcount order, u32 header length; then
 * extensions of u32 type, u32 length, data padded to 8 bytes.
 */
function readQcow2(bytes: Buffer): Omit<ImageHeader, 'format'> {
  const version = bytes.readUInt32BE(4)
  const modern = version >= 3
  const incompatible = modern ? bytes.readBigUInt64BE(72) : 0n
  const clusterBits = bytes.readUInt32BE(20)
  const headerLength = modern ? bytes.readUInt32BE(100) : 72
  const backing = nameAt(bytes, bytes.readBigUInt64BE(8), bytes.readUInt32BE(16))
  const backingFormat = backing === undefined ? undefined : extension(bytes, headerLength)
  return {
    capacity: bytes.readBigUInt64BE(24),
    compat: modern ? '1.1' : '0.10',
    ...(clusterBits >= 9 && clusterBits <= 21 ? { clusterSize: 1n << BigInt(clusterBits) } : {}),
    ...(bytes.readUInt32BE(32) === 0 ? {} : { encrypted: true }),
    ...((incompatible & dataFileBit) === 0n ? {} : { dataFile: true }),
    ...((incompatible & extendedL2Bit) === 0n ? {} : { extendedL2: true }),
    ...(modern && (bytes.readBigUInt64BE(80) & lazyRefcountsBit) !== 0n ? { lazyRefcounts: true } : {}),
    ...(backing === undefined ? {} : { backing }),
    ...(backingFormat === undefined ? {} : { backingFormat }),
  }
}

/** A name in the header; names are at most 1,023 bytes. */
function nameAt(bytes: Buffer, offset: bigint, length: number): string | undefined {
  if (offset === 0n || length === 0 || length > 1023) return undefined
  if (offset + BigInt(length) > BigInt(bytes.length)) return undefined
  return text(bytes, Number(offset), length)
}

function extension(bytes: Buffer, from: number): string | undefined {
  for (let at = from; at + 8 <= bytes.length; ) {
    const [type, length] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
    if (type === 0 || at + 8 + length > bytes.length) return undefined
    if (type === backingFormatExtension) return text(bytes, at + 8, length)
    at += 8 + Math.ceil(length / 8) * 8
  }
  return undefined
}

/** Formats that are told by their content. Everything else is raw. */
const formats: readonly Format[] = [
  { name: 'qcow2', magic: 'QFI\xfb\0\0\0\x02', at: 0, read: readQcow2 },
  { name: 'qcow2', magic: 'QFI\xfb\0\0\0\x03', at: 0, read: readQcow2 },
  {
    name: 'qcow',
    magic: 'QFI\xfb\0\0\0\x01',
    at: 0,
    read(bytes) {
      const backing = nameAt(bytes, bytes.readBigUInt64BE(8), bytes.readUInt32BE(16))
      return { capacity: bytes.readBigUInt64BE(24), ...(backing === undefined ? {} : { backing }) }
    },
  },
  {
    name: 'qed',
    magic: 'QED\0',
    at: 0,
    read(bytes) {
      const named = (bytes.readBigUInt64LE(16) & 1n) !== 0n
      const backing = named
        ? nameAt(bytes, BigInt(bytes.readUInt32LE(56)), bytes.readUInt32LE(60))
        : undefined
      return { capacity: bytes.readBigUInt64LE(48), ...(backing === undefined ? {} : { backing }) }
    },
  },
  {
    name: 'vmdk',
    magic: 'KDMV',
    at: 0,
    read: (bytes) => ({ capacity: bytes.readBigUInt64LE(12) * 512n }),
  },
  {
    name: 'vdi',
    magic: [0x7f, 0x10, 0xda, 0xbe],
    at: 64,
    read: (bytes) => ({ capacity: bytes.readBigUInt64LE(368) }),
  },
  { name: 'vpc', magic: 'conectix', at: 0, read: (bytes) => ({ capacity: bytes.readBigUInt64BE(48) }) },
  { name: 'iso', magic: '\x01CD001\x01', at: 32768, read: (_bytes, size) => ({ capacity: size }) },
]

/** Most header bytes that a reader of a format looks at, beside names with offsets that are checked. */
const fixedPart = 512

/** What the beginning of a file of so many bytes says; undefined for raw content. Nothing that it names is opened. */
export function readImageHeader(start: Buffer, size: bigint): ImageHeader | undefined {
  const format = formats.find(({ magic, at }) => {
    const mark = typeof magic === 'string' ? Buffer.from(magic, 'latin1') : Buffer.from(magic)
    return start.subarray(at, at + mark.length).equals(mark)
  })
  if (format === undefined) return undefined
  const padded = start.length < fixedPart ? Buffer.concat([start, Buffer.alloc(fixedPart)]) : start
  return { format: format.name, ...format.read(padded, size) }
}
