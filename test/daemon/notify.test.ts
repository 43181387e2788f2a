import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { notBuilt, Place } from './support.ts'

const needed = ['systemd-notify', 'python3']
const missing = needed.filter((name) => spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name]).status !== 0)
if (missing.length > 0) process.stderr.write(`notify tests are skipped: no ${missing.join(', ')}\n`)

// A service manager as small as can be: prints each datagram that comes on its socket as JSON.
const receiver = `
import json, socket, sys
name = sys.argv[1]
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind("\\0" + name[1:] if name.startswith("@") else name)
print(json.dumps("bound"), flush=True)
while True:
    print(json.dumps(s.recv(4096).decode()), flush=True)
`

let place: Place
beforeEach(async () => {
  place = await Place.make()
  await place.settings()
})
afterEach(() => place.remove())

describe.skipIf(notBuilt || missing.length > 0)('the service manager', () => {
  async function listen(name: string) {
    const child = spawn('python3', ['-c', receiver, name], { stdio: ['ignore', 'pipe', 'inherit'] })
    const messages: string[] = []
    let rest = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) messages.push(JSON.parse(line))
    })
    await expect.poll(() => messages, { timeout: 10_000 }).toContain('bound')
    const got = (pattern: RegExp) =>
      expect.poll(() => messages.join('\n---\n'), { timeout: 20_000 }).toMatch(pattern)
    return { got, messages, close: () => child.kill() }
  }

  test.each([
    ['of the file system', () => join(place.folder, 'notify')],
    ['of the abstract kind', () => `@virtgate-test-${process.pid}-${place.folder.slice(-6)}`],
  ])('is told on a socket %s that the daemon is ready, reloads and stops', async (_, path) => {
    const name = path()
    const manager = await listen(name)
    try {
      const { program } = await place.daemon({ env: { NOTIFY_SOCKET: name, WATCHDOG_USEC: '400000' } })
      await manager.got(/READY=1\nSTATUS=1 of 1 hypervisors connected/)
      await manager.got(/WATCHDOG=1[\s\S]*WATCHDOG=1/)
      program.process.kill('SIGHUP')
      await manager.got(/RELOADING=1\nMONOTONIC_USEC=\d+[\s\S]*READY=1/)
      expect((await program.stop()).code).toBe(0)
      await manager.got(/STOPPING=1/)
    } finally {
      manager.close()
    }
  })

  test('that does not answer does not keep the daemon from its work', async () => {
    const { program } = await place.daemon({ env: { NOTIFY_SOCKET: join(place.folder, 'nobody') } })
    await program.until('err', /the service manager cannot be told/)
    expect((await place.cli('list', '--names')).out).toBe('test\n')
  })
})
