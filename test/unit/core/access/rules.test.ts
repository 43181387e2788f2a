import { describe, expect, test } from 'vitest'
import { type Caller, internalCaller } from '../../../../src/core/access/caller.ts'
import { globMatches } from '../../../../src/core/access/glob.ts'
import { AccessControl, type AccessRule, type AccessTarget } from '../../../../src/core/access/rules.ts'

const caller = (
  id: string,
  surface: Caller['surface'],
  classes: Caller['classes'] = ['read', 'operate', 'configure'],
) => ({
  id,
  surface,
  classes,
})
const web: AccessTarget = { type: 'domain', key: 'one/1', connection: 'one', name: 'web1' }
const start = { access: 'operate', permission: 'start' } as const
const read = { access: 'read', permission: 'read' } as const
const local = caller('local:root', 'local')
const remote = caller('rpc:ann', 'rpc')

const allows = (
  rules: readonly AccessRule[],
  by: Caller,
  wish: { access: 'read' | 'operate'; permission: string } = start,
  target = web,
) => new AccessControl(rules).allows(by, wish, target)

test('without rules, authentication decides', () => {
  expect(allows([], remote)).toBe(true)
  expect(allows([], caller('snmp:x', 'snmp', ['read']))).toBe(false)
})

test('rules take away and never give more than authentication', () => {
  const rules = [{ callers: '*', allow: ['read', 'operate', 'configure'] }]
  expect(allows(rules, caller('snmp:x', 'snmp', ['read']))).toBe(false)
  expect(allows([{ callers: '*', allow: [] }], local)).toBe(false)
})

test('the first rule that fits decides', () => {
  const deny = { callers: 'rpc:ann', allow: [] }
  const allow = { callers: 'rpc:*', allow: ['operate'] }
  expect(allows([deny, allow], remote)).toBe(false)
  expect(allows([allow, deny], remote)).toBe(true)
})

test('where no rule fits, callers of this machine keep their classes and all others may do nothing', () => {
  const rules = [{ callers: 'nobody', allow: ['read'] }]
  expect(allows(rules, local)).toBe(true)
  for (const surface of ['rpc', 'snmp', 'cim', 'dbus', 'web'] as const) {
    expect(allows(rules, caller('x', surface))).toBe(false)
  }
})

test('a rule gives classes, or single permissions', () => {
  expect(allows([{ callers: '*', allow: ['start'] }], remote)).toBe(true)
  expect(allows([{ callers: '*', allow: ['stop'] }], remote)).toBe(false)
  expect(allows([{ callers: '*', allow: ['operate'] }], remote, read)).toBe(false)
})

test('a rule fits by type, connection and name', () => {
  const fits = (rule: Omit<AccessRule, 'callers' | 'allow'>, target = web) =>
    allows([{ callers: '*', allow: ['operate'], ...rule }], remote, start, target)
  expect(fits({ types: ['domain'] })).toBe(true)
  expect(fits({ types: ['pool', 'network'] })).toBe(false)
  expect(fits({ connections: ['two', 'o*'] })).toBe(true)
  expect(fits({ connections: ['two'] })).toBe(false)
  expect(fits({ names: 'web?' })).toBe(true)
  expect(fits({ names: 'db*' })).toBe(false)
  expect(fits({ names: '*' }, { ...web, name: undefined })).toBe(false)
})

test('who may do something to an object sees it, and nobody else does', () => {
  const sees = (rules: readonly AccessRule[], by: Caller) => new AccessControl(rules).sees(by, web)
  expect(sees([{ callers: '*', allow: ['start'] }], remote)).toBe(true)
  expect(sees([{ callers: '*', allow: [] }], remote)).toBe(false)
  expect(sees([{ callers: 'x', allow: ['read'] }], remote)).toBe(false)
  expect(sees([], caller('x', 'rpc', []))).toBe(false)
})

test('the gateway itself is under no rule', () => {
  expect(allows([{ callers: '*', allow: [] }], internalCaller)).toBe(true)
})

test('rules can be replaced while they are in force', () => {
  const access = new AccessControl([{ callers: '*', allow: [] }])
  access.setRules([])
  expect(access.allows(remote, start, web)).toBe(true)
})

for (const [pattern, text, fits] of [
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['a*c', 'abbbc', true],
  ['a*c', 'abbbd', false],
  ['*b*d*', 'abcde', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a.c', 'abc', false],
  ['**', 'x', true],
  ['tls:CN=*', 'tls:CN=ann', true],
  ['web*', 'Web1', false],
] as const) {
  test(`the pattern '${pattern}' ${fits ? 'fits' : 'does not fit'} '${text}'`, () => {
    expect(globMatches(pattern, text)).toBe(fits)
  })
}

test('a pattern full of stars comes to an end on a long text', () => {
  expect(globMatches('*a'.repeat(50), `${'a'.repeat(5000)}b`)).toBe(false)
})

describe('a connection is open to whoever may do something to an object of it', () => {
  const reaches = (rules: readonly AccessRule[], by: Caller, connection = 'one') =>
    new AccessControl(rules).reaches(by, connection)

  test('without rules, by whoever has a class', () => {
    expect([reaches([], remote), reaches([], caller('x', 'rpc', []))]).toEqual([true, false])
  })

  test('by a rule for some of its objects', () => {
    const rules = [
      { callers: 'rpc:ann', types: ['domain'], names: 'web*', connections: ['one'], allow: ['start'] },
    ]
    expect([reaches(rules as never, remote), reaches(rules as never, remote, 'two')]).toEqual([true, false])
  })

  test('not behind a rule that refuses all of it', () => {
    const refuse = { callers: 'rpc:*', connections: ['one'], allow: [] }
    const allow = { callers: '*', allow: ['read'] }
    expect([reaches([refuse, allow], remote), reaches([refuse, allow], remote, 'two')]).toEqual([false, true])
  })

  test('behind a rule that refuses some of it', () => {
    const rules: AccessRule[] = [
      { callers: '*', types: ['secret'], allow: [] },
      { callers: '*', allow: ['read'] },
    ]
    expect(reaches(rules, remote)).toBe(true)
  })

  test('where no rule decides, by callers of this machine only', () => {
    const rules = [{ callers: 'nobody', allow: ['read'] }]
    expect([reaches(rules, local), reaches(rules, remote)]).toEqual([true, false])
  })
})
