import { copyFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noLibvirtd, type RpcDaemon, startLibvirtd, startVirtgate, uriOf } from './daemons.ts'
import { here, isProgram, isSkipped, run } from './tools.ts'
import { type Block, blocksOf, type Difference, differences } from './virsh/transcript.ts'

/** The differences of a group of commands; the reason of each is a key of the table of reasons. */
interface Ledger {
  readonly reasons: Readonly<Record<string, string>>
  readonly groups: Readonly<Record<string, ReadonlyArray<Difference & { readonly reason: string }>>>
}

const folderOf = (name: string) => join(here, 'virsh', name)
const ledgerPath = folderOf('differences.json')
const ledger: Ledger = JSON.parse(await readFile(ledgerPath, 'utf8'))
const isRoot = process.getuid?.() === 0
/** libvirtd of another user has no socket for administrators. */
const groups = (await readdir(folderOf('groups')))
  .map((name) => name.replace('.txt', ''))
  .filter((name) => isRoot || name !== 'admin')
  .sort()
const skipped = isSkipped('virsh beside libvirtd', {
  virsh: isProgram('virsh'),
  'virt-admin': isProgram('virt-admin'),
  ...(noLibvirtd && { [noLibvirtd]: false }),
})
const update = process.env.UPDATE_GOLDEN !== undefined

describe.skipIf(skipped)('virsh and virt-admin print the same with virtgate and with libvirtd', () => {
  let folder: string
  let daemons: readonly RpcDaemon[]
  const found: Record<string, readonly Difference[]> = {}

  const nodeOf = (group: string) => join(folder, `node-${group}.xml`)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtgate-virsh-'))
    for (const group of groups) await copyFile(join(here, 'node.xml'), nodeOf(group))
    const connections = groups.map((group) => ({ name: group, uri: `test://${nodeOf(group)}?strict=1` }))
    daemons = [await startLibvirtd(join(folder, 'libvirtd')), await startVirtgate(connections)]
  })
  afterAll(async () => {
    if (update) await writeFile(ledgerPath, `${JSON.stringify(updated(), null, 2)}\n`)
    for (const daemon of daemons) await daemon.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** The ledger with what was found now; known reasons stay, new ones are to be written. */
  function updated(): Ledger {
    const now = Object.entries(found).map(([group, list]) => {
      const known = new Map((ledger.groups[group] ?? []).map(({ command, reason }) => [command, reason]))
      return [group, list.map((one) => ({ ...one, reason: known.get(one.command) ?? '' }))] as const
    })
    return { reasons: ledger.reasons, groups: Object.fromEntries(now) }
  }

  /** Runs a group with a daemon, in a folder with all files that the commands name. */
  async function session(daemon: RpcDaemon, group: string): Promise<Block[]> {
    const own = join(folder, `${daemon.name}-${group}`)
    await cp(folderOf('files'), own, { recursive: true })
    const input = await readFile(folderOf(`groups/${group}.txt`), 'utf8')
    const [program, uri] =
      group === 'admin'
        ? ['virt-admin', `libvirtd:///system?socket=${join(daemon.sockets, 'libvirt-admin-sock')}`]
        : ['virsh', uriOf(daemon, `test://${nodeOf(group)}`)]
    const { text } = await run(program, ['-c', uri], { folder: own, input })
    return blocksOf(text, { [daemon.sockets]: 'SOCKETS', [own]: 'HERE', [folder]: 'FOLDER' })
  }

  test.each(groups)('%s', async (group) => {
    const [libvirtd, virtgate] = await Promise.all(daemons.map((daemon) => session(daemon, group)))
    const list = differences(libvirtd ?? [], virtgate ?? [])
    found[group] = list
    if (update) return
    expect(list).toEqual((ledger.groups[group] ?? []).map(({ reason, ...difference }) => difference))
  })

  test('more than 400 commands are compared', async () => {
    const texts = await Promise.all(groups.map((group) => readFile(folderOf(`groups/${group}.txt`), 'utf8')))
    expect(texts.join('').trim().split('\n').length).toBeGreaterThan(400)
  })
})

test('each difference between the daemons has a reason', () => {
  const unexplained = Object.values(ledger.groups)
    .flat()
    .filter(({ reason }) => !(reason in ledger.reasons))
  expect(unexplained).toEqual([])
})
