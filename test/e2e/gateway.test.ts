import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { notBuilt, Place, type Ready } from '../daemon/support.ts'
import { sectorUp, writeBootDisk } from '../fixtures/guests/boot-sector.ts'

const run = promisify(execFile)
const vmName = '1.3.6.1.2.1.236.1.4.1.2'
const vmOperState = '1.3.6.1.2.1.236.1.4.1.6'
const running = 4
const paused = 8
const shutdown = 11

const missing = [
  ...(notBuilt ? [notBuilt] : []),
  ...['/usr/bin/qemu-system-x86_64', '/usr/bin/snmpbulkwalk'].filter((path) => !existsSync(path)),
]
if (missing.length > 0) process.stderr.write(`gateway tests are skipped: ${missing.join(', ')} missing\n`)

/** A column of VM-MIB over SNMPv2c: index and value, as snmpbulkwalk prints them. */
async function column(ready: Ready, oid: string): Promise<Map<string, string>> {
  const address = ready.snmp?.[0] ?? ''
  const env = { ...process.env, MIBS: '' }
  const args = ['-v2c', '-c', 'public', '-t', '5', '-On', address, oid]
  const { stdout } = await run('snmpbulkwalk', args, { env })
  const rows = stdout.matchAll(/^\.[\d.]+\.(\d+) = \w+: "?([^"\n]*)"?$/gm)
  return new Map(Array.from(rows, ([, index = '', value = '']) => [index, value]))
}

/** State of each guest by its name. */
async function states(ready: Ready): Promise<Record<string, number>> {
  const names = await column(ready, vmName)
  const codes = await column(ready, vmOperState)
  return Object.fromEntries(Array.from(names, ([index, name]) => [name, Number(codes.get(index))]))
}

describe.skipIf(missing.length > 0)('a gateway over two hypervisors', () => {
  let place: Place

  beforeEach(async () => {
    place = await Place.make()
    await place.settings({
      connections: ['test:///default', { name: 'qemu', uri: 'qemu:///system' }],
      snmp: { listen: '127.0.0.1:0', communities: ['public'] },
    })
  })
  afterEach(async () => {
    await place.cli('destroy', 'sector')
    await place.remove()
  })

  async function defineGuest(): Promise<void> {
    const disk = join(place.folder, 'disk.img')
    await writeBootDisk(disk)
    const xml = join(place.folder, 'sector.xml')
    await writeFile(
      xml,
      `<domain type='qemu'><name>sector</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os><features><acpi/></features>
        <devices>
          <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${disk}'/><target dev='hda'/></disk>
          <serial type='pty'/>
        </devices></domain>`,
    )
    expect(await place.cli('define', '-c', 'qemu', xml)).toMatchObject({ code: 0 })
  }

  /** Waits for what the guest writes when it is up. */
  async function guestIsUp(): Promise<void> {
    const late = AbortSignal.timeout(30_000)
    for (;;) {
      const { out } = await place.cli('console-log', 'sector')
      if (out.includes(sectorUp)) return
      late.throwIfAborted()
    }
  }

  test('shows a real guest beside those of the test driver; it is paused, outlives kill -9 and runs on', async () => {
    const { program, ready } = await place.daemon()
    await defineGuest()
    expect(await states(ready)).toEqual({ test: running, sector: shutdown })
    expect(await place.cli('start', 'sector')).toMatchObject({ code: 0 })
    await guestIsUp()
    expect(await states(ready)).toEqual({ test: running, sector: running })

    expect(await place.cli('suspend', 'sector')).toMatchObject({ code: 0 })
    expect(await states(ready)).toEqual({ test: running, sector: paused })
    const before = await column(ready, vmName)

    await program.stop('SIGKILL')
    const again = await place.daemon()
    expect(await states(again.ready)).toEqual({ test: running, sector: paused })
    expect(await column(again.ready, vmName)).toEqual(before)
    expect(await place.cli('resume', 'sector')).toMatchObject({ code: 0 })
    expect(await states(again.ready)).toEqual({ test: running, sector: running })

    expect(await place.cli('destroy', 'sector')).toMatchObject({ code: 0 })
    expect(await states(again.ready)).toEqual({ test: running, sector: shutdown })
    expect(await place.cli('undefine', 'sector')).toMatchObject({ code: 0 })
    expect(await states(again.ready)).toEqual({ test: running })
  })
})
