import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../unit/qmp/fixtures.ts'

/** Compiles QMP processes for a Node process of their own; returns the folder, which the caller removes. */
export function compileProcesses(): string {
  const out = mkdtempSync(join(tmpdir(), 'vg-qmp-js-'))
  const config = join(out, 'tsconfig.json')
  const compilerOptions = {
    outDir: join(out, 'js'),
    rootDir: join(projectRoot, 'src'),
    typeRoots: [join(projectRoot, 'node_modules/@types')],
    declaration: false,
    sourceMap: false,
    noCheck: true,
  }
  const files = [join(projectRoot, 'src/qmp/qmp-processes.ts')]
  writeFileSync(
    config,
    JSON.stringify({ extends: join(projectRoot, 'tsconfig.json'), compilerOptions, files, include: [] }),
  )
  writeFileSync(join(out, 'package.json'), '{"type":"module"}')
  execFileSync(join(projectRoot, 'node_modules/.bin/tsc'), ['-p', config], { stdio: 'inherit' })
  writeFileSync(join(out, 'parent.js'), parent)
  return out
}

/** Keeps processes running until it is killed; says so when all of them are ready. */
const parent = `
import { QmpProcesses } from './js/qmp/qmp-processes.js'
const [, , libDir, binary, count] = process.argv
const processes = new QmpProcesses({ libDir, maxAtOnce: Number(count) })
let ready = 0
for (let i = 0; i < Number(count); i++) {
  processes.run({ binary }, async ({ monitor, signal }) => {
    await monitor.execute('query-status')
    if (++ready === Number(process.argv[5])) console.log('ready')
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  }).catch((fault) => console.log(fault.message))
}
`
