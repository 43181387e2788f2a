import type { ProgramTable } from './table.ts'

/** The lxc program: calls that only LXC has. Source: libvirt 12.6's protocol definition; call permissions of its access control. */
export const lxcProgram = {
  name: 'lxc',
  number: 0x68000,
  version: 1,
  procedures: {
    DOMAIN_OPEN_NAMESPACE: { number: 1, args: 'lxc_domain_open_namespace_args', acl: ['domain.open_namespace'], fds: 'reply', api: 'virDomainLxcOpenNamespace' },
  },
  types: {
    lxc_domain_open_namespace_args: { dom: 'remote_nonnull_domain', flags: 'uint' },
  },
} as const satisfies ProgramTable
