// npm test: packages, build, the Debian packages that tests talk to, then all tests. Arguments go to vitest.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, root, tool } from './steps.mjs'
import { testPackages } from './test-packages.mjs'

build()
provide()
process.exit(test(process.argv.slice(2)))

function isInstalled(name) {
  const asked = spawnSync('dpkg-query', ['--show', '--showformat', '\x24{db:Status-Status}', name], {
    encoding: 'utf8',
  })
  return asked.status === 0 && asked.stdout === 'installed'
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
}

/** Installs what is missing when root on Debian; otherwise says what to install and which tests are skipped. */
function provide() {
  const debian = spawnSync('dpkg-query', ['--version']).status === 0
  const missing = testPackages.filter(({ name, command }) => !(debian ? isInstalled(name) : onPath(command)))
  if (missing.length === 0) return
  const names = missing.map(({ name }) => name)
  if (debian && process.getuid?.() === 0) {
    console.log(`Installing for the tests: ${names.join(' ')}`)
    aptGet('update')
    const install = (...wanted) => aptGet('install', '-y', '--no-install-recommends', ...wanted)
    // One name that this release does not have must not keep the others away.
    if (install(...names) || names.map((name) => install(name)).every(Boolean)) return
    console.log('apt-get could not install all of them; what they are for is skipped.')
  }
  console.log(`To run every test install: apt-get install ${names.join(' ')}`)
  for (const { name, tests } of missing) console.log(`  without ${name} these are skipped: ${tests}`)
}

function onPath(command) {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', command]).status === 0
}

/** Runs vitest; the last line printed counts the tests. */
function test(args) {
  const folder = mkdtempSync(join(tmpdir(), 'virtgate-test-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const done = spawnSync(tool('vitest'), ['run', ...reporters, ...args], { cwd: root, stdio: 'inherit' })
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'))
    const skipped = result.numPendingTests + (result.numTodoTests ?? 0)
    console.log(`${result.numPassedTests} passed, ${result.numFailedTests} failed, ${skipped} skipped`)
    return result.numPassedTests === 0 ? 1 : (done.status ?? 1)
  } catch {
    return done.status || 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
