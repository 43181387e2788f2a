import { VirtError } from '../../../core/errors/index.ts'
import { unsupportedArgument } from './context.ts'

/**
 * Linux key codes whose number on the wire (`qnum`: scan code set 1, extended keys with bit 7 set) is another one.
 * From 1 to 83 both are the same. Source: linux/input-event-codes.h and QEMU's keymap tables.
 */
const linuxToQnum: Readonly<Record<number, number>> = {
  87: 0x57, // F11
  88: 0x58, // F12
  96: 0x9c, // keypad enter
  97: 0x9d, // right control
  98: 0xb5, // keypad slash
  99: 0x54, // system request
  100: 0xb8, // right alt
  102: 0xc7, // home
  103: 0xc8, // up
  104: 0xc9, // page up
  105: 0xcb, // left
  106: 0xcd, // right
  107: 0xcf, // end
  108: 0xd0, // down
  109: 0xd1, // page down
  110: 0xd2, // insert
  111: 0xd3, // delete
  113: 0xa0, // mute
  114: 0xae, // volume down
  115: 0xb0, // volume up
  116: 0xde, // power
  119: 0xc6, // pause
  125: 0xdb, // left meta
  126: 0xdc, // right meta
  127: 0xdd, // compose
  142: 0xdf, // sleep
  143: 0xe3, // wake up
}

const most = 16

/** The numbers that QEMU takes for keys of a code set. */
export function keyNumbers(codeset: string, keys: readonly number[]): number[] {
  if (keys.length === 0 || keys.length > most) {
    throw new VirtError('invalidArg', `${keys.length} keys are given; 1 to ${most} can be pressed together`, {
      domain: 'qemu',
    })
  }
  switch (codeset) {
    case 'qnum':
    case 'rfb':
    case 'xt_kbd':
    case 'xt':
      return [...keys]
    case 'linux':
      return keys.map(fromLinux)
    default:
      throw unsupportedArgument(`the key code set '${codeset}' (linux, xt and qnum are)`)
  }
}

function fromLinux(key: number): number {
  const number = key >= 1 && key <= 83 ? key : linuxToQnum[key]
  if (number !== undefined) return number
  throw new VirtError('invalidArg', `the Linux key code ${key} has no scan code`, { domain: 'qemu' })
}
