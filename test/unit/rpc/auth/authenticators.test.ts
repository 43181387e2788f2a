import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../../src/core/access/caller.ts'
import { PolkitAuthenticator } from '../../../../src/rpc/auth/authenticators.ts'
import { NativeSockets, type PeerCredentials } from '../../../../src/rpc/native/descriptors.ts'

const caller: Caller = { id: 'local:somebody', surface: 'local', classes: ['read'] }
const { signal } = new AbortController()

test('polkit is asked one question at a time', async () => {
  const subject = { pid: process.pid, uid: 4_000_000, startTime: '1' }
  const asked = new PolkitAuthenticator({ action: 'org.libvirt.unix.manage', subject, caller })
  const first = asked.polkit(signal).catch(() => 'answered')
  await expect(asked.polkit(signal)).rejects.toMatchObject({ code: 'authFailed' })
  expect(await first).toBe('answered')
})

describe('the other end of a socket', () => {
  const socket = { _handle: { fd: 3 } } as never
  const seen = (found: PeerCredentials) =>
    new NativeSockets({ peerCredentials: () => found } as never).peerCredentials(socket)

  test('is known by its user where its process cannot be seen from here', () => {
    expect(seen({ uid: 1000, gid: 1000, pid: 0 })).toMatchObject({ uid: 1000 })
  })

  test('is unknown on sockets that tell of nobody', () => {
    expect(seen({ uid: 0xffff_ffff, gid: 0xffff_ffff, pid: 0 })).toBeUndefined()
  })
})
