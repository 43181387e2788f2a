import { expect, test } from 'vitest'
import { parseUri, redactUri, unknownScheme } from '../../../../src/core/uri.ts'
import { FakeDriver, registryOf } from './fake-driver.ts'

for (const [text, expected] of [
  ['test:///default', { scheme: 'test', transport: undefined, host: undefined, path: '/default' }],
  ['test:///home/a%20b.xml', { path: '/home/a b.xml' }],
  ['qemu:///system', { scheme: 'qemu', path: '/system' }],
  [
    'qemu+ssh://ann@host.example:2222/system',
    { scheme: 'qemu', transport: 'ssh', user: 'ann', host: 'host.example', port: 2222 },
  ],
  ['esx://[::1]/?no_verify=1', { scheme: 'esx', host: '::1', path: '/' }],
  ['lxc:', { scheme: 'lxc', host: undefined, path: '' }],
  ['  test:///default ', { scheme: 'test' }],
] as const) {
  test(`the URI '${text}' is taken apart`, () => {
    expect(parseUri(text)).toMatchObject(expected)
  })
}

test('parameters are decoded', () => {
  const { params } = parseUri('qemu+unix:///system?socket=%2Frun%2Fx&mode=direct')
  expect(Object.fromEntries(params)).toEqual({ socket: '/run/x', mode: 'direct' })
})

test('an alias stands for its URI, the built-in ones or those given', () => {
  expect(parseUri('qemu').url.href).toBe('qemu:///system')
  expect(parseUri('lab', { lab: 'test:///lab' }).path).toBe('/lab')
})

for (const [text, message] of [
  ['qemuu', /'qemuu' is neither a URI .* aliases are test, qemu, session; did you mean 'qemu'\?/],
  ['', /cannot be read/],
  ['toString', /neither a URI/],
  ['://x', /cannot be read/],
  ['http://ho st/', /cannot be read/],
  ['qemu+:///system', /scheme 'qemu\+' of the connection URI has an empty part/],
  ['test:///%ff%zz', /broken percent escape/],
] as const) {
  test(`the text '${text}' is refused as a URI`, () => {
    expect(() => parseUri(text)).toThrow(
      expect.objectContaining({ code: 'invalidArg', message: expect.stringMatching(message) }),
    )
  })
}

test('an unreadable URI is told without its password', () => {
  expect(() => parseUri('esx://root:hunter2@ho st/')).toThrow(/root:\*\*\*@/)
})

for (const text of [
  'esx://root:hun@ter2@ho st/',
  'esx://ho st/?api_token=hunter2&password=hunter2#x',
  'esx://root:hunter2@host/%zz?api_token=hunter2',
]) {
  test(`nothing secret of '${text}' is told when it cannot be read`, () => {
    expect(() => parseUri(text)).toThrow(expect.objectContaining({ code: 'invalidArg' }))
    expect(() => parseUri(text)).not.toThrow(/hun|ter2/)
  })
}

test('a URI for records has no password and no secret parameters', () => {
  const { url } = parseUri('esx://root:hunter2@host/?api_token=hunter2&no_verify=1')
  expect(redactUri(url)).toBe('esx://root@host/?api_token=***&no_verify=1')
  expect(url.password).toBe('hunter2')
})

test('an unknown scheme is told with those known and the nearest one', () => {
  const registry = registryOf(Object.assign(new FakeDriver(), { schemes: ['qemu', 'test'] }))
  expect(unknownScheme('tset', registry).message).toBe(
    "no driver serves the URI scheme 'tset'; known schemes are qemu, test; did you mean 'test'?",
  )
})
