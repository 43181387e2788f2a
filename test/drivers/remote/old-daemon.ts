import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { VirtError } from '../../../src/core/errors/index.ts'
import {
  encodeError,
  FrameReader,
  MessageStatus,
  MessageType,
  type Packet,
  packet,
  procedureByNumber,
  programByNumber,
} from '../../../src/rpc/wire/index.ts'

/** How a daemon says that it lacks a procedure: its hypervisor does, or it is from before it. */
export const refusals = {
  hypervisor: () =>
    new VirtError(
      'noSupport',
      'this function is not supported by the connection driver: virConnectSomething',
    ),
  age: (procedure: number) => new VirtError('rpc', `unknown procedure: ${procedure}`, { domain: 'rpc' }),
} as const

/** Makes a daemon look like an old one: stands before it and refuses the procedures that it is to lack. */
export class OldDaemon {
  readonly path: string
  /** Procedures that were called and refused. */
  readonly refused: string[] = []
  readonly #lacks: RegExp
  readonly #refuse: (procedure: number) => VirtError
  readonly #sockets = new Set<Socket>()
  readonly #server: Server

  private constructor(path: string, target: string, lacks: RegExp, refuse: (procedure: number) => VirtError) {
    this.path = path
    this.#lacks = lacks
    this.#refuse = refuse
    this.#server = createServer((client) => this.#join(client, connect(target)))
  }

  static async start(
    dir: string,
    target: string,
    lacks: RegExp,
    refuse: (procedure: number) => VirtError = refusals.hypervisor,
  ): Promise<OldDaemon> {
    const old = new OldDaemon(join(dir, 'old-sock'), target, lacks, refuse)
    await new Promise<void>((resolve) => old.#server.listen(old.path, resolve))
    return old
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #join(client: Socket, daemon: Socket): void {
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
    daemon.on('data', (chunk: Buffer) => client.write(chunk))
    const asked = new FrameReader()
    client.on('data', (chunk: Buffer) => {
      asked.push(chunk)
      for (let next = asked.next(); next; next = asked.next()) this.#pass(next, client, daemon)
    })
  }

  #pass({ header, body }: Packet, client: Socket, daemon: Socket): void {
    const program = programByNumber(header.program)
    const name = (program && procedureByNumber(program, header.procedure)?.name) ?? ''
    if (header.type !== MessageType.CALL || !this.#lacks.test(name)) {
      daemon.write(packet(header, (writer) => writer.raw(body)))
      return
    }
    this.refused.push(name)
    const answer = { ...header, type: MessageType.REPLY, status: MessageStatus.ERROR }
    client.write(packet(answer, encodeError(this.#refuse(header.procedure))))
  }
}
