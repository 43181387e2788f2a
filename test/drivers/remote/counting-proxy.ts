import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import {
  FrameReader,
  MessageType,
  type Packet,
  procedureByNumber,
  programByNumber,
  programs,
} from '../../../src/rpc/wire/index.ts'

/** Stands between a client and a daemon and remembers which procedures are called. */
export class CountingProxy {
  readonly path: string
  readonly calls: string[] = []
  /** Signs of life that the daemon gave. */
  pongs = 0
  readonly #target: string
  readonly #sockets = new Set<Socket>()
  readonly #lookers = new Set<() => void>()
  #server: Server | undefined

  private constructor(dir: string, target: string) {
    this.path = join(dir, 'proxy-sock')
    this.#target = target
  }

  static async start(dir: string, target: string): Promise<CountingProxy> {
    const proxy = new CountingProxy(dir, target)
    const server = createServer((client) => proxy.#join(client))
    proxy.#server = server
    await new Promise<void>((resolve) => server.listen(proxy.path, resolve))
    return proxy
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server?.close(resolve))
  }

  /** Waits until something holds of what passed. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return
        this.#lookers.delete(look)
        resolve()
      }
      this.#lookers.add(look)
      look()
    })
  }

  #join(client: Socket): void {
    const daemon = connect(this.#target)
    const asked = new FrameReader()
    const told = new FrameReader()
    for (const [one, other] of [
      [client, daemon],
      [daemon, client],
    ] as const) {
      this.#sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
    client.on('data', (chunk: Buffer) => {
      for (const { header } of packets(asked, chunk)) {
        const program = programByNumber(header.program)
        if (header.type !== MessageType.CALL || !program) continue
        this.calls.push(procedureByNumber(program, header.procedure)?.name ?? '?')
      }
      daemon.write(chunk)
      this.#look()
    })
    daemon.on('data', (chunk: Buffer) => {
      for (const { header } of packets(told, chunk))
        if (header.program === programs.keepalive.number) this.pongs++
      client.write(chunk, () => this.#look())
    })
  }

  #look(): void {
    for (const look of [...this.#lookers]) look()
  }
}

function* packets(reader: FrameReader, chunk: Buffer): Generator<Packet> {
  reader.push(chunk)
  for (let packet = reader.next(); packet; packet = reader.next()) yield packet
}
