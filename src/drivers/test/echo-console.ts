import { once } from 'node:events'
import { chmod, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { fromSystem } from '../../core/errors/index.ts'

/** The console of a running guest as a socket that gives back what is written to it. */
export class EchoConsole {
  readonly path: string
  readonly #server: Server
  readonly #clients = new Set<Socket>()

  private constructor(path: string, onData: (data: Uint8Array) => void) {
    this.path = path
    this.#server = createServer((client) => this.#serve(client, onData))
  }

  /** Listens on a socket that only the daemon's user can reach; all that passes is told to `onData`. */
  static async open(path: string, onData: (data: Uint8Array) => void): Promise<EchoConsole> {
    const console_ = new EchoConsole(path, onData)
    try {
      await rm(path, { force: true })
      console_.#server.listen(path)
      await once(console_.#server, 'listening')
      await chmod(path, 0o600)
    } catch (thrown) {
      console_.#server.close()
      throw fromSystem(thrown, `cannot open the console socket '${path}'`)
    }
    return console_
  }

  /** Whether somebody is connected. */
  get busy(): boolean {
    return this.#clients.size > 0
  }

  /** Sends everybody away. */
  disconnect(): void {
    for (const client of this.#clients) client.destroy()
    this.#clients.clear()
  }

  /** Ends the console; the socket is gone afterwards. */
  close(): void {
    this.disconnect()
    this.#server.close()
  }

  #serve(client: Socket, onData: (data: Uint8Array) => void): void {
    this.#clients.add(client)
    client.on('data', (data: Buffer) => {
      onData(data)
      if (!client.write(data)) client.pause()
    })
    client.on('drain', () => client.resume())
    client.on('error', () => client.destroy())
    client.on('close', () => this.#clients.delete(client))
  }
}
