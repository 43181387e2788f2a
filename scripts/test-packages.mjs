/** Debian packages that tests talk to, a program of each, and what is skipped without it. */
export const testPackages = [
  {
    name: 'qemu-system-x86',
    command: 'qemu-system-x86_64',
    tests: 'QEMU driver, QMP processes, capabilities',
  },
  { name: 'qemu-utils', command: 'qemu-img', tests: 'disk images of the QEMU driver' },
  { name: 'snmp', command: 'snmpbulkwalk', tests: 'SNMP clients' },
  { name: 'smitools', command: 'smilint', tests: 'smilint over mibs/' },
  { name: 'python3', command: 'python3', tests: 'the Linux guest, service manager notification' },
  { name: 'python3-pysnmp4', command: 'pysnmp', tests: 'discovery of SNMPv3 as pysnmp does it' },
  { name: 'zsh', command: 'zsh', tests: 'completion in zsh' },
  { name: 'fish', command: 'fish', tests: 'completion in fish' },
  { name: 'cpio', command: 'cpio', tests: 'the Linux guest of the QEMU driver' },
  { name: 'iproute2', command: 'ip', tests: 'bridges and taps of the QEMU driver' },
]
