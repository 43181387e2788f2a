import { Duplex } from 'node:stream'
import { execa } from 'execa'
import type { Channel } from './channel.ts'
import type { CommandLine } from './ssh-command.ts'

/** Lines and bytes of what a program complains that are kept. */
const KEPT_LINES = 4
const KEPT_BYTES = 2048

/** How long a program may take to leave after its input has ended. */
const GRACE_MS = 2000

/** Starts a program that leads to a daemon; its input and output are the channel. */
export function openProcess(command: CommandLine): Channel {
  const child = execa(command.program, command.args, {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    encoding: 'buffer',
    buffer: false,
    reject: false,
    stripFinalNewline: false,
    forceKillAfterDelay: GRACE_MS,
    cleanup: true,
  })
  const { stdin, stdout, stderr } = child
  const tail = new Tail()
  stderr.on('data', (chunk: Buffer) => tail.push(chunk))
  stderr.on('error', () => {})
  const stream = Duplex.from({ readable: stdout, writable: stdin })
  stream.on('close', () => child.kill())
  // What cannot be started has only a broken pipe to show, and says here why.
  const complaint = () =>
    child.then(
      ({ code }) => (code === 'ENOENT' ? `there is no program '${command.program}'` : tail.text),
      () => tail.text,
    )
  return { stream, secure: true, complaint }
}

/** The last lines of a text that goes on. */
class Tail {
  #text = ''

  push(chunk: Buffer): void {
    this.#text = (this.#text + chunk.toString('utf8')).slice(-KEPT_BYTES)
  }

  get text(): string | undefined {
    const lines = this.#text.split(/\r?\n/).filter((line) => line.trim() !== '')
    return lines.length === 0 ? undefined : lines.slice(-KEPT_LINES).join(' / ')
  }
}
