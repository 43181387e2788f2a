// Steps that several scripts share: run a program, have the packages of package-lock.json, build dist/.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Runs a program in the project's root with the terminal handed on; ends this process if it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (done.error) fail(`${command} cannot be run: ${done.error.message}`)
  if (done.status !== 0) process.exit(done.status ?? 1)
}

/** Ends this process with a message. */
export function fail(message) {
  console.error(`virtgate: ${message}`)
  process.exit(1)
}

function node20() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) fail(`Node ${process.versions.node} is too old; install Node 20 or newer`)
}

/** Installs the packages when node_modules does not hold what package-lock.json says. */
export function install() {
  node20()
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const stamp = join(root, 'node_modules', '.virtgate-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.log('Installing packages ...')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(stamp, lock)
}

function newest(folder) {
  let time = 0
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile())
      time = Math.max(time, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs)
  }
  return time
}

/** Path of a program that a package of the project brings. */
export function tool(name) {
  return join(root, 'node_modules', '.bin', name)
}

/** Compiles src/ into dist/ unless dist/ is newer. */
export function build({ force = false } = {}) {
  install()
  const stamp = join(root, 'dist', '.built')
  const inputs = Math.max(newest(join(root, 'src')), statSync(join(root, 'tsconfig.json')).mtimeMs)
  if (!force && existsSync(stamp) && statSync(stamp).mtimeMs > inputs) return
  console.log('Building ...')
  run(tool('tsc'), ['-p', 'tsconfig.json'])
  writeFileSync(stamp, '')
}
