/** The emulator that is measured. */
export const BINARY = '/usr/bin/qemu-system-x86_64'
