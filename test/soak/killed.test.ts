import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KilledDaemons, scenarios } from '../drivers/qemu/killed.ts'
import { describeQemu } from '../drivers/qemu/needs.ts'

describeQemu('daemons that are killed, at length', () => {
  let daemons: KilledDaemons
  const faults: string[] = []

  beforeAll(async () => {
    daemons = await KilledDaemons.prepare()
  })
  afterAll(() => daemons?.close())

  const checked = async (where: string) => {
    try {
      await daemons.check()
    } catch (error) {
      faults.push(`${where}: ${error instanceof Error ? error.message : String(error)}`)
      await daemons.close()
      daemons = await KilledDaemons.prepare()
    }
  }

  test.each(Object.keys(scenarios))('at every step: %s', async (scenario) => {
    const { steps = 0 } = await daemons.run(scenario)
    await daemons.check()
    for (let killAt = 1; killAt <= steps; killAt++) {
      const { killed } = await daemons.run(scenario, { killAt })
      await checked(`step ${killAt} of ${steps}, ${killed}`)
    }
    expect(faults).toEqual([])
  })

  test.each(Object.keys(scenarios))('at any moment: %s', async (scenario) => {
    for (let n = 0; n < 25; n++) {
      const killAfterMs = randomInt(1200)
      await daemons.run(scenario, { idle: true }, { killAfterMs })
      await checked(`after ${killAfterMs} ms`)
    }
    expect(faults).toEqual([])
  })
})
