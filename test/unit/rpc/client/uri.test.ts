import { describe, expect, test } from 'vitest'
import { driverScheme, parseUri } from '../../../../src/core/uri.ts'
import { sshCommand } from '../../../../src/rpc/client/transport/ssh-command.ts'
import { parseRemoteUri } from '../../../../src/rpc/client/uri.ts'

describe('URIs of daemons', () => {
  test.each([
    ['qemu+unix:///system', 'unix', undefined, 'qemu:///system'],
    ['qemu:///system?socket=/s', 'unix', undefined, 'qemu:///system'],
    ['qemu://host/system', 'tls', 'host', 'qemu:///system'],
    ['qemu+tcp://host:1/system', 'tcp', 'host', 'qemu:///system'],
    ['qemu+ssh://fred@host/session?keyfile=/k', 'ssh', 'host', 'qemu:///session'],
    ['qemu+libssh2://host/system', 'ssh', 'host', 'qemu:///system'],
    ['remote+unix:///?socket=/s&name=esx://vc/', 'unix', undefined, 'esx://vc/'],
    ['remote:///', 'unix', undefined, ''],
    ['xen+ssh://host', 'ssh', 'host', 'xen:///'],
    ['test+tcp://host/default?no_verify=1&mine=2', 'tcp', 'host', 'test:///default?mine=2'],
  ])('%s is read', (text, transport, host, name) => {
    expect(parseRemoteUri(text)).toMatchObject({ transport, host, name })
  })

  test.each([
    ['qemu+unix://host/system', 'reaches only this host'],
    ['qemu+ssh:///system', 'names no host'],
    ['qemu+foo://host/system', "the transport 'foo'"],
    ['qemu+ssh://-oProxyCommand=x/system', 'hyphen'],
    ['qemu+ssh://-ofoo@host/system', 'hyphen'],
    ['qemu+ext:///system', "'command'"],
  ])('%s is refused', (text, clause) => {
    expect(() => parseRemoteUri(text)).toThrow(clause)
  })

  test.each([
    ['qemu:///system', 'qemu'],
    ['qemu://host/system', 'remote'],
    ['qemu:///system?socket=/s', 'remote'],
    ['test+unix:///default', 'remote'],
    ['test:///default', 'test'],
    ['esx://host/', 'esx'],
    ['remote:///', 'remote'],
  ])('%s is served by the driver of %s', (text, scheme) => {
    expect(driverScheme(parseUri(text))).toBe(scheme)
  })
})

describe('the command line of ssh', () => {
  const command = (text: string) => sshCommand(parseRemoteUri(text))

  test('has host and user as arguments of their own, behind the options', () => {
    const { program, args } = command('qemu+ssh://fred@host:2222/system?keyfile=/k&known_hosts=/h')
    expect(program).toBe('ssh')
    expect(args.slice(0, -1)).toEqual([
      ...['-T', '-e', 'none', '-o', 'BatchMode=yes', '-p', '2222', '-l', 'fred'],
      ...['-i', '/k', '-o', 'IdentitiesOnly=yes', '-o', 'UserKnownHostsFile=/h', '--', 'host'],
    ])
  })

  test('quotes what the URI says for the shell over there', () => {
    const { args } = command("qemu+ssh://host/system?proxy=netcat&socket=/a'; rm -rf /; '")
    const script = args.at(-1) ?? ''
    // One word for sh, in which the path is one word again.
    expect(script.startsWith("sh -c '")).toBe(true)
    expect(script).not.toMatch(/[^'\\]'; rm/)
  })

  test.each([
    ['proxy=native', /^virt-ssh-helper 'qemu:\/\/\/system'$/],
    ['proxy=netcat', /nc/],
    ['proxy=auto', /command -v virt-ssh-helper/],
    ['netcat=/opt/nc', /\/opt\/nc/],
  ])('with %s leads to the socket in that way', (option, pattern) => {
    expect(command(`qemu+ssh://host/system?${option}`).args.at(-1)).toMatch(pattern)
  })

  test.each(['proxy=foo', 'sshauth=password', 'known_hosts_verify=perhaps', 'no_verify=yes'])(
    'is refused with %s',
    (option) => {
      expect(() => command(`qemu+ssh://host/system?${option}`)).toThrow('expected')
    },
  )
})
