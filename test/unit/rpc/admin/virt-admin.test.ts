import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Served } from '../served/served.ts'

const skip = spawnSync('virt-admin', ['--version']).status !== 0
if (skip) process.emitWarning('the admin program is not tested with virt-admin: it is absent')

let served: Served

beforeEach(async () => {
  if (!skip) served = await Served.start()
})
afterEach(async () => {
  if (!skip) await served.stop()
})

const admin = (...words: readonly string[]) =>
  served.run('virt-admin', [
    '-c',
    `libvirtd:///system?socket=${served.socket('libvirt-admin-sock')}`,
    ...words,
  ])

/** Lines of a table or a list, without its spaces. */
async function lines(...words: readonly string[]): Promise<string[]> {
  const { code, out, err } = await admin(...words)
  expect(err).toBe('')
  expect(code).toBe(0)
  return out
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '' && !line.startsWith('---'))
}

async function refusal(...words: readonly string[]): Promise<string> {
  const { code, err } = await admin(...words)
  expect(code).toBe(1)
  return err.replaceAll('\n', ' ')
}

/** A client that is connected and says nothing. */
async function silentClient() {
  const socket = connect(served.socket('libvirt-sock'))
  await once(socket, 'connect')
  return socket
}

describe('virt-admin', { skip }, () => {
  test('lists the servers', async () => {
    expect(await lines('server-list')).toEqual(['Id Name', '0 libvirtd', '1 admin'])
  })

  test('shows and sets how many calls are worked on', async () => {
    await lines('server-threadpool-set', 'libvirtd', '--max-workers', '7', '--priority-workers', '2')
    expect(await lines('server-threadpool-info', 'libvirtd')).toEqual([
      'minWorkers : 0',
      'maxWorkers : 7',
      'nWorkers : 7',
      'freeWorkers : 7',
      'prioWorkers : 2',
      'jobQueueDepth : 0',
    ])
  })

  test('sets nothing that cannot be', async () => {
    expect(await refusal('server-threadpool-set', 'libvirtd', '--min-workers', '3')).toContain(
      "parameter 'minWorkers' can only be 0",
    )
    expect(await refusal('server-clients-set', 'libvirtd', '--max-clients', '1')).toContain(
      "'nclients_max' would be 1",
    )
  })

  test('shows and sets how many clients may come', async () => {
    const client = await silentClient()
    await lines('server-clients-set', 'libvirtd', '--max-clients', '30', '--max-unauth-clients', '9')
    expect(await lines('server-clients-info', 'libvirtd')).toEqual([
      'nclients_max : 30',
      'nclients : 1',
      'nclients_unauth_max : 9',
      'nclients_unauth : 0',
    ])
    client.destroy()
  })

  test('shows who is connected', async () => {
    const client = await silentClient()
    const [head, row = ''] = await lines('client-list', 'libvirtd')
    expect(head).toBe('Id Transport Connected since')
    const [, id = '', rest] = /^(\d+) (unix .*)$/.exec(row) ?? []
    expect(rest).toMatch(/^unix \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+0000$/)
    const info = Object.fromEntries(
      (await lines('client-info', 'libvirtd', id)).map((line) => line.split(/ ?: /)),
    )
    expect(info).toMatchObject({
      id,
      transport: 'unix',
      readonly: 'no',
      unix_user_id: String(process.getuid?.()),
      unix_group_id: String(process.getgid?.()),
      unix_process_id: String(process.pid),
    })
    client.destroy()
  })

  test('ends a connection', async () => {
    const client = await silentClient()
    const gone = once(client, 'close')
    client.resume()
    const [, row = ''] = await lines('client-list', 'libvirtd')
    expect(await lines('client-disconnect', 'libvirtd', row.split(' ')[0] ?? '')).toEqual([
      expect.stringContaining('disconnected'),
    ])
    await gone
  })

  test('is told of servers and clients that are not there', async () => {
    expect(await refusal('client-list', 'nope')).toContain("Server not found: No server named 'nope'")
    expect(await refusal('client-info', 'libvirtd', '77')).toContain("No client with matching ID '77'")
  })

  test('shows and sets what is logged', async () => {
    await lines('daemon-log-filters', '3:rpc 1:driver.test')
    expect(await lines('daemon-log-filters')).toEqual(['Logging filters: 3:rpc 1:driver.test'])
    await lines('daemon-log-outputs', '4:stderr')
    expect(await lines('daemon-log-outputs')).toEqual(['Logging outputs: 4:stderr'])
    expect(served.logRules).toEqual({ level: 'error', modules: { rpc: 'warn', 'driver.test': 'debug' } })
  })

  test('clears the filters', async () => {
    served.logRules = { level: 'info', modules: { rpc: 'debug' } }
    await lines('daemon-log-filters', '')
    expect(served.logRules.modules).toEqual({})
  })

  test('is told which texts of the log are no good', async () => {
    expect(await refusal('daemon-log-filters', 'x')).toContain("filter 'x' is not understood")
    expect(await refusal('daemon-log-outputs', '1:file:/tmp/x')).toContain(
      'Operation not supported: log output',
    )
  })

  test('reads no certificates again where there are none', async () => {
    expect(await refusal('server-update-tls', 'libvirtd')).toContain("server 'libvirtd' serves no TLS")
  })

  test('shows the versions of both sides', async () => {
    expect(await lines('version')).toContain('Running against daemon: 12.6.0')
  })
})
