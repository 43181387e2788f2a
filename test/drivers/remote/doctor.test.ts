import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../../src/core/lib/clock.ts'
import { checkRemotes } from '../../../src/daemon/remote-checks.ts'
import { Libvirtd, libvirtdMissing } from './libvirtd.ts'

const missing = libvirtdMissing()
if (missing) process.stderr.write(`skipped what doctor says of libvirtd: ${missing}\n`)

async function findings(...uris: string[]) {
  const connections = uris.map((uri, index) => ({ name: `c${index}`, uri }))
  const found = []
  for await (const each of checkRemotes({ connections }, systemClock, AbortSignal.timeout(30_000)))
    found.push(each)
  return found
}

describe('doctor', () => {
  let daemon: Libvirtd | undefined
  beforeAll(async () => {
    if (!missing) daemon = await Libvirtd.start()
  })
  afterAll(() => daemon?.remove())

  test('says nothing of connections that are no remote ones', async () => {
    expect(await findings('test:///default')).toEqual([])
  })

  test('says why a daemon cannot be reached, and what to do', async () => {
    const [found] = await findings('qemu+unix:///system?socket=/no/such/socket')
    expect(found).toMatchObject({ state: 'missing', area: 'remote' })
    expect(found?.text).toContain('there is no such socket')
  })

  test.skipIf(missing)('says which hypervisor a daemon has', async () => {
    const [found] = await findings(`test+unix:///default?socket=${daemon?.socket}`)
    expect(found).toMatchObject({ state: 'ok', text: "connection 'c0' can be opened: TEST" })
  })
})
