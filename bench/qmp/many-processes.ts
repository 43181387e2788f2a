import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { QmpProcesses } from '../../src/qmp/index.ts'
import { figure, ratio, timed } from '../shared/report.ts'
import { BINARY } from './binary.ts'

const COUNT = 64
const ROUNDS = 3

/** Many processes for QMP exchanges at once, beside one after another; and what is left of them. */
export async function manyProcesses(dir: string): Promise<void> {
  const libDir = join(dir, 'many')
  const one = exchange(new QmpProcesses({ libDir }))
  const together: number[] = []
  const inTurn: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    inTurn.push(
      await timed(async () => {
        for (let i = 0; i < COUNT; i++) await one()
      }),
    )
    together.push(await timed(() => Promise.all(Array.from({ length: COUNT }, one))))
  }
  figure(`${COUNT} QMP processes, one after another`, Math.min(...inTurn), 'ms')
  figure(`${COUNT} QMP processes, at once`, Math.min(...together), 'ms')
  ratio(`${COUNT} QMP processes, at once to in turn`, Math.min(...together) / Math.min(...inTurn), {
    atMost: 1,
  })
  leftovers(`${COUNT} QMP processes`, libDir)
  await killedHalfWay(libDir)
}

function exchange(processes: QmpProcesses): () => Promise<unknown> {
  return () =>
    processes.run({ binary: BINARY, forceTcg: true }, ({ monitor }) => monitor.execute('query-version'))
}

function leftovers(name: string, libDir: string): void {
  const processes = readdirSync('/proc').filter((entry) => {
    if (!/^[0-9]+$/.test(entry)) return false
    try {
      return readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(`${libDir}/qmp-`)
    } catch {
      return false
    }
  })
  figure(`${name}, directories left`, readdirSync(libDir).length, '')
  figure(`${name}, processes left`, processes.length, '')
}

/** A parent that is killed while half of its processes run, and a sweep by another. */
async function killedHalfWay(libDir: string): Promise<void> {
  const self = process.argv[1] ?? ''
  const parent = spawn(process.execPath, [self, 'parent', libDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(parent, 'exit')
  for await (const line of createInterface(parent.stdout)) if (line === 'half') parent.kill('SIGKILL')
  await gone
  const swept = await new QmpProcesses({ libDir }).sweep()
  figure('killed half-way, directories swept', swept.directories, '')
  figure('killed half-way, processes swept', swept.processes, '')
  leftovers('killed half-way', libDir)
}

/** The parent that will be killed: says `half` when half of its processes have done their exchange. */
export function runParent([libDir = '']: readonly string[]): void {
  const processes = new QmpProcesses({ libDir, maxAtOnce: COUNT })
  let done = 0
  for (let i = 0; i < COUNT; i++) {
    void processes.run({ binary: BINARY, forceTcg: true }, async ({ monitor, signal }) => {
      await monitor.execute('query-version')
      if (++done === COUNT / 2) console.log('half')
      await once(signal, 'abort')
    })
  }
}
