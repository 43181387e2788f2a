import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'
import { difference, options, oracleCases, oracleFolder, ourLine, recordedEmulators, words } from './oracle.ts'
test('x', async () => {
  const emulators = await recordedEmulators()
  const out: string[] = []
  let equal = 0, differ = 0, refused = 0
  for (const { name } of oracleCases()) {
    const recorded = readFileSync(join(oracleFolder, `${name}.args`), 'utf8')
    try {
      const d = difference(options(await ourLine(name, recorded, emulators)), options(words(recorded)))
      if (d.length === 0) equal++
      else { differ++; out.push(`## ${name}`, ...d) }
    } catch (e) { refused++; out.push(`!! ${name}: ${(e as Error).message}`) }
  }
  out.push(`equal ${equal} differ ${differ} refused ${refused}`)
  writeFileSync('/tmp/vg/h5/oracle.txt', out.join('\n'))
  await emulators.close()
}, 300_000)
