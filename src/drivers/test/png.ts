import { deflateSync } from 'node:zlib'

type Colour = readonly [number, number, number]

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** The checksum of PNG and zlib (polynomial 0xedb88320), bit by bit: the pictures are small. */
function crc32(data: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of data) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** Length, type, data, checksum over type and data. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

/** A picture in PNG format, eight bits for each of red, green and blue. */
function encodePng(width: number, height: number, pixel: (x: number, y: number) => Colour): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc(height * (1 + 3 * width))
  for (let y = 0, at = 0; y < height; y++) {
    at++ // filter type 0
    for (let x = 0; x < width; x++, at += 3) rows.set(pixel(x, y), at)
  }
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ])
}

const bars: readonly Colour[] = [
  [192, 192, 192],
  [192, 192, 0],
  [0, 192, 192],
  [0, 192, 0],
  [192, 0, 192],
  [192, 0, 0],
  [0, 0, 192],
  [16, 16, 16],
]

/** The screen of every guest of the test hypervisor: colour bars. */
export function testScreen(): Uint8Array {
  const width = 320
  return encodePng(width, 200, (x) => bars[Math.floor((x * bars.length) / width)] ?? [0, 0, 0])
}
