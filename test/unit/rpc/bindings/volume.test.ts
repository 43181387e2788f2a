import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ByteStream, StreamPiece } from '../../../../src/core/lib/byte-stream.ts'
import { poolHandlers } from '../../../../src/rpc/bindings/pool.ts'
import { volumeHandlers } from '../../../../src/rpc/bindings/volume.ts'
import type { RemoteNonnullStorageVol } from '../../../../src/rpc/wire/generated/types.ts'
import { openBench, type RpcBench } from '../support.ts'

const xml = (name: string, capacity = 1_000_000) =>
  `<volume><name>${name}</name><capacity>${capacity}</capacity></volume>`

let bench: RpcBench
let pool: { readonly name: string; readonly uuid: string }

beforeEach(async () => {
  bench = await openBench({ ...poolHandlers, ...volumeHandlers })
  pool = (await bench.call('STORAGE_POOL_LOOKUP_BY_NAME', { name: 'default-pool' })).pool
})

afterEach(async () => {
  await bench.close()
})

async function make(name: string, capacity?: number): Promise<RemoteNonnullStorageVol> {
  return (await bench.call('STORAGE_VOL_CREATE_XML', { pool, xml: xml(name, capacity), flags: 0 })).vol
}

function opened(): ByteStream {
  const { stream } = bench
  if (stream === undefined) throw new Error('the call opened no stream')
  return stream
}

interface Range {
  readonly offset?: bigint
  readonly length?: bigint
  readonly flags?: number
}

async function upload(vol: RemoteNonnullStorageVol, range: Range = {}): Promise<ByteStream> {
  const { offset = 0n, length = 0n, flags = 0 } = range
  await bench.call('STORAGE_VOL_UPLOAD', { vol, offset, length, flags })
  return opened()
}

async function put(vol: RemoteNonnullStorageVol, text: string, range: Range = {}): Promise<void> {
  const stream = await upload(vol, range)
  await stream.write(Buffer.from(text))
  await stream.finish()
}

async function download(vol: RemoteNonnullStorageVol, range: Range = {}): Promise<StreamPiece[]> {
  const { offset = 0n, length = 0n, flags = 0 } = range
  await bench.call('STORAGE_VOL_DOWNLOAD', { vol, offset, length, flags })
  const stream = opened()
  const pieces: StreamPiece[] = []
  for await (const piece of stream.incoming) pieces.push(piece)
  await stream.finish()
  return pieces
}

async function text(vol: RemoteNonnullStorageVol, range: Range = {}): Promise<string> {
  const pieces = await download(vol, range)
  return Buffer.concat(
    pieces.map((piece) => (piece instanceof Uint8Array ? piece : Buffer.from('?'))),
  ).toString()
}

test('what is uploaded comes back, zeroes behind it', async () => {
  const vol = await make('a', 8)
  await put(vol, 'hello')
  expect(await text(vol)).toBe('hello\0\0\0')
})

test('an upload at an offset leaves the rest as it was', async () => {
  const vol = await make('a', 10)
  await put(vol, 'abcdefghij')
  await put(vol, 'XY', { offset: 4n })
  expect(await text(vol)).toBe('abcdXYghij')
})

test('a download of a part begins and ends where it is asked to', async () => {
  const vol = await make('a', 10)
  await put(vol, 'abcdefghij')
  expect(await text(vol, { offset: 3n, length: 4n })).toBe('defg')
})

test('a download from behind the end is empty', async () => {
  expect(await download(await make('a', 10), { offset: 20n })).toEqual([])
})

test('a dropped upload leaves the volume as it was', async () => {
  const vol = await make('a', 5)
  await put(vol, 'first')
  const stream = await upload(vol)
  await stream.write(Buffer.from('other'))
  await stream.abort(new Error('the client is gone'))
  expect(await text(vol)).toBe('first')
})

test('more than the length given is refused at once', async () => {
  const stream = await upload(await make('a'), { length: 3n })
  await stream.write(Buffer.from('abc'))
  await expect(stream.write(Buffer.from('d'))).rejects.toMatchObject({
    number: 38,
    message: 'cannot write to stream: No space left on device',
  })
  await stream.abort(new Error('over'))
})

test('more than the volume holds is refused', async () => {
  const stream = await upload(await make('a', 3))
  await expect(stream.write(Buffer.from('abcd'))).rejects.toMatchObject({ number: 38 })
  await stream.abort(new Error('over'))
})

test('holes stay holes from an upload to a download', async () => {
  const vol = await make('a', 5_000_000)
  const stream = await upload(vol, { flags: 1 })
  await stream.write({ hole: 1_000_000n })
  await stream.write(Buffer.from('data'))
  await stream.write({ hole: 2_000_000n })
  await stream.finish()
  expect(await download(vol, { flags: 1 })).toEqual([
    { hole: 1_000_000n },
    new Uint8Array(Buffer.from('data')),
    { hole: 3_999_996n },
  ])
})

test('a hole overwrites what was there', async () => {
  const vol = await make('a', 6)
  await put(vol, 'abcdef')
  const stream = await upload(vol, { flags: 1, offset: 2n })
  await stream.write({ hole: 2n })
  await stream.finish()
  expect(await text(vol)).toBe('ab\0\0ef')
})

test('a hole in an upload that did not ask for holes is refused', async () => {
  const stream = await upload(await make('a'))
  await expect(stream.write({ hole: 2n })).rejects.toMatchObject({ code: 'invalidStream' })
  await stream.abort(new Error('over'))
})

test('a download shows the volume as it was when it began', async () => {
  const vol = await make('a', 3)
  await put(vol, 'old')
  await bench.call('STORAGE_VOL_DOWNLOAD', { vol, offset: 0n, length: 0n, flags: 0 })
  const before = opened()
  await put(vol, 'new')
  const pieces: Uint8Array[] = []
  for await (const piece of before.incoming) if (piece instanceof Uint8Array) pieces.push(piece)
  await before.finish()
  expect(Buffer.concat(pieces).toString()).toBe('old')
  expect(await text(vol)).toBe('new')
})

test('a copy has what its source had, and its own life after that', async () => {
  const source = await make('a', 5)
  await put(source, 'first')
  const { vol: copy } = await bench.call('STORAGE_VOL_CREATE_XML_FROM', {
    pool,
    xml: xml('b', 5),
    clonevol: source,
    flags: 0,
  })
  await put(source, 'other')
  await bench.call('STORAGE_VOL_DELETE', { vol: source, flags: 0 })
  expect(await text(copy)).toBe('first')
})

test('two uploads at different places of a volume both stay', async () => {
  const vol = await make('a', 4)
  const left = await upload(vol)
  const right = await upload(vol, { offset: 2n })
  await left.write(Buffer.from('ab'))
  await right.write(Buffer.from('cd'))
  await Promise.all([left.finish(), right.finish()])
  expect(await text(vol)).toBe('abcd')
})

test('a volume that was made again under the same name is not written by the old upload', async () => {
  const vol = await make('a', 4)
  const stream = await upload(vol)
  await stream.write(Buffer.from('old!'))
  await bench.call('STORAGE_VOL_DELETE', { vol, flags: 0 })
  const again = await make('a', 4)
  await expect(stream.finish()).rejects.toMatchObject({ code: 'noStorageVol' })
  expect(await text(again)).toBe('\0\0\0\0')
})

test('a wiped volume is all zeroes, whatever the pattern', async () => {
  const vol = await make('a', 3)
  await put(vol, 'abc')
  await bench.call('STORAGE_VOL_WIPE_PATTERN', { vol, algorithm: 4, flags: 0 })
  expect(await text(vol)).toBe('\0\0\0')
})

test('a volume that was shrunk and grown again has lost its end', async () => {
  const vol = await make('a', 6)
  await put(vol, 'abcdef')
  await bench.call('STORAGE_VOL_RESIZE', { vol, capacity: 3n, flags: 4 })
  await bench.call('STORAGE_VOL_RESIZE', { vol, capacity: 3n, flags: 2 })
  expect(await text(vol)).toBe('abc\0\0\0')
})

test('what is stored counts as space of the pool', async () => {
  const vol = await make('a', 1_000)
  await put(vol, 'x'.repeat(1_000))
  expect(await bench.call('STORAGE_VOL_GET_INFO', { vol })).toEqual({
    type: 0,
    capacity: 1_000n,
    allocation: 1_000n,
  })
  expect(await bench.call('STORAGE_POOL_GET_INFO', { pool })).toMatchObject({ allocation: 1_000n })
})

test('a volume is found by name, key and path, its pool by it', async () => {
  const vol = await make('a')
  expect(vol).toEqual({ pool: 'default-pool', name: 'a', key: '/default-pool/a' })
  expect((await bench.call('STORAGE_VOL_LOOKUP_BY_NAME', { pool, name: 'a' })).vol).toEqual(vol)
  expect((await bench.call('STORAGE_VOL_LOOKUP_BY_KEY', { key: vol.key })).vol).toEqual(vol)
  expect((await bench.call('STORAGE_VOL_LOOKUP_BY_PATH', { path: '/default-pool/a' })).vol).toEqual(vol)
  expect((await bench.call('STORAGE_POOL_LOOKUP_BY_VOLUME', { vol })).pool).toEqual(pool)
  expect(await bench.call('STORAGE_VOL_GET_PATH', { vol })).toEqual({ name: '/default-pool/a' })
})

test('a volume that is not there is told in the words of libvirt', async () => {
  const error = await bench.refused('STORAGE_VOL_LOOKUP_BY_NAME', { pool, name: 'x' })
  expect(error).toMatchObject({
    number: 50,
    message: "Storage volume not found: no storage vol with matching name 'x'",
  })
})

test('volumes of a pool that is not active cannot be listed', async () => {
  await bench.call('STORAGE_POOL_DESTROY', { pool })
  expect(await bench.refused('STORAGE_POOL_NUM_OF_VOLUMES', { pool })).toMatchObject({
    number: 55,
    message: "Requested operation is not valid: storage pool 'default-pool' is not active",
  })
})

test('volumes are counted and listed, as many as there is room for', async () => {
  await make('a')
  await make('b')
  expect(await bench.call('STORAGE_POOL_NUM_OF_VOLUMES', { pool })).toEqual({ num: 2 })
  expect(await bench.call('STORAGE_POOL_LIST_VOLUMES', { pool, maxnames: 1 })).toEqual({ names: ['a'] })
  expect(await bench.call('STORAGE_POOL_LIST_ALL_VOLUMES', { pool, need_results: 0, flags: 0 })).toEqual({
    vols: [],
    ret: 2,
  })
})

test('a way to wipe that is not known is refused', async () => {
  const vol = await make('a')
  const error = await bench.refused('STORAGE_VOL_WIPE_PATTERN', { vol, algorithm: 99, flags: 0 })
  expect(error.number).toBe(8)
})

test('a wish to make a volume smaller than nothing is refused', async () => {
  const vol = await make('a', 10)
  const error = await bench.refused('STORAGE_VOL_RESIZE', { vol, capacity: 11n, flags: 6 })
  expect(error.message).toBe("invalid argument: can't shrink capacity below zero")
})
