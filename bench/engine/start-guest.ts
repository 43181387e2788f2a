import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { connect as connectSocket, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { internalCaller } from '../../src/core/access/caller.ts'
import type { Gateway } from '../../src/core/engine/gateway.ts'
import { connect, withGateway } from './gateway.ts'
import { figure, median, ratio, timed } from './report.ts'

const emulator = '/usr/bin/qemu-system-x86_64'
const rounds = 7
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

/** From the call of start to a running guest, beside the same command started by hand with its monitor, in turns. */
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
      const managed: number[] = []
      const bare: number[] = []
      for (let round = 0; round < rounds; round++) {
        managed.push(await startManaged(gateway))
        bare.push(await startBare(command))
      }
      figure('start to running through the gateway', median(managed), 'ms')
      figure('start to running by hand', median(bare), 'ms')
      figure('overhead of the gateway', median(managed) - median(bare), 'ms')
      ratio('start to running, gateway over by hand', median(managed) / median(bare))
    } finally {
      await rm(scratch, { recursive: true, force: true })
    }
  })
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
    const socket = await whenListening(monitor)
    await converse(socket)
    return performance.now() - start
  } finally {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}

async function whenListening(path: string): Promise<Socket> {
  for (let attempt = 0; attempt < 10_000; attempt++) {
    const socket = connectSocket(path)
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    if (open) return socket
    await pause(1)
  }
  throw new Error('the monitor of the bare guest does not open')
}

/** Lets the guest run and waits for the answer that it does. */
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
  const { status } = await ask('query-status')
  if (status !== 'running') throw new Error(`the bare guest is ${status}`)
  socket.destroy()
}
