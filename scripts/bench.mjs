// npm run bench -- NAME: compiles src/ and bench/ into .bench/ and runs bench/NAME.ts; prints figures and ratios.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fail, install, root, run, tool } from './steps.mjs'

const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
const [name, ...rest] = process.argv.slice(2)
if (!name || !names.includes(name)) fail(`say which benchmark: npm run bench -- ${names.join('|')}`)

install()
run(tool('tsc'), ['-p', 'tsconfig.bench.json'])
run(process.execPath, ['--expose-gc', join(root, '.bench', 'bench', `${name}.js`), ...rest])
