import { afterAll, beforeAll, expect, test } from 'vitest'
import { domainRef } from './gateway.ts'
import { KilledDaemons } from './killed.ts'
import { describeQemu } from './needs.ts'

/** Kills of each scenario, spread over its steps; the soak test goes through all. */
const kills: Readonly<Record<string, number>> = { life: 2, save: 3, snapshot: 2, transient: 1 }

describeQemu('daemons that are killed', () => {
  let daemons: KilledDaemons

  beforeAll(async () => {
    daemons = await KilledDaemons.prepare()
  })
  afterAll(() => daemons?.close())

  test('leave their guests running', async () => {
    const { guests } = await daemons.run('left', { idle: true })
    const [before] = guests ?? []
    expect(before).toBeDefined()
    const found = daemons.host.domain(domainRef(before?.uuid ?? ''))
    expect(found).toMatchObject({ state: 'running', ...before })
    await daemons.check()
  })

  test.each(Object.keys(kills))('leave a world in order wherever it happens: %s', async (scenario) => {
    const { steps = 0 } = await daemons.run(scenario)
    expect(steps).toBeGreaterThan(20)
    await daemons.check()
    const count = kills[scenario] ?? 1
    for (let n = 0; n < count; n++) {
      const killAt = Math.floor(((n + 0.5) * steps) / count)
      const { killed } = await daemons.run(scenario, { killAt })
      await daemons.check().catch((error: unknown) => {
        throw new Error(`killed at step ${killAt} of ${steps}: ${killed}`, { cause: error })
      })
    }
  })
})
