import type { ProgramTable } from './table.ts'

/** The qemu program: calls that only QEMU has. Source: libvirt 12.6's protocol definition; call permissions of its access control. */
export const qemuProgram = {
  name: 'qemu',
  number: 0x20008087,
  version: 1,
  procedures: {
    DOMAIN_MONITOR_COMMAND: { number: 1, args: 'qemu_domain_monitor_command_args', ret: 'qemu_domain_monitor_command_ret', acl: ['domain.write'], api: 'virDomainQemuMonitorCommand' },
    DOMAIN_ATTACH: { number: 2, args: 'qemu_domain_attach_args', ret: 'qemu_domain_attach_ret', acl: ['domain.start', 'domain.write'], api: 'virDomainQemuAttach' },
    DOMAIN_AGENT_COMMAND: { number: 3, args: 'qemu_domain_agent_command_args', ret: 'qemu_domain_agent_command_ret', acl: ['domain.write'], api: 'virDomainQemuAgentCommand' },
    CONNECT_DOMAIN_MONITOR_EVENT_REGISTER: { number: 4, args: 'qemu_connect_domain_monitor_event_register_args', ret: 'qemu_connect_domain_monitor_event_register_ret', high: true, acl: ['connect.search_domains', 'connect.write'], filter: 'domain.getattr', api: 'virConnectDomainQemuMonitorEventRegister' },
    CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER: { number: 5, args: 'qemu_connect_domain_monitor_event_deregister_args', high: true, acl: ['connect.write'], api: 'virConnectDomainQemuMonitorEventDeregister' },
    DOMAIN_MONITOR_EVENT: { number: 6, kind: 'event', args: 'qemu_domain_monitor_event_msg' },
    DOMAIN_MONITOR_COMMAND_WITH_FILES: { number: 7, args: 'qemu_domain_monitor_command_with_files_args', ret: 'qemu_domain_monitor_command_with_files_ret', acl: ['domain.write'], fds: 'call+reply', api: 'virDomainQemuMonitorCommandWithFiles' },
  },
  types: {
    qemu_domain_monitor_command_args: { dom: 'remote_nonnull_domain', cmd: 'remote_nonnull_string', flags: 'uint' },
    qemu_domain_monitor_command_ret: { result: 'remote_nonnull_string' },
    qemu_domain_attach_args: { pid_value: 'uint', flags: 'uint' },
    qemu_domain_attach_ret: { dom: 'remote_nonnull_domain' },
    qemu_domain_agent_command_args: { dom: 'remote_nonnull_domain', cmd: 'remote_nonnull_string', timeout: 'int', flags: 'uint' },
    qemu_domain_agent_command_ret: { result: 'remote_string' },
    qemu_connect_domain_monitor_event_register_args: { dom: 'remote_domain', event: 'remote_string', flags: 'uint' },
    qemu_connect_domain_monitor_event_register_ret: { callbackID: 'int' },
    qemu_connect_domain_monitor_event_deregister_args: { callbackID: 'int' },
    qemu_domain_monitor_event_msg: { callbackID: 'int', dom: 'remote_nonnull_domain', event: 'remote_nonnull_string', seconds: 'hyper', micros: 'uint', details: 'remote_string' },
    qemu_domain_monitor_command_with_files_args: { dom: 'remote_nonnull_domain', cmd: 'remote_nonnull_string', flags: 'uint' },
    qemu_domain_monitor_command_with_files_ret: { result: 'remote_nonnull_string' },
  },
} as const satisfies ProgramTable
