import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { VirtError } from '../../../../src/core/errors/index.ts'
import { systemClock } from '../../../../src/core/lib/clock.ts'
import {
  type DescriptorLink,
  type DescriptorSink,
  loadNative,
  type NativeSockets,
} from '../../../../src/rpc/native/descriptors.ts'

const load = loadNative()
const python = spawnSync('python3', ['-c', 'import socket; socket.recv_fds']).status === 0
const reason = 'reason' in load ? load.reason : python ? undefined : 'python3 with socket.recv_fds is absent'
if (reason) process.emitWarning(`descriptors are not tested: ${reason}`)

interface Step {
  readonly do: 'send' | 'receive' | 'wait' | 'die'
  readonly data?: string
  readonly files?: readonly string[]
  readonly octets?: number
  readonly times?: number
}

let dir: string
let server: Server
let native: NativeSockets
const sockets: Socket[] = []
const children: ChildProcess[] = []

beforeEach(async () => {
  const loaded = loadNative()
  if ('reason' in loaded) return
  native = loaded.sockets
  dir = mkdtempSync(join(tmpdir(), 'virtgate-native-'))
  server = createServer({ pauseOnConnect: true })
  server.listen(join(dir, 'sock'))
  await once(server, 'listening')
})

afterEach(async () => {
  if (reason) return
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await native.close()
  await new Promise((resolve) => server.close(resolve))
  rmSync(dir, { recursive: true, force: true })
})

/** A client that follows the plan, and its socket on our side. */
async function connect(plan: readonly Step[]): Promise<{ socket: Socket; child: ChildProcess }> {
  const accepted = once(server, 'connection')
  const script = join(import.meta.dirname, 'peer.py')
  const child = spawn('python3', ['-S', '-E', script, join(dir, 'sock'), JSON.stringify(plan)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const [socket] = (await accepted) as [Socket]
  sockets.push(socket)
  socket.on('error', () => {})
  return { socket, child }
}

/** Keeps what comes, and resolves waits for it. */
class Kept implements DescriptorSink {
  text = ''
  ended = false
  error: VirtError | undefined
  readonly #waits: { done: () => boolean; resolve: () => void }[] = []

  data(chunk: Buffer): void {
    this.text += chunk.toString('latin1')
    this.#look()
  }
  end(): void {
    this.ended = true
    this.#look()
  }
  failed(error: VirtError): void {
    this.error = error
    this.#look()
  }
  until(done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve()
    return new Promise((resolve) => this.#waits.push({ done, resolve }))
  }
  #look(): void {
    for (const { done, resolve } of this.#waits) if (done()) resolve()
  }
}

function contents(link: DescriptorLink, count: number): string[] {
  return (link.take(count) ?? []).map((fd) => {
    const text = readFileSync(`/proc/self/fd/${fd}`, 'utf8')
    closeSync(fd)
    return text
  })
}

/** Temporary files that are open. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const to = readlinkSync(`/proc/self/fd/${fd}`)
      return to.startsWith(`${tmpdir()}/`) ? [to] : []
    } catch {
      return []
    }
  })
}

async function answer(child: ChildProcess): Promise<unknown> {
  if (!child.stdout) throw new Error('no output')
  for await (const chunk of child.stdout) return JSON.parse(String(chunk))
  throw new Error('the client said nothing')
}

const needsNative = { skip: reason !== undefined }

describe('who is at the other end of a socket', needsNative, () => {
  test('is known by user, group and process', async () => {
    const { socket, child } = await connect([{ do: 'wait' }])
    expect(native.peerCredentials(socket)).toEqual({
      uid: process.getuid?.(),
      gid: process.getgid?.(),
      pid: child.pid,
    })
  })

  test('is not known once the socket is closed', async () => {
    const { socket } = await connect([{ do: 'wait' }])
    socket.destroy()
    expect(native.peerCredentials(socket)).toBeUndefined()
  })

  test('is not known of a TCP connection', async () => {
    const tcp = createServer()
    tcp.listen(0, '127.0.0.1')
    await once(tcp, 'listening')
    const { port } = tcp.address() as { port: number }
    const accepted = once(tcp, 'connection')
    const { connect: dial } = await import('node:net')
    const client = dial(port, '127.0.0.1')
    const [socket] = (await accepted) as [Socket]
    expect(native.peerCredentials(socket)).toBeUndefined()
    client.destroy()
    socket.destroy()
    await new Promise((resolve) => tcp.close(resolve))
  })
})

describe('receiving descriptors', needsNative, () => {
  test('hands over regular files in the order in which they came', async () => {
    const { socket } = await connect([
      { do: 'send', data: 'packet' },
      { do: 'send', data: '\0', files: ['one'] },
      { do: 'send', data: '\0', files: ['two'] },
      { do: 'wait' },
    ])
    const kept = new Kept()
    const link = native.receiver.receive(socket, kept)
    await kept.until(() => kept.text === 'packet\0\0')
    expect(contents(link, 2)).toEqual(['one', 'two'])
  })

  test('gives none out before as many as asked for have come', async () => {
    const { socket, child } = await connect([
      { do: 'send', data: 'a', files: ['one'] },
      { do: 'wait' },
      { do: 'send', data: 'b', files: ['two'] },
      { do: 'wait' },
    ])
    const kept = new Kept()
    const link = native.receiver.receive(socket, kept)
    await kept.until(() => kept.text === 'a')
    expect(link.take(2)).toBeUndefined()
    child.stdin?.write('\n')
    await kept.until(() => kept.text === 'ab')
    expect(contents(link, 2)).toEqual(['one', 'two'])
  })

  test('takes many with one message, coalesced with data', async () => {
    const files = Array.from({ length: 32 }, (_, i) => `file ${i}`)
    const { socket } = await connect([
      { do: 'send', data: 'before' },
      { do: 'send', data: 'with', files },
      { do: 'send', data: 'after' },
      { do: 'wait' },
    ])
    const kept = new Kept()
    const link = native.receiver.receive(socket, kept)
    await kept.until(() => kept.text === 'beforewithafter')
    expect(contents(link, 32)).toEqual(files)
  })

  test('keeps what Node had read before', async () => {
    const { socket, child } = await connect([
      { do: 'send', data: 'early ' },
      { do: 'wait' },
      { do: 'send', data: 'late', files: ['x'] },
      { do: 'wait' },
    ])
    socket.read(0)
    await once(socket, 'readable')
    const kept = new Kept()
    const link = native.receiver.receive(socket, kept)
    child.stdin?.write('\n')
    await kept.until(() => kept.text === 'early late')
    expect(contents(link, 1)).toEqual(['x'])
  })

  test('delivers nothing while it is paused', async () => {
    const { socket, child } = await connect([
      { do: 'send', data: 'first' },
      { do: 'wait' },
      { do: 'send', data: 'second' },
      { do: 'wait' },
    ])
    const kept = new Kept()
    const link = native.receiver.receive(socket, kept)
    await kept.until(() => kept.text === 'first')
    link.pause()
    child.stdin?.write('\n')
    const other = await connect([{ do: 'send', data: 'other' }, { do: 'wait' }])
    const beside = new Kept()
    native.receiver.receive(other.socket, beside)
    await beside.until(() => beside.text === 'other')
    expect(kept.text).toBe('first')
    link.resume()
    await kept.until(() => kept.text === 'firstsecond')
  })

  test('says when the other end has closed, and closes what nobody took', async () => {
    const before = openFiles()
    const { socket } = await connect([{ do: 'send', data: 'x', files: ['left'] }, { do: 'die' }])
    const kept = new Kept()
    native.receiver.receive(socket, kept)
    await kept.until(() => kept.ended)
    expect(kept.text).toBe('x')
    socket.destroy()
    await once(socket, 'close')
    expect(openFiles()).toEqual(before)
  })

  test('closes what nobody took when our end closes', async () => {
    const before = openFiles()
    const { socket } = await connect([{ do: 'send', data: 'x', files: ['left'] }, { do: 'wait' }])
    const kept = new Kept()
    native.receiver.receive(socket, kept)
    await kept.until(() => kept.text === 'x')
    socket.destroy()
    await once(socket, 'close')
    expect(native.receiver.size).toBe(0)
    expect(openFiles()).toEqual(before)
  })

  test('fails for a client that sends more than anything asks for', async () => {
    const before = openFiles()
    const files = Array.from({ length: 40 }, () => 'x')
    const { socket } = await connect([
      { do: 'send', data: 'a', files },
      { do: 'send', data: 'b', files },
      { do: 'wait' },
    ])
    const kept = new Kept()
    native.receiver.receive(socket, kept)
    await kept.until(() => kept.error !== undefined)
    expect(kept.error?.code).toBe('rpc')
    socket.destroy()
    await once(socket, 'close')
    expect(openFiles()).toEqual(before)
  })

  test('fails for a message with more than there is room for', async () => {
    const before = openFiles()
    const files = Array.from({ length: 200 }, () => 'x')
    const { socket } = await connect([{ do: 'send', data: 'a', files }, { do: 'wait' }])
    const kept = new Kept()
    native.receiver.receive(socket, kept)
    await kept.until(() => kept.error !== undefined)
    socket.destroy()
    await once(socket, 'close')
    expect(openFiles()).toEqual(before)
  })

  test('serves many sockets with one thread', async () => {
    const clients = []
    for (let i = 0; i < 4; i++) {
      clients.push(await connect([{ do: 'send', data: String(i), files: [`file ${i}`] }, { do: 'wait' }]))
    }
    const found = await Promise.all(
      clients.map(async ({ socket }) => {
        const kept = new Kept()
        const link = native.receiver.receive(socket, kept)
        await kept.until(() => kept.text !== '')
        return [kept.text, ...contents(link, 1)]
      }),
    )
    expect(found.map(([text, file]) => file === `file ${text}`)).toEqual(Array(4).fill(true))
  })

  test('passes large amounts of data unchanged', async () => {
    const { socket } = await connect([{ do: 'send', data: '0123456789', times: 100_000 }, { do: 'wait' }])
    const kept = new Kept()
    native.receiver.receive(socket, kept)
    await kept.until(() => kept.text.length >= 1_000_000)
    expect(kept.text).toBe('0123456789'.repeat(100_000))
  })

  test('is refused for a socket that is closed', async () => {
    const { socket } = await connect([{ do: 'wait' }])
    socket.destroy()
    expect(() => native.receiver.receive(socket, new Kept())).toThrow('the socket is closed')
  })
})

describe('sending descriptors', needsNative, () => {
  const options = () => ({ clock: systemClock, signal: new AbortController().signal })

  test('puts each behind what was written, with a NUL octet of its own', async () => {
    const paths = ['one', 'two'].map((text) => {
      writeFileSync(join(dir, text), text)
      return join(dir, text)
    })
    const files = paths.map((path) => openSync(path, 'r'))
    const { socket, child } = await connect([{ do: 'receive', octets: 12 }])
    socket.write('packet')
    await native.sendDescriptors(socket, files, options())
    socket.write('next')
    expect(await answer(child)).toEqual({ data: 'packet\0\0next', texts: ['one', 'two'], places: [7, 8] })
    for (const fd of files) closeSync(fd)
  })

  test('waits for a client that reads late, without holding up others', async () => {
    writeFileSync(join(dir, 'file'), 'late')
    const fd = openSync(join(dir, 'file'), 'r')
    const { socket, child } = await connect([{ do: 'wait' }, { do: 'receive', octets: 1_000_001 }])
    socket.write(Buffer.alloc(1_000_000, 'x'))
    let sent = false
    const sending = native.sendDescriptors(socket, [fd], options()).then(() => {
      sent = true
    })
    const { socket: other } = await connect([{ do: 'wait' }])
    await native.sendDescriptors(other, [fd], options())
    expect(sent).toBe(false)
    child.stdin?.write('\n')
    await sending
    expect(await readAll(child)).toMatchObject({ texts: ['late'], places: [1_000_001] })
    closeSync(fd)
  })

  test('ends with the socket', async () => {
    const { socket } = await connect([{ do: 'wait' }])
    socket.write(Buffer.alloc(1_000_000))
    const sending = native.sendDescriptors(socket, [0], options())
    socket.destroy()
    await expect(sending).rejects.toThrow('the socket is closed')
  })

  test('ends when it is given up', async () => {
    const { socket } = await connect([{ do: 'wait' }])
    socket.write(Buffer.alloc(1_000_000))
    const given = new AbortController()
    const sending = native.sendDescriptors(socket, [0], { clock: systemClock, signal: given.signal })
    given.abort(new Error('given up'))
    await expect(sending).rejects.toThrow('given up')
  })

  test('keeps the order of other writes when nothing else waits', async () => {
    const { socket, child } = await connect([{ do: 'receive', octets: 2 }])
    const fd = openSync('/dev/null', 'r')
    await native.sendDescriptors(socket, [fd], options())
    socket.write('z')
    expect(await answer(child)).toMatchObject({ data: '\0z', places: [1] })
    closeSync(fd)
  })
})

describe('duplicates', needsNative, () => {
  test('are the same file under another number', () => {
    writeFileSync(join(dir, 'file'), 'text')
    const fd = openSync(join(dir, 'file'), 'r')
    const copy = native.duplicate(fd)
    expect(readlinkSync(`/proc/self/fd/${copy}`)).toBe(join(dir, 'file'))
    native.closeDescriptor(copy)
    native.closeDescriptor(fd)
    expect(openFiles()).not.toContain(join(dir, 'file'))
  })
})

async function readAll(child: ChildProcess): Promise<unknown> {
  let text = ''
  if (child.stdout) for await (const chunk of child.stdout) text += String(chunk)
  return JSON.parse(text)
}
