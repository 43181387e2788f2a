import { describe, expect, test } from 'vitest'
import { AdminGuard } from '../../../../src/rpc/admin/admin-guard.ts'
import { AccountNames } from '../../../../src/rpc/auth/account-names.ts'
import type { Peer } from '../../../../src/rpc/auth/authenticator.ts'

const guard = new AdminGuard(new AccountNames(), 1234)
const by = (uid: number): Peer => ({
  transport: 'unix',
  readOnly: false,
  address: 'a process',
  credentials: { uid, gid: 0, pid: 1 },
})

describe('the door of administrators', () => {
  test.each([0, 1234])('is open to root and the owner: user %i', (uid) => {
    expect(guard.begin(by(uid)).caller).toMatchObject({ surface: 'local', uid })
  })

  test('is shut to everybody else, whatever the permissions of the socket', () => {
    expect(() => guard.begin(by(1235))).toThrow('neither root nor the owner')
  })

  test('is shut to networks', () => {
    expect(() => guard.begin({ transport: 'tcp', readOnly: false, address: '127.0.0.1:1' })).toThrow(
      'over a network',
    )
  })

  test('is open to whom the permissions of the socket let in where nobody tells who it is', () => {
    const found = guard.begin({ transport: 'unix', readOnly: false, address: 'a process' })
    expect(found.caller?.id).toBe('local:unknown')
  })
})
