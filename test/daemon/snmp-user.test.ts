import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../unit/cli/support.ts'
import { notBuilt, Place } from './support.ts'

const runTool = promisify(execFile)
const secret = 'correct horse battery'
const sysDescr = '1.3.6.1.2.1.1.1.0'
const hasTool = existsSync('/usr/bin/snmpget')
if (!hasTool)
  process.stderr.write('tests of SNMP users are skipped: snmpget is missing (apt-get install snmp)\n')

describe.skipIf(notBuilt || !hasTool)('SNMP users of a daemon that runs', () => {
  let place: Place
  beforeEach(async () => {
    place = await Place.make()
    await place.settings()
  })
  afterEach(() => place.remove())

  /** Reads as the user; answers the value, or what the tool complains of. */
  async function read(address: string): Promise<string> {
    const user = ['-v3', '-l', 'authPriv', '-u', 'monitor', '-a', 'SHA-256', '-A', secret]
    const args = [...user, '-x', 'AES', '-X', secret, '-r', '0', '-t', '5', '-Oqv', address, sysDescr]
    const env = { ...process.env, MIBS: '', SNMP_PERSISTENT_DIR: place.folder }
    return runTool('snmpget', args, { env }).then(
      ({ stdout }) => stdout.trim(),
      ({ stderr }: { stderr: string }) => stderr.trim(),
    )
  }

  /** Runs a command that is told nothing but the settings file. */
  const command = (...words: string[]) =>
    run([...words, '--config', place.config], { stdin: `${secret}\n`, env: { HOME: '/nonexistent' } })

  test('are known to it at once, and not any more when removed, with nothing but its settings file', async () => {
    const { ready } = await place.daemon()
    const address = ready.snmp?.[0] ?? ''
    expect(await read(address)).toContain('Unknown user name')
    expect(await command('snmp', 'user', 'add', 'monitor')).toMatchObject({ code: 0, err: '' })
    expect(await read(address)).toMatch(/^"?virtgate \d/)
    expect(await command('snmp', 'user', 'remove', 'monitor')).toMatchObject({ code: 0, err: '' })
    expect(await read(address)).toContain('Unknown user name')
  })
})
