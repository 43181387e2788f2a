import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { access, copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { connect as connectSocket, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { internalCaller } from '../../src/core/access/caller.ts'
import type { Gateway } from '../../src/core/engine/gateway.ts'
import { figure, median, ratio, timed } from '../shared/report.ts'
import { connect, withGateway } from './gateway.ts'

const emulator = '/usr/bin/qemu-system-x86_64'
const rounds = 15
const uuid = 'be2c4000-0000-4000-8000-000000000001'
const xml = `<domain type='qemu'>
  <name>bench</name>
  <uuid>${uuid}</uuid>
  <memory unit='MiB'>32</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices><emulator>${emulator}</emulator></devices>
</domain>`

/** The command that the driver started a guest with. */
interface Command {
  readonly argv: readonly string[]
  /** Directory of its monitor and of the files that it reads. */
  readonly dir: string
}

/**
 * From the call of start to a guest of which QEMU has acknowledged that it runs, beside the same command started by hand
 * with its monitor. Both are taken in turns, each first in every other round, after one round that does not count.
 */
export async function startGuest(): Promise<void> {
  const missing = await access(emulator).then(
    () => false,
    () => true,
  )
  if (missing)
    return console.log(
      `start to running: skipped, as ${emulator} is not there (Debian package qemu-system-x86)`,
    )
  await withGateway(async (gateway) => {
    await connect(gateway, 'bench', 'qemu:///system')
    const { operations } = gateway
    await operations.invoke('domain.define', { type: 'host', key: 'bench/host' }, { xml }, internalCaller)
    const scratch = await mkdtemp(join(tmpdir(), 'vgbare-'))
    try {
      const command = await commandOf(gateway, scratch)
      const { managed, bare } = await inTurns(
        () => startManaged(gateway),
        () => startBare(command),
      )
      report(managed, bare)
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  })
}

/** Times of each kind, in the order of the rounds. */
interface Times {
  readonly managed: number[]
  readonly bare: number[]
}

async function inTurns(managed: () => Promise<number>, bare: () => Promise<number>): Promise<Times> {
  const times: Times = { managed: [], bare: [] }
  const kinds = [
    [times.managed, managed],
    [times.bare, bare],
  ] as const
  for (let round = 0; round <= rounds; round++) {
    for (const [list, start] of round % 2 === 0 ? kinds : [...kinds].reverse()) {
      const ms = await start()
      if (round > 0) list.push(ms)
    }
  }
  return times
}

function report(managed: readonly number[], bare: readonly number[]): void {
  figure('start to running through the gateway', median(managed), 'ms')
  figure('start to running by hand', median(bare), 'ms')
  // Of one round each, so that what slows the machine down for a while does not count.
  figure('overhead of the gateway', median(managed.map((ms, n) => ms - (bare[n] ?? Number.NaN))), 'ms')
  ratio('start to running, gateway over by hand', median(managed) / median(bare))
}

const guest = { type: 'domain', key: `bench/${uuid}` } as const

async function startManaged(gateway: Gateway): Promise<number> {
  const { operations, inventory } = gateway
  const ms = await timed(() => operations.invoke('domain.start', guest, {}, internalCaller))
  const state = inventory.get('domain', guest.key)?.attrs.state
  if (state !== 'running') throw new Error(`the guest is ${state} after its start`)
  await operations.invoke('domain.destroy', guest, {}, internalCaller)
  return ms
}

/** Starts the guest once to read its command, with copies of the files that it names in `scratch`. */
async function commandOf(gateway: Gateway, scratch: string): Promise<Command> {
  await gateway.operations.invoke('domain.start', guest, {}, internalCaller)
  try {
    const argv = await argvOfGuest()
    const monitor = argv.map((word) => /^socket,id=charmonitor,path=([^,]+)/.exec(word)?.[1]).find(Boolean)
    if (monitor === undefined) throw new Error('the command of the guest has no monitor')
    const dir = dirname(monitor)
    for (const file of await readdir(dir, { withFileTypes: true })) {
      if (file.isFile()) await copyFile(join(dir, file.name), join(scratch, file.name))
    }
    return {
      argv: argv.map((word) => word.replaceAll(dir, scratch)),
      dir: join(scratch, monitor.slice(dir.length + 1)),
    }
  } finally {
    await gateway.operations.invoke('domain.destroy', guest, {}, internalCaller)
  }
}

async function argvOfGuest(): Promise<string[]> {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const argv = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').slice(0, -1)
    if (argv[0]?.includes('qemu-system') && argv.includes(uuid)) return argv
  }
  throw new Error('the process of the guest is not found')
}

async function startBare({ argv, dir: monitor }: Command): Promise<number> {
  const [program = '', ...args] = argv
  await rm(monitor, { force: true })
  const start = performance.now()
  const child = spawn(program, args, { stdio: 'ignore' })
  try {
    const socket = await whenListening(monitor, AbortSignal.timeout(30_000))
    await converse(socket)
    return performance.now() - start
  } finally {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}

/** Connects as soon as the socket is there: the directory is watched, so that no pause between looks counts. */
async function whenListening(path: string, until: AbortSignal): Promise<Socket> {
  const stop = new AbortController()
  const changes = watch(dirname(path), { signal: stop.signal })
  try {
    for (;;) {
      const changed = once(changes, 'change', { signal: until })
      // Nobody waits for it once the socket is there.
      changed.catch(() => {})
      const socket = await connected(path)
      if (socket) return socket
      await changed
    }
  } finally {
    stop.abort()
  }
}

/** A connection, or undefined while nobody listens. A socket that is bound but not yet open is tried again at once. */
async function connected(path: string): Promise<Socket | undefined> {
  for (;;) {
    const socket = connectSocket(path)
    const fault = await once(socket, 'connect').then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code,
    )
    if (fault === undefined) return socket
    if (fault !== 'ECONNREFUSED') return undefined
  }
}

/** Lets the guest run and waits for the answer that it does, as the driver does. */
async function converse(socket: Socket): Promise<void> {
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  const ask = async (command: string) => {
    socket.write(`{"execute":"${command}"}\n`)
    for (;;) {
      const { value } = await lines.next()
      const answer = JSON.parse(String(value))
      if (answer.error) throw new Error(`${command}: ${answer.error.desc}`)
      if (answer.return) return answer.return
    }
  }
  await lines.next()
  await ask('qmp_capabilities')
  await ask('cont')
  socket.destroy()
}
