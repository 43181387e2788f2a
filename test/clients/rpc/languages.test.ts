import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noLibvirtd, type RpcDaemon, startLibvirtd, startVirtgate, uriOf } from './daemons.ts'
import { type Language, languages } from './languages.ts'
import { here, isSkipped, run } from './tools.ts'

const expected = (await readFile(join(here, 'programs/expected.txt'), 'utf8')).trimEnd().split('\n')
/** Ends of lines that differ between the daemons, each with its reason. */
const differences: readonly Difference[] = JSON.parse(
  await readFile(join(here, 'programs/differences.json'), 'utf8'),
)
const guest = join(here, 'programs/guest.xml')

interface Difference {
  readonly libvirtd: string
  readonly virtgate: string
  readonly reason: string
}

let folder: string
let node: string
const daemons = new Map<string, RpcDaemon>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtgate-languages-'))
  node = join(folder, 'node.xml')
  await copyFile(join(here, 'node.xml'), node)
  if (!isSkipped('languages', {})) daemons.set('virtgate', await startVirtgate([`test://${node}`]))
  if (!noLibvirtd) daemons.set('libvirtd', await startLibvirtd(join(folder, 'libvirtd')))
})
afterAll(async () => {
  for (const daemon of daemons.values()) await daemon.stop()
  await rm(folder, { recursive: true, force: true })
})

/** What a program must print: the lines of all, less what its binding does not know. */
function linesOf(language: Language): string[] {
  return expected.flatMap((line) => (language.prints ? (language.prints(line) ?? []) : line))
}

/** A line of libvirtd as it is expected of our daemon. */
function asOurs(line: string): string {
  const known = differences.find(({ libvirtd }) => line.endsWith(` ${libvirtd}`))
  return known ? line.slice(0, -known.libvirtd.length) + known.virtgate : line
}

describe.each(languages)('a program in $name', (language) => {
  const skipped = isSkipped(`a program in ${language.name}`, language.needs())
  let own: string

  beforeAll(async () => {
    own = join(folder, language.name)
    await mkdir(own, { recursive: true })
    const build = language.build?.(own)
    if (skipped || !build) return
    const { code, text } = await run(build.command, build.args, {
      folder: own,
      timeoutMs: 240_000,
      ...(build.env && { env: build.env }),
    })
    expect(text).toBe(text && code === 0 ? text : '')
    expect(code).toBe(0)
  }, 300_000)

  /** Runs it against a daemon; answers with the lines that it printed. */
  async function linesFrom(name: string): Promise<string[]> {
    const daemon = daemons.get(name)
    if (!daemon) throw new Error(`${name} does not run`)
    const [command, ...args] = language.command(own)
    const { text } = await run(command, [...args, uriOf(daemon, `test://${node}`), guest], { folder: own })
    return text
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('WARNING: Using incubator'))
  }

  test.skipIf(skipped)('does its work with virtgate', async () => {
    expect(await linesFrom('virtgate')).toEqual(linesOf(language).map(asOurs))
  })

  test.skipIf(skipped || noLibvirtd)('prints the same with libvirtd', async () => {
    expect(await linesFrom('libvirtd')).toEqual(linesOf(language))
  })
})
