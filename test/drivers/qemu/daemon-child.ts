import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { systemClock } from '../../../src/core/lib/clock.ts'

const root = resolve(import.meta.dirname, '../../..')

/**
 * A daemon in small that does a few operations one after the other, and is killed at one of its steps: before or after
 * a file of a store is written or removed, before or after a command of a monitor, at each change that is told. Without
 * a step to be killed at it tells how many there were. `idle` leaves it running, to be killed from outside.
 */
const daemon = `
import { createGateway } from './src/core/engine/gateway.js'
import { internalCaller } from './src/core/access/caller.js'
import { systemClock } from './src/core/lib/clock.js'
import { silentLogger } from './src/core/log/logger.js'
import { createQemuDriver } from './src/drivers/qemu/driver.js'
import { QmpClient } from './src/qmp/index.js'

const { root, cache, operations, killAt, idle } = JSON.parse(process.argv[2])
let steps = 0
let counting = false
const step = (name) => {
  if (!counting) return
  if (++steps !== killAt) return
  process.stdout.write(JSON.stringify({ killed: name }) + '\\n')
  process.kill(process.pid, 'SIGKILL')
}
const around = (object, method, label) => {
  const inner = object[method].bind(object)
  return async (...args) => {
    step('before ' + label + ' ' + args[0])
    const result = await inner(...args)
    step('after ' + label + ' ' + args[0])
    return result
  }
}
for (const method of ['execute', 'request']) {
  const inner = QmpClient.prototype[method]
  QmpClient.prototype[method] = async function (...args) {
    step('before ' + args[0])
    const result = await inner.apply(this, args)
    step('after ' + args[0])
    return result
  }
}
const driver = createQemuDriver()
const stepping = {
  ...driver,
  open: (uri, env, signal) =>
    driver.open(uri, {
      ...env,
      store: (kind, place) => {
        const store = env.store(kind, place)
        return {
          load: () => store.load(),
          put: around(store, 'put', 'put ' + (place ?? 'state') + ' ' + kind),
          delete: around(store, 'delete', 'delete ' + (place ?? 'state') + ' ' + kind),
        }
      },
      emit: (...changes) => {
        env.emit(...changes)
        step('told ' + changes[0]?.kind)
      },
    }, signal),
}
const load = async () => stepping
const dir = (name) => root + '/' + name
const gateway = createGateway({
  clock: systemClock,
  log: silentLogger,
  dirs: { state: dir('s'), run: dir('r'), cache, log: dir('l') },
  drivers: {
    ids: ['qemu'],
    schemes: () => ['qemu'],
    forScheme: () => load,
    all: () => [{ id: 'qemu', schemes: ['qemu'], load }],
  },
})
await gateway.connections.open('q', 'qemu:///system')
process.stdout.write(JSON.stringify({ open: true }) + '\\n')
counting = true
for (const [type, key, operation, args] of operations) {
  step(operation)
  await gateway.operations.invoke(operation, { type, key }, args, internalCaller)
}
const guests = gateway.inventory.list('domain')
const told = [...guests].map(({ attrs }) => ({ uuid: attrs.uuid, id: attrs.id, startedAt: attrs.startedAt }))
process.stdout.write(JSON.stringify({ steps, guests: told }) + '\\n')
if (idle) setInterval(() => {}, 1000)
else process.kill(process.pid, 'SIGKILL')
`

/** One operation of the small daemon: type and key of its object, path, arguments. */
export type ChildOperation = readonly [type: string, key: string, operation: string, args: object]

/** What the small daemon is to do. */
export interface ChildTask {
  readonly root: string
  readonly cache: string
  readonly operations: readonly ChildOperation[]
  /** Number of the step at which it is killed. */
  readonly killAt?: number
  /** Whether it waits to be killed when it has done all. */
  readonly idle?: boolean
}

/** What it told before it ended. */
export interface ChildReport {
  readonly killed?: string
  readonly steps?: number
  readonly guests?: ReadonlyArray<{ readonly uuid: string; readonly id: number; readonly startedAt: number }>
}

/** Runs the small daemon to its end, or kills it when it has been open for `killAfterMs` or is done and idle. */
export async function runDaemon(
  daemon: string,
  task: ChildTask,
  options: { readonly killAfterMs?: number } = {},
): Promise<ChildReport> {
  const child = spawn(process.execPath, [daemon, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let report: ChildReport = {}
  for await (const line of createInterface({ input: child.stdout })) {
    const told = JSON.parse(line) as ChildReport & { open?: true }
    report = { ...report, ...told }
    const { killAfterMs } = options
    if (told.open && killAfterMs !== undefined)
      void systemClock.sleep(killAfterMs).then(() => child.kill('SIGKILL'))
    if (told.steps !== undefined && task.idle) child.kill('SIGKILL')
  }
  const [code] = await ended
  if (code !== null) throw new Error(`the daemon ended by itself with status ${code}`)
  return report
}

/** Compiles the product and the small daemon into a new directory; answers the path of the daemon. */
export function compileDaemon(): { readonly folder: string; readonly daemon: string } {
  const folder = mkdtempSync(join(tmpdir(), 'vgq-daemon-'))
  const config = join(folder, 'tsconfig.json')
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        rootDir: root,
        outDir: folder,
        declaration: false,
        sourceMap: false,
        noCheck: true,
        typeRoots: [join(root, 'node_modules/@types')],
      },
      include: [],
      files: ['core/engine/gateway.ts', 'drivers/qemu/driver.ts', 'qmp/index.ts'].map((file) =>
        join(root, 'src', file),
      ),
    }),
  )
  const done = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', config], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stdout + done.stderr)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  // Of the same version, so that what is known of emulators holds for it too.
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
  writeFileSync(join(folder, 'daemon.js'), daemon)
  return { folder, daemon: join(folder, 'daemon.js') }
}
