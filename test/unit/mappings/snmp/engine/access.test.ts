import { describe, expect, test } from 'vitest'
import { createAccessControl } from '../../../../../src/mappings/snmp/engine/access-control.ts'
import { Communities } from '../../../../../src/mappings/snmp/engine/communities.ts'
import { parseOid } from '../../../../../src/mappings/snmp/engine/oid.ts'
import { type AccessRule, Vacm } from '../../../../../src/mappings/snmp/engine/vacm.ts'
import { parseView, View } from '../../../../../src/mappings/snmp/engine/view.ts'

describe('a view', () => {
  const view = parseView('v', {
    include: ['1.3.6.1.2', '1.3.6.1.4.1.9.1.*.7'],
    exclude: ['1.3.6.1.2.5', '1.3.6.1.2.5.*.4'],
  })

  test.each([
    ['1.3.6.1.2', true],
    ['1.3.6.1.2.4.1', true],
    ['1.3.6.1.2.5', false],
    ['1.3.6.1.2.5.9', false],
    ['1.3.6.1.3', false],
    ['1.3.6.1', false],
    ['1.3.6.1.4.1.9.1.2.7', true],
    ['1.3.6.1.4.1.9.1.99.7.1', true],
    ['1.3.6.1.4.1.9.1.99.8', false],
  ])('decides %s: %s', (text, expected) => {
    expect(view.includes(parseOid(text))).toBe(expected)
  })

  test.each([
    ['1.3.6.1.2.4', 'all'],
    ['1.3.6.1.2', 'some'],
    ['1.3.6.1.2.5', 'none'],
    ['1.3.6.1.9', 'none'],
    ['1.3.6.1.4.1.9.1.3', 'some'],
    ['1.3.6.1.4.1.9.1.3.7', 'all'],
  ])('covers %s: %s', (text, expected) => {
    expect(view.coverage({ oid: parseOid(text) })).toBe(expected)
  })

  test('prefers the longer, then the greater family', () => {
    const subtree = parseOid('1.3.6')
    const both = new View('both', [
      { subtree, included: false },
      { subtree: parseOid('1.3.6.1'), included: true },
      { subtree: parseOid('1.3.6.2'), mask: [true, true, true, false], included: false },
    ])
    expect(both.includes(parseOid('1.3.6.1.5'))).toBe(false)
    expect(both.includes(parseOid('1.3.6'))).toBe(false)
  })

  test('that names no identifier is refused with its name', () => {
    expect(() => parseView('mine', { include: ['1.3.x'] })).toThrow("view 'mine' has the subtree '1.3.x'")
  })
})

describe('access rules', () => {
  const views = ['a', 'b', 'c', 'd', 'e'].map((name) => new View(name, []))
  const rule = (part: Partial<AccessRule> & { read: string }): AccessRule => ({
    group: 'g',
    context: '',
    match: 'prefix',
    model: 'any',
    level: 'noAuthNoPriv',
    ...part,
  })
  const vacm = new Vacm({
    members: [],
    views,
    rules: [
      rule({ read: 'a' }),
      rule({ read: 'b', level: 'authPriv' }),
      rule({ read: 'c', context: 'lab' }),
      rule({ read: 'd', context: 'lab1', match: 'exact' }),
      rule({ read: 'e', model: 'v1' }),
    ],
  })

  test.each([
    [{ contextName: '', model: 'usm', level: 'noAuthNoPriv' }, 'a'],
    [{ contextName: '', model: 'usm', level: 'authNoPriv' }, 'a'],
    [{ contextName: '', model: 'usm', level: 'authPriv' }, 'b'],
    [{ contextName: 'lab2', model: 'usm', level: 'authPriv' }, 'c'],
    [{ contextName: 'lab1', model: 'usm', level: 'noAuthNoPriv' }, 'd'],
    [{ contextName: 'lab1', model: 'v1', level: 'noAuthNoPriv' }, 'e'],
  ] as const)('choose by model, context and level: %j', (subject, expected) => {
    expect(vacm.grant({ group: 'g', ...subject })?.read?.name).toBe(expected)
  })

  test('say nothing for another group', () => {
    expect(vacm.grant({ group: 'x', contextName: '', model: 'usm', level: 'authPriv' })).toBeUndefined()
  })

  test('that name an unknown view are refused', () => {
    expect(() => new Vacm({ members: [], views, rules: [rule({ read: 'zz' })] })).toThrow(
      "group 'g' uses the view 'zz', which is not defined; known views are a, b, c, d, e",
    )
  })
})

describe('communities', () => {
  function find(communities: Communities, name: string, address: string) {
    communities.link(new Vacm({ members: [], rules: [], views: [] }))
    const octets = Buffer.from(name)
    return communities.find(octets, 0, octets.length, address)?.contextName
  }

  test.each([
    ['192.0.2.7', 'lan'],
    ['192.0.3.7', undefined],
    ['2001:db8::5', 'lan'],
    ['::1', 'own'],
    ['fe80::1%eth0', 'link'],
  ])('are chosen by the sender: %s', (address, expected) => {
    const communities = new Communities([
      { name: 'c', context: 'lan', sources: ['192.0.2.0/24', '2001:db8::/64'] },
      { name: 'c', context: 'own', sources: ['::1'] },
      { name: 'c', context: 'link', sources: ['fe80::/10'] },
    ])
    expect(find(communities, 'c', address)).toBe(expected)
  })

  test.each(['10.0.0.0/33', 'lan', '10.0.0.0/8/8', '::1/x'])('refuse the source %s', (source) => {
    expect(() => new Communities([{ name: 'c', sources: [source] }])).toThrow(
      `community1 has the source '${source}', which is no address or network`,
    )
  })

  test('have a name in access control that does not tell the string', () => {
    const { members } = new Communities([{ name: 'hidden' }])
    expect(JSON.stringify(members)).not.toContain('hidden')
  })
})

describe('defaults', () => {
  const control = createAccessControl({}, [])

  test('let nobody in by a community', () => {
    expect(control.communities.size).toBe(0)
  })

  test.each(['readers', 'operators', 'admins'])('let %s see nothing without authentication', (group) => {
    expect(
      control.vacm.grant({ group, contextName: '', model: 'usm', level: 'noAuthNoPriv' }),
    ).toBeUndefined()
  })

  test.each([
    ['readers', 'authPriv', undefined],
    ['operators', 'authNoPriv', undefined],
    ['operators', 'authPriv', 'control'],
    ['admins', 'authNoPriv', undefined],
    ['admins', 'authPriv', 'all'],
  ] as const)('let %s write at %s: %s', (group, level, view) => {
    expect(control.vacm.grant({ group, contextName: '', model: 'usm', level })?.write?.name).toBe(view)
  })
})
