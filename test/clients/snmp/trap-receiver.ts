import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { mibDirs, until } from './tools.ts'

const run = promisify(execFile)

/** Whether snmptrapd is installed; says so when not. */
export const hasTrapd = await run('sh', ['-c', 'command -v snmptrapd || test -x /usr/sbin/snmptrapd']).then(
  () => true,
  () => {
    process.stderr.write('skipped: snmptrapd is missing (apt-get install snmptrapd)\n')
    return false
  },
)

/** A UDP port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

/** Debian's receiver of notifications, on loopback, with what it has written. */
export class TrapReceiver {
  readonly port: number
  #text = ''
  readonly #process: ChildProcess
  readonly #folder: string

  private constructor(port: number, process: ChildProcess, folder: string) {
    this.port = port
    this.#process = process
    this.#folder = folder
    process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text
    })
    process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text
    })
  }

  /** Starts one; each line is a notification in numbers: version, source, kind and objects. */
  static async start(config: readonly string[]): Promise<TrapReceiver> {
    const folder = await mkdtemp(join(tmpdir(), 'virtgate-trapd-'))
    const port = await freePort()
    await writeFile(join(folder, 'trapd.conf'), `${config.join('\n')}\n`)
    // Version, addresses and the v1 fields, then all objects.
    const format = '<<%P|%a|%N|%w|%q|%v>>\\n'
    const args = [
      '-f',
      '-Lo',
      '-On',
      '-C',
      '-c',
      join(folder, 'trapd.conf'),
      '-F',
      format,
      `127.0.0.1:${port}`,
    ]
    const env = { PATH: '/usr/sbin:/usr/bin:/bin', MIBS: '', MIBDIRS: mibDirs, SNMP_PERSISTENT_DIR: folder }
    const receiver = new TrapReceiver(port, spawn('/usr/sbin/snmptrapd', args, { env }), folder)
    await until(async () => receiver.text.includes('NET-SNMP version'), 20_000, 'snmptrapd is up')
    return receiver
  }

  /** All that it wrote. */
  get text(): string {
    return this.#text
  }

  /** Notifications so far, each as one text. */
  get notifications(): string[] {
    return Array.from(this.#text.matchAll(/<<([\s\S]*?)>>\n/g), ([, one = '']) => one)
  }

  /** Waits for a notification that holds all the texts. */
  async expect(...parts: readonly string[]): Promise<string> {
    const find = () => this.notifications.find((one) => parts.every((part) => one.includes(part)))
    try {
      await until(async () => find() !== undefined, 15_000, `notification with ${parts.join(' and ')}`)
    } catch (error) {
      throw new Error(`${(error as Error).message}; there are: ${this.notifications.join(' ; ')}`)
    }
    return find() ?? ''
  }

  /** Ends it. */
  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
    await rm(this.#folder, { recursive: true, force: true })
  }
}
