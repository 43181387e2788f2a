import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { VirtError } from '../../core/errors/index.ts'

/** Who is at the other end of a Unix socket, as the kernel recorded it when the connection was made. */
export interface PeerCredentials {
  readonly uid: number
  readonly gid: number
  /** Process that connected; it may have ended, or handed the socket on. */
  readonly pid: number
}

/** What one call of `receive` got. */
export interface Received {
  /** Octets; none at the end of the stream. They are the caller's own. */
  readonly data: Buffer
  /** Descriptors that came behind the octets; whoever takes them closes them. */
  readonly descriptors: readonly number[]
  /** Whether more descriptors came than there was room for; the kernel has closed the others. */
  readonly truncated: boolean
}

/** Calls of the operating system that Node lacks. Those that would have to wait answer undefined or false. */
export interface Foreign {
  peerCredentials(fd: number): PeerCredentials
  /** Sends one octet with one descriptor; false when the socket takes nothing at the moment. */
  sendDescriptor(fd: number, descriptor: number): boolean
  /** Reads what is there; undefined when nothing is. */
  receive(fd: number): Received | undefined
  duplicate(fd: number): number
  close(fd: number): void
  /** Makes what a thread can wait on for many descriptors at once. */
  readonly epoll: EpollCalls
}

/** Waiting for many descriptors: each is reported once, then not until it is armed again. */
export interface EpollCalls {
  create(): number
  add(epoll: number, fd: number, id: number): void
  arm(epoll: number, fd: number, id: number): void
  remove(epoll: number, fd: number): void
  /** A descriptor that becomes readable with `signal`. */
  makeBell(): number
  ring(bell: number): void
}

/** The foreign calls, or why this system has none. */
export type ForeignLoad = { readonly calls: Foreign } | { readonly reason: string }

/** Most descriptors that one message may carry (SCM_MAX_FD of the kernel is 253). */
const maxPerMessage = 64
const dataSize = 65_536
const SOL_SOCKET = 1
const SO_PEERCRED = 17
const SCM_RIGHTS = 1
const MSG_DONTWAIT = 0x40
const MSG_CTRUNC = 0x08
const MSG_NOSIGNAL = 0x4000
const MSG_CMSG_CLOEXEC = 0x4000_0000
const F_DUPFD_CLOEXEC = 1030
const EPOLL_CLOEXEC = 0x80000
const EPOLLIN = 0x001
const EPOLLONESHOT = 0x4000_0000
const EFD_CLOEXEC = 0x80000
const EFD_NONBLOCK = 0x800
const { EAGAIN, EINTR, ENOENT, EBADF } = constants.errno

type Koffi = typeof import('koffi')
type Call = (...args: readonly unknown[]) => number

/** Name of the package that makes foreign calls, for the thread that waits. */
export function foreignPackage(): string {
  return createRequire(import.meta.url).resolve('koffi')
}

/** Loads the foreign calls; on a system without them it says why. */
export function loadForeign(): ForeignLoad {
  if (process.platform !== 'linux')
    return { reason: `there are no calls for ${process.platform}, only for linux` }
  try {
    const koffi = createRequire(import.meta.url)('koffi') as Koffi
    return { calls: bind(koffi) }
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : String(thrown)
    return { reason: `package koffi cannot be used: ${text.split('\n', 1)[0]}` }
  }
}

/** Octets of one `struct epoll_event`: it is packed on Intel's processors only. */
export function epollEventSize(): number {
  return process.arch === 'x64' || process.arch === 'ia32' ? 12 : 16
}

function bind(koffi: Koffi): Foreign {
  const libc = koffi.load(null)
  const declare = (name: string, result: string, args: string[]): Call => {
    const call = libc.func(name, result, args)
    return (...given) => Number(call(...given))
  }
  const failed = (what: string) => {
    const errno = koffi.errno()
    const name =
      Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `error ${errno}`
    return new VirtError('systemError', `${what}: ${name}`, { domain: 'rpc' })
  }
  const checked = (what: string, result: number): number => {
    if (result < 0) throw failed(what)
    return result
  }
  const getsockopt = declare('getsockopt', 'int', ['int', 'int', 'int', 'void *', 'void *'])
  const sendmsg = declare('sendmsg', 'long', ['int', 'void *', 'int'])
  const recvmsg = declare('recvmsg', 'long', ['int', 'void *', 'int'])
  const fcntl = declare('fcntl', 'int', ['int', 'int', 'int'])
  const close = declare('close', 'int', ['int'])
  const message = new MessageMemory(koffi, koffi.sizeof('void *'))
  return {
    peerCredentials(fd) {
      const ucred = Buffer.alloc(12)
      const size = Buffer.alloc(4)
      size.writeUInt32LE(ucred.length)
      checked('peer of a socket', getsockopt(fd, SOL_SOCKET, SO_PEERCRED, ucred, size))
      return { pid: ucred.readInt32LE(0), uid: ucred.readUInt32LE(4), gid: ucred.readUInt32LE(8) }
    },
    sendDescriptor(fd, descriptor) {
      for (;;) {
        if (sendmsg(fd, message.toSend(descriptor), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) return true
        const errno = koffi.errno()
        if (errno === EAGAIN) return false
        if (errno !== EINTR) throw failed('a descriptor cannot be sent')
      }
    },
    receive(fd) {
      for (;;) {
        const count = recvmsg(fd, message.toReceive(), MSG_DONTWAIT | MSG_CMSG_CLOEXEC)
        if (count >= 0) return message.received(count)
        const errno = koffi.errno()
        if (errno === EAGAIN) return undefined
        if (errno !== EINTR) throw failed('nothing can be received')
      }
    },
    duplicate: (fd) => checked('a descriptor cannot be duplicated', fcntl(fd, F_DUPFD_CLOEXEC, 3)),
    close(fd) {
      close(fd)
    },
    epoll: bindEpoll(koffi, declare, checked),
  }
}

function bindEpoll(
  koffi: Koffi,
  declare: (name: string, result: string, args: string[]) => Call,
  checked: (what: string, result: number) => number,
): EpollCalls {
  const create = declare('epoll_create1', 'int', ['int'])
  const control = declare('epoll_ctl', 'int', ['int', 'int', 'int', 'void *'])
  const eventfd = declare('eventfd', 'int', ['uint', 'int'])
  const write = declare('write', 'long', ['int', 'void *', 'size_t'])
  const size = epollEventSize()
  const event = (id: number, bits: number): Buffer => {
    const bytes = Buffer.alloc(size)
    bytes.writeUInt32LE(bits)
    bytes.writeUInt32LE(id, size - 8)
    return bytes
  }
  const oneShot = EPOLLIN | EPOLLONESHOT
  const [add, remove, modify] = [1, 2, 3]
  return {
    create: () => checked('nothing can wait for sockets', create(EPOLL_CLOEXEC)),
    add(epoll, fd, id) {
      checked('a socket cannot be waited for', control(epoll, add, fd, event(id, oneShot)))
    },
    arm(epoll, fd, id) {
      checked('a socket cannot be waited for', control(epoll, modify, fd, event(id, oneShot)))
    },
    remove(epoll, fd) {
      if (control(epoll, remove, fd, event(0, 0)) >= 0) return
      // A descriptor that was closed is gone from the set by itself.
      if (![ENOENT, EBADF].includes(koffi.errno())) checked('a socket is still waited for', -1)
    },
    makeBell: () => checked('no bell can be made', eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
    ring(bell) {
      const one = Buffer.alloc(8)
      one.writeBigUInt64LE(1n)
      write(bell, one, one.length)
    },
  }
}

/**
 * Memory of one `struct msghdr` with its parts, at addresses that stay (a buffer of this size is never moved):
 * name, namelen, iov, iovlen, control, controllen, each of a word's size, then flags. A control message is its
 * length (a word), level and type (4 octets each), then descriptors of 4 octets.
 */
class MessageMemory {
  readonly #word: number
  readonly #address: bigint
  readonly #memory: Buffer
  readonly #controlSize: number

  constructor(koffi: Koffi, word: number) {
    this.#word = word
    this.#controlSize = word + 8 + maxPerMessage * 4
    this.#memory = Buffer.alloc(headerRoom + this.#controlSize + dataSize)
    this.#address = koffi.address(this.#memory)
  }

  /** A message of one NUL octet with a descriptor. */
  toSend(descriptor: number): Buffer {
    const start = headerRoom
    this.#putWord(start, this.#word + 8 + 4)
    this.#memory.writeInt32LE(SOL_SOCKET, start + this.#word)
    this.#memory.writeInt32LE(SCM_RIGHTS, start + this.#word + 4)
    this.#memory.writeInt32LE(descriptor, start + this.#word + 8)
    this.#memory[this.#dataAt] = 0
    return this.#header(1, align(this.#word + 8 + 4, this.#word))
  }

  /** Room for octets and descriptors. */
  toReceive(): Buffer {
    return this.#header(dataSize, this.#controlSize)
  }

  /** What came. */
  received(count: number): Received {
    const data = Buffer.from(this.#memory.subarray(this.#dataAt, this.#dataAt + count))
    const flags = this.#memory.readInt32LE(6 * this.#word)
    return { data, descriptors: this.#descriptors(), truncated: (flags & MSG_CTRUNC) !== 0 }
  }

  get #dataAt(): number {
    return headerRoom + this.#controlSize
  }

  #descriptors(): number[] {
    const found: number[] = []
    const head = this.#word + 8
    const end = headerRoom + this.#getWord(5 * this.#word)
    for (let at = headerRoom; at + head <= end; ) {
      const size = this.#getWord(at)
      if (size < head) break
      const level = this.#memory.readInt32LE(at + this.#word)
      const type = this.#memory.readInt32LE(at + this.#word + 4)
      if (level === SOL_SOCKET && type === SCM_RIGHTS) {
        for (let fd = at + head; fd + 4 <= at + size; fd += 4) found.push(this.#memory.readInt32LE(fd))
      }
      at += align(size, this.#word)
    }
    return found
  }

  #header(octets: number, control: number): Buffer {
    const word = this.#word
    const iov = 7 * word
    this.#memory.fill(0, 0, headerRoom)
    this.#putWord(2 * word, this.#address + BigInt(iov))
    this.#putWord(3 * word, 1)
    this.#putWord(4 * word, this.#address + BigInt(headerRoom))
    this.#putWord(5 * word, control)
    this.#putWord(iov, this.#address + BigInt(this.#dataAt))
    this.#putWord(iov + word, octets)
    return this.#memory
  }

  #putWord(at: number, value: number | bigint): void {
    if (this.#word === 8) this.#memory.writeBigUInt64LE(BigInt(value), at)
    else this.#memory.writeUInt32LE(Number(value), at)
  }

  #getWord(at: number): number {
    return this.#word === 8 ? Number(this.#memory.readBigUInt64LE(at)) : this.#memory.readUInt32LE(at)
  }
}

const headerRoom = 128

function align(size: number, word: number): number {
  return Math.ceil(size / word) * word
}
