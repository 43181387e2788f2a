import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../../src/core/lib/clock.ts'
import { StateLock } from '../../../../src/core/store/state-lock.ts'
import { compilePrograms, type Programs } from './compile.ts'

let programs: Programs
let dir: string
const children: ChildProcess[] = []

beforeAll(async () => {
  programs = await compilePrograms('lock-child')
})
afterAll(() => programs?.remove())
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'virtgate-lock-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) await end(child)
  await rm(dir, { recursive: true, force: true })
})

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Starts a process that wants the directory; answers what it says first. */
async function contend(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [programs.path('lock-child'), dir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const [said] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, said: String(said) }
}

test('a directory that is free is had, made if need be, and given back', async () => {
  const path = join(dir, 'a/b')
  const lock = await StateLock.acquire(path, systemClock)
  await lock.release()
  await (await StateLock.acquire(path, systemClock)).release()
})

test('a directory is given back although somebody who asked for its owner hangs', async () => {
  const lock = await StateLock.acquire(dir, systemClock)
  const asker = connect(join(dir, 'lock.1'))
  asker.write('x')
  const [pid] = await once(asker, 'data')
  expect(String(pid)).toBe(`${process.pid}\n`)
  asker.pause()
  await lock.release()
  asker.destroy()
})

test('the second daemon on a directory is told which process has it', async () => {
  const { said } = await contend()
  const pid = /^held by (\d+)$/.exec(said)?.[1]
  await expect(StateLock.acquire(dir, systemClock)).rejects.toMatchObject({
    code: 'resourceBusy',
    message: `state directory '${dir}' is in use by process ${pid}; stop that daemon or give this one a directory of its own`,
  })
  expect((await contend()).said).toContain(`in use by process ${pid}`)
})

test('the directory of a daemon that was killed is free at once', async () => {
  const { child } = await contend()
  await end(child)
  const lock = await StateLock.acquire(dir, systemClock)
  await expect(StateLock.acquire(dir, systemClock)).rejects.toThrow(`process ${process.pid}`)
  await lock.release()
})

test('a daemon that hangs still has its directory', async () => {
  const { child } = await contend()
  child.kill('SIGSTOP')
  await expect(StateLock.acquire(dir, systemClock)).rejects.toThrow(
    /another process, which does not answer now/,
  )
  child.kill('SIGCONT')
})

test('of many that come at once for the directory of a dead daemon exactly one gets it, time after time', async () => {
  await end((await contend()).child)
  for (let round = 0; round < 3; round++) {
    const tries = await Promise.allSettled(
      Array.from({ length: 40 }, () => StateLock.acquire(dir, systemClock)),
    )
    const locks = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(locks).toHaveLength(1)
    for (const result of tries) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'resourceBusy' })
    }
    await locks[0]?.release()
  }
})

test('of several processes that start at once exactly one gets the directory', async () => {
  const said = (await Promise.all(Array.from({ length: 5 }, contend))).map((one) =>
    one.said.replace(/\d+/g, 'N'),
  )
  expect(said.filter((text) => text === 'held by N')).toHaveLength(1)
  expect(said.filter((text) => text.includes('is in use by process N'))).toHaveLength(4)
})

test('no more than one file is left behind, however often the directory changes hands', async () => {
  for (let i = 0; i < 5; i++) await (await StateLock.acquire(dir, systemClock)).release()
  expect(await readdir(dir)).toEqual(['lock.5'])
})

test('a directory with a path too long for a socket can be locked, too', async () => {
  const path = join(dir, 'x'.repeat(120))
  const lock = await StateLock.acquire(path, systemClock)
  await expect(StateLock.acquire(path, systemClock)).rejects.toMatchObject({ code: 'resourceBusy' })
  await lock.release()
})

test('a directory that cannot be made is a typed error', async () => {
  await writeFile(join(dir, 'file'), '')
  await expect(StateLock.acquire(join(dir, 'file/state'), systemClock)).rejects.toMatchObject({
    code: 'systemError',
  })
})
