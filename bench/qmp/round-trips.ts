import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { QmpClient, QmpProcesses } from '../../src/qmp/index.ts'
import { figure, ratio } from '../shared/report.ts'
import { BINARY } from './binary.ts'

const COUNT = 1_000
const ROUNDS = 9
const WINDOWS = [
  { name: 'in sequence', window: 1, goal: { atLeast: 0.5 } },
  { name: '16 in flight', window: 16, goal: { atLeast: 0.65 } },
] as const

/**
 * Round trips a second on one monitor, by the product's client and by a small one in C, in turns; the best of each,
 * since whatever else runs on the machine only takes away.
 */
export async function roundTrips(dir: string): Promise<void> {
  const client = join(dir, 'qmp-client')
  const source = fileURLToPath(new URL('../../../bench/qmp-client.c', import.meta.url))
  execFileSync('cc', ['-O2', '-o', client, source], { stdio: 'inherit' })
  const processes = new QmpProcesses({ libDir: join(dir, 'lib'), idleMs: 600_000 })
  // A monitor serves one client at a time: the measured ones have one beside the process's own.
  const socket = join(dir, 'second')
  const args = ['-qmp', `unix:${socket},server=on,wait=off`]
  await processes.run({ binary: BINARY, forceTcg: true, args }, async () => {
    await measure(socket, 1)
    for (const { name, window, goal } of WINDOWS) {
      const ours: number[] = []
      const theirs: number[] = []
      for (let round = 0; round < ROUNDS; round++) {
        theirs.push(
          Number(execFileSync(client, [socket, String(COUNT), String(window)], { encoding: 'utf8' })),
        )
        ours.push(await measure(socket, window))
      }
      figure(`round trips ${name}, client in C`, Math.max(...theirs), 'a second')
      figure(`round trips ${name}, ours`, Math.max(...ours), 'a second')
      ratio(`round trips ${name}, ours to C`, Math.max(...ours) / Math.max(...theirs), goal)
    }
  })
}

async function measure(socket: string, window: number): Promise<number> {
  const client = await QmpClient.connect(socket)
  let sent = 0
  const lane = async () => {
    while (sent < COUNT) {
      sent++
      await client.execute('query-status')
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: window }, lane))
  const seconds = (performance.now() - start) / 1000
  await client.close()
  return COUNT / seconds
}
