import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasTrapd, TrapReceiver } from '../clients/snmp/trap-receiver.ts'
import { notBuilt, Place } from './support.ts'

const secret = 'correct horse battery'

describe.skipIf(notBuilt || !hasTrapd)('notifications of a daemon that runs', () => {
  let place: Place
  let receiver: TrapReceiver
  beforeEach(async () => {
    place = await Place.make()
    receiver = await TrapReceiver.start([
      'authCommunity log events',
      `createUser informer SHA-256 "${secret}" AES "${secret}"`,
      'authUser log informer authPriv',
    ])
    const at = { address: '127.0.0.1', port: receiver.port }
    const targets = [
      { name: 'plain', ...at, community: 'events' },
      { name: 'safe', ...at, version: 'v3', type: 'inform', user: 'informer', retries: 1 },
    ]
    await place.settings({ snmp: { listen: '127.0.0.1:0', targets } })
  })
  afterEach(async () => {
    await receiver.stop()
    await place.remove()
  })

  test('are tried by test-trap: what was sent, acknowledged, and why not', async () => {
    await place.daemon()
    const without = await place.cli('snmp', 'test-trap', '--json')
    expect(without.code).not.toBe(0)
    expect(without.err).toContain('the notification did not reach safe')
    const [plain, safe] = JSON.parse(without.out) as { outcome: string; reason: string }[]
    expect([plain?.outcome, safe?.outcome]).toEqual(['sent', 'refused'])
    expect(safe?.reason).toMatch(
      /there is no user 'informer' with keys for engine 80[0-9a-f]+ of 127\.0\.0\.1:/,
    )

    const add = ['snmp', 'user', 'add', 'informer', '--target', 'safe']
    const added = await place.cliWith({ stdin: `${secret}\n` }, ...add)
    expect(added).toMatchObject({ code: 0, err: '' })
    expect(added.out).toMatch(/for informs to engine 80[0-9a-f]+\n$/)
    const one = await place.cli('snmp', 'test-trap', '--target', 'safe')
    expect(one).toMatchObject({ code: 0, err: '' })
    expect(one.out).toMatch(/^TARGET +OUTCOME +REASON\nsafe +acknowledged/)
    await receiver.expect('INFORM, SNMP v3, user informer', '.1.3.6.1.4.1.32473.7666.0.9')

    const nobody = await place.cli('snmp', 'test-trap', '--target', 'nobody')
    expect(nobody.err).toContain("there is no target 'nobody'; known are plain, safe")
  })
})
