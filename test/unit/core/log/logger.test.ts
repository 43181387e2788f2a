import { expect, test } from 'vitest'
import { VirtError } from '../../../../src/core/errors/index.ts'
import { FakeClock } from '../../../../src/core/lib/clock.ts'
import { createLogger, type LoggerOptions } from '../../../../src/core/log/create-logger.ts'

function makeLogger(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = []
  const clock = new FakeClock(0)
  const write = (line: string) => {
    lines.push(line)
  }
  return { lines, clock, log: createLogger({ level: 'debug', clock, write, ...options }) }
}

test('a text line has time, level, module, message and fields', () => {
  const { log, lines } = makeLogger()
  log.child('engine').info('connected', { uri: 'test:///default', count: 3, name: 'two words' })
  expect(lines).toEqual([
    '1970-01-01T00:00:00.000Z INFO  engine: connected uri=test:///default count=3 name="two words"',
  ])
})

test('a JSON line is one object with the same facts', () => {
  const { log, lines } = makeLogger({ format: 'json' })
  log.child('a').child('b').warn('low', { free: 12n })
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      time: '1970-01-01T00:00:00.000Z',
      level: 'warn',
      module: 'a.b',
      message: 'low',
      fields: { free: '12' },
    },
  ])
})

test('messages below the level are not written', () => {
  const { log, lines } = makeLogger({ level: 'warn' })
  log.info('quiet')
  log.warn('loud')
  expect(lines).toHaveLength(1)
})

test('a module may have a level of its own, which holds for what is below it', () => {
  const { log, lines } = makeLogger({
    level: 'warn',
    modules: { 'driver/qemu': 'debug', 'driver/qemu/x': 'off' },
  })
  log.child('driver').debug('no')
  log.child('driver').child('qemu').debug('yes')
  log.child('driver.qemu.one').debug('yes')
  log.child('driver.qemu.x').error('no')
  log.child('driver.qemux').debug('no')
  expect(lines).toHaveLength(2)
})

test('levels can be changed while the logger is in use', () => {
  const { log, lines } = makeLogger({ level: 'error' })
  const child = log.child('engine')
  child.info('before')
  log.setLevels({ level: 'error', modules: { engine: 'info' } })
  child.info('after')
  expect(lines.join()).toContain('after')
  expect(lines).toHaveLength(1)
})

for (const name of ['password', 'passPhrase', 'secret', 'authKey', 'priv_key', 'community', 'accessToken']) {
  test(`the value of a field called ${name} is not written, however deep it is`, () => {
    const { log, lines } = makeLogger()
    log.info('user', {
      [name]: 'hunter2',
      nested: { list: [{ [name]: 'hunter2' }] },
      map: new Map([[name, 'hunter2']]),
    })
    expect(lines.join()).not.toContain('hunter2')
    expect(lines.join()).toContain('***')
  })
}

test('a password inside an address is not written, in message, field or error', () => {
  const { log, lines } = makeLogger()
  const uri = 'esx://root:hunter2@host/'
  log.info(`opening ${uri}`, { uri, url: new URL(uri), error: new Error(uri) })
  expect(lines.join()).not.toContain('hunter2')
})

test('a password with an @ in it is not written', () => {
  const { log, lines } = makeLogger()
  log.info('opening esx://root:hun@ter2@host/')
  expect(lines.join()).toContain('esx://root:***@host/')
})

test('a long text costs no more than its length', () => {
  const { log, lines } = makeLogger()
  log.info(`${'a'.repeat(1_000_000)}://root:hunter2@host/`, { text: `://${'a:@'.repeat(300_000)}` })
  expect(lines.join()).not.toContain('hunter2')
})

test('bytes are written by their number only', () => {
  const { log, lines } = makeLogger()
  log.info('read', { data: Buffer.from('hunter2') })
  expect(lines.join()).toContain('<7 bytes>')
})

for (const format of ['text', 'json'] as const) {
  test(`control characters cannot make a second line or move a cursor in the form ${format}`, () => {
    const { log, lines } = makeLogger({ format })
    log.child('m\n').info('a\r\nb\u001b[2J', { 'x\n': 'c\nd\u2028\u202e', list: ['e\u0085'] })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^[\x20-\x7e]*$/)
  })
}

test('an error is written with its code and its causes, and with a stack when it is a fault of the program', () => {
  const { log, lines } = makeLogger({ format: 'json' })
  const system = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  log.error('failed', { error: new VirtError('systemError', 'file cannot be written', { cause: system }) })
  const { error } = JSON.parse(lines[0] ?? '').fields
  expect(error).toMatchObject({ message: 'file cannot be written', code: 'systemError' })
  expect(error.stack).toBeUndefined()
  expect(error.causes[0]).toMatchObject({ message: 'no space', code: 'ENOSPC' })
  expect(error.causes[0].stack).toContain('logger.test.ts')
})

test('values that lead back to themselves, and errors that cause themselves, are written with an end', () => {
  const { log, lines } = makeLogger()
  const loop: Record<string, unknown> = {}
  loop.self = loop
  const error = new Error('round')
  error.cause = error
  log.info('loop', { loop, error })
  expect(lines).toHaveLength(1)
})

test('the same message over and over is counted instead of written', () => {
  const { log, lines, clock } = makeLogger()
  for (let i = 0; i < 100; i++) log.warn('again', { same: true })
  log.warn('again', { same: false })
  expect(lines).toHaveLength(6)
  clock.advance(10_000)
  expect(lines.at(-1)).toMatch(/again same=true repeated=95$/)
})

test('audit lines are written each', () => {
  const { log, lines } = makeLogger()
  for (let i = 0; i < 20; i++) log.child('engine').child('audit').info('operation')
  expect(lines).toHaveLength(20)
})
