import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { VirtError } from '../../core/errors/index.ts'
import type { Clock } from '../../core/lib/clock.ts'
import { runEmulator } from '../emulator-spawn.ts'
import type { RunAs } from '../qmp-directory.ts'

/** How a trial is made. */
export interface TrialOptions {
  readonly binary: string
  /** Where the guest's code is written for as long as the trial takes. */
  readonly directory: string
  readonly accelerator: 'kvm' | 'tcg'
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly deadlineMs: number
  readonly runAs?: RunAs | undefined
}

/** Exit status of QEMU when the guest's code has run to its end: twice the guest's word, and one. */
const DONE = 0x15
const DONE_STATUS = 2 * DONE + 1
const DEBUG_PORT = 0xf4
const ROUNDS = 20_000_000
const ROM_SIZE = 0x10000

/**
 * A firmware that does nothing but count: 20 million rounds in 32-bit protected mode, then a word to the debug
 * port. A processor does that in a hundredth of a second; a KVM that emulates each instruction needs longer than
 * any guest's user would wait for one second of work.
 *
 *   fff0  e9 rel16                 jmp   start                the processor begins here, at ffff_fff0
 *   ff00  fa                       cli                        start, still in 16-bit mode
 *         66 2e 0f 01 16 off16     lgdt  cs:[gdtr]
 *         0f 20 c0  0c 01  0f 22 c0   cr0.pe = 1
 *         66 ea off32 0008         jmp   08:count
 *   ff20  b9 imm32                 mov   ecx, ROUNDS          count, in 32-bit mode
 *         49  75 fd                dec   ecx; jnz back
 *         b0 imm8  e6 f4           out   debug port
 *         f4  eb fd                hlt, for ever
 *   ff40                           gdt: null, code (accessed), data (accessed): a ROM takes no accessed bit
 *   ff60                           gdtr: limit, base
 */
export function trialFirmware(): Buffer {
  const rom = Buffer.alloc(ROM_SIZE, 0xf4)
  const base = 0xffff0000
  const bytes = (at: number, ...values: number[]) => Buffer.from(values).copy(rom, at)
  bytes(0xfff0, 0xe9)
  rom.writeInt16LE(0xff00 - 0xfff3, 0xfff1)
  bytes(0xff00, 0xfa, 0x66, 0x2e, 0x0f, 0x01, 0x16, 0x60, 0xff)
  bytes(0xff08, 0x0f, 0x20, 0xc0, 0x0c, 0x01, 0x0f, 0x22, 0xc0)
  bytes(0xff10, 0x66, 0xea)
  rom.writeUInt32LE(base + 0xff20, 0xff12)
  rom.writeUInt16LE(0x08, 0xff16)
  bytes(0xff20, 0xb9)
  rom.writeUInt32LE(ROUNDS, 0xff21)
  bytes(0xff25, 0x49, 0x75, 0xfd, 0xb0, DONE, 0xe6, DEBUG_PORT, 0xf4, 0xeb, 0xfd)
  rom.writeBigUInt64LE(0n, 0xff40)
  rom.writeBigUInt64LE(0x00cf9b000000ffffn, 0xff48)
  rom.writeBigUInt64LE(0x00cf93000000ffffn, 0xff50)
  rom.writeUInt16LE(23, 0xff60)
  rom.writeUInt32LE(base + 0xff40, 0xff62)
  return rom
}

/** Runs a little code under an accelerator; returns why that did not go well, or nothing if it did. */
export async function tryAccelerator(options: TrialOptions): Promise<string | undefined> {
  const { directory, signal, deadlineMs } = options
  const rom = join(directory, 'trial.rom')
  await writeFile(rom, trialFirmware(), { mode: 0o644 })
  try {
    const { status, stderr } = await runEmulator({
      ...options,
      runAs: options.runAs,
      args: trialArguments(options, rom),
      timeoutMs: deadlineMs,
    })
    if (status === DONE_STATUS) return undefined
    return `a trial guest ended with ${status}: ${stderr.trim().split('\n').at(-1) || 'QEMU said nothing'}`
  } catch (fault) {
    if (signal.aborted || !(fault instanceof VirtError) || fault.code !== 'operationTimeout') throw fault
    return `a trial guest did not finish a moment's work within ${deadlineMs} ms`
  } finally {
    await rm(rom, { force: true })
  }
}

function trialArguments(options: TrialOptions, rom: string): string[] {
  return [
    '-no-user-config',
    '-nodefaults',
    '-display',
    'none',
    '-machine',
    `pc,accel=${options.accelerator}`,
    '-m',
    '16',
    '-bios',
    rom,
    '-no-reboot',
    '-pidfile',
    join(options.directory, 'trial.pid'),
    '-device',
    `isa-debug-exit,iobase=${DEBUG_PORT},iosize=1`,
  ]
}
