import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { exitCodes } from '../../../src/cli/help.ts'
import { optionsOf } from '../../../src/cli/parse.ts'
import { errorCodes, errorTable } from '../../../src/core/errors/index.ts'
import { settingKeys } from '../../../src/core/settings/index.ts'
import { renderManPage } from '../../../src/daemon/man-page.ts'
import { productVersion } from '../../../src/daemon/version.ts'
import { commands, echo, run } from './support.ts'

describe('words on the command line', () => {
  const given = async (...words: string[]) =>
    JSON.parse((await run(['echo', ...words], { commands: [echo] })).out)

  test('become arguments and options by the declaration', async () => {
    expect(await given('a', '--flag', 'b', '--value=x', '--each', '1', '--each', '2', 'c')).toEqual({
      args: { first: 'a', more: ['b', 'c'] },
      flag: true,
      value: 'x',
      each: ['1', '2'],
    })
  })

  test('that are left out leave options absent', async () => {
    expect(await given('a')).toEqual({ args: { first: 'a', more: [] }, flag: false, each: [] })
  })

  test('behind -- are no options', async () => {
    expect(await given('a', '--', '--flag')).toMatchObject({ args: { more: ['--flag'] }, flag: false })
  })

  test.each([
    [['echo'], 'echo: FIRST is missing'],
    [['echo', 'a', '--flga'], 'there is no option --flga; did you mean --flag?'],
    [['echo', 'a', '--value'], 'option --value needs a value: --value TEXT'],
    [['echo', 'a', '--flag=x'], 'option --flag takes no value'],
    [['ehco'], "there is no command 'ehco'; did you mean 'echo'?"],
  ])('that are wrong (%j) say what was expected', async (words, text) => {
    const { code, err } = await run(words, { commands: [echo] })
    expect(code).toBe(2)
    expect(err).toContain(text)
  })

  test('that begin a command of several words list how it can go on', async () => {
    expect((await run(['snapshot'])).err).toContain("'snapshot' is followed by one of: list, create, revert")
  })

  test('without any show the commands', async () => {
    const { code, out } = await run([])
    expect(code).toBe(2)
    expect(out).toContain('Commands:')
  })
})

describe('the commands', () => {
  test('are those that are promised', () => {
    const names = commands.map(({ name }) => name)
    expect(names.length).toBeGreaterThan(30)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(
      expect.arrayContaining([
        ...['daemon', 'list', 'show', 'start', 'shutdown', 'destroy', 'define', 'undefine', 'events'],
        ...['capabilities', 'doctor', 'suspend', 'resume', 'reboot', 'reset', 'create', 'autostart', 'edit'],
        ...['dumpxml', 'set', 'console-log', 'screenshot', 'snapshot create', 'jobs', 'hosts', 'invoke'],
        ...['snmp user add', 'snmp user remove', 'snmp user list', 'snmp test-trap'],
        ...['rpc user add', 'rpc user remove', 'rpc user list', 'completion', 'help'],
      ]),
    )
  })

  test.each(commands.map((command) => [command.name, command] as const))(
    '%s is documented',
    async (name, command) => {
      const { code, out } = await run([...name.split(' '), '--help'])
      expect(code).toBe(0)
      expect(out).toContain(`virtgate ${name} [OPTIONS]`)
      expect(command.summary).toMatch(/^[A-Z].*[^.]$/)
      for (const def of [...Object.values(command.args), ...Object.values(optionsOf(command))]) {
        expect(def.doc).toMatch(/^.{5,}[.]$/)
      }
      for (const option of Object.keys(optionsOf(command))) expect(out).toContain(`--${option}`)
    },
  )

  test.each(commands.map((command) => [command.name, command] as const))(
    '%s uses each short option once',
    (_, command) => {
      const short = Object.values(optionsOf(command)).flatMap((def) => def.short ?? [])
      expect(new Set(short).size).toBe(short.length)
    },
  )

  test('all show their help by the command help, too', async () => {
    expect((await run(['help', 'snapshot', 'create'])).out).toBe(
      (await run(['snapshot', 'create', '--help'])).out,
    )
  })

  test('list every setting in the help of the daemon', async () => {
    const { out } = await run(['daemon', '--help'])
    for (const key of settingKeys) expect(out).toContain(`  ${key}`)
  })

  test('that read offer JSON', () => {
    const reading = [
      'list',
      'show',
      'hosts',
      'jobs',
      'events',
      'status',
      'operations',
      'invoke',
      'capabilities',
    ]
    for (const name of [...reading, 'snapshot list', 'snmp user list', 'rpc user list', 'doctor']) {
      expect(commands.find((command) => command.name === name)?.options, name).toHaveProperty('json')
    }
  })
})

describe('exit codes', () => {
  test('of all errors are explained', () => {
    const known = exitCodes.map(([code]) => code as number)
    for (const code of errorCodes) expect(known).toContain(errorTable[code].exit)
  })

  test('say that no daemon answers, and how to start it', async () => {
    const { code, err } = await run(['list'])
    expect(code).toBe(7)
    expect(err).toBe(
      "virtgate: no daemon answers on /nonexistent/control.sock; start it with 'virtgate daemon', or name its socket with --socket\n",
    )
  })
})

describe('the manual page', () => {
  test('in docs/man is the one that the commands give', async () => {
    const file = new URL('../../../docs/man/virtgate.1', import.meta.url)
    // `npm run gen` writes it.
    expect(await readFile(file, 'utf8')).toBe(await renderManPage(productVersion()))
  })
})

describe('completion', () => {
  const complete = async (...words: string[]) => {
    const { out } = await run(['complete', '--', ...words])
    return out.split('\n').filter((line) => line !== '')
  }

  test('offers commands, their next words, options and words of closed sets', async () => {
    expect(await complete('su')).toEqual(['suspend'])
    expect(await complete('snapshot', 'cr')).toEqual(['create'])
    expect(await complete('list', '--ina')).toEqual(['--inactive'])
    expect(await complete('list', '--type', 'net')).toEqual(['network'])
    expect(await complete('invoke', 'domain.setMet')).toEqual(['domain.setMetadata'])
    expect(await complete('set', 'web1', 'm')).toEqual(['memory'])
  })

  test.each(['bash', 'zsh', 'fish'])('has a script for %s', async (shell) => {
    const { code, out } = await run(['completion', shell])
    expect(code).toBe(0)
    expect(out).toContain('virtgate complete --')
  })

  test('of an unknown shell is refused', async () => {
    expect((await run(['completion', 'csh'])).err).toContain('expected bash, zsh or fish')
  })
})
