import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { VirtError } from '../../core/errors/index.ts'
import type { Clock } from '../../core/lib/clock.ts'
import { type RunningEmulator, runEmulator } from '../emulator-spawn.ts'
import { cpuTime } from '../process-table.ts'
import type { RunAs } from '../qmp-directory.ts'

/** How a trial is made. */
export interface TrialOptions {
  readonly binary: string
  /** Where the guest's code is written for as long as the trial takes. */
  readonly directory: string
  readonly accelerator: 'kvm' | 'tcg'
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Longest time from QEMU's start to the guest's end. */
  readonly deadlineMs: number
  readonly runAs?: RunAs | undefined
}

/** Exit status of QEMU when the guest's code has run to its end: twice the guest's word, and one. */
const DONE = 0x15
const DONE_STATUS = 2 * DONE + 1
const EXIT_PORT = 0xf4
const TEXT_PORT = 0xe9
const ROUNDS = 2_000_000
/** Processor time for the guest's rounds: hundreds of times what a processor takes for them. */
const ROUNDS_MS = 300
const LOOK_MS = 25
const ROM_SIZE = 0x10000

/**
 * A firmware that does nothing but count: a byte to the text port, two million rounds in 32-bit protected mode, a
 * word to the exit port. A processor takes milliseconds for it; a KVM that emulates each instruction takes seconds,
 * and an operating system's start would take hours.
 *
 *   fff0  e9 rel16                 jmp   start                the processor begins here, at ffff_fff0
 *   ff00  fa                       cli                        start, still in 16-bit mode
 *         66 2e 0f 01 16 off16     lgdt  cs:[gdtr]
 *         0f 20 c0  0c 01  0f 22 c0   cr0.pe = 1
 *         66 ea off32 0008         jmp   08:count
 *   ff20  b0 '.'  e6 e9            out   text port            count, in 32-bit mode
 *         b9 imm32                 mov   ecx, ROUNDS
 *         49  75 fd                dec   ecx; jnz back
 *         b0 imm8  e6 f4           out   exit port
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
  bytes(0xff20, 0xb0, 0x2e, 0xe6, TEXT_PORT, 0xb9)
  rom.writeUInt32LE(ROUNDS, 0xff25)
  bytes(0xff29, 0x49, 0x75, 0xfd, 0xb0, DONE, 0xe6, EXIT_PORT, 0xf4, 0xeb, 0xfd)
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
  // The directory belongs to the emulator's user: what is there already is not written through.
  await writeFile(rom, trialFirmware(), { mode: 0o644, flag: 'wx' })
  try {
    const { status, stderr } = await runEmulator(
      { ...options, args: trialArguments(options, rom), runAs: options.runAs, timeoutMs: deadlineMs },
      (emulator) => void watchRounds(emulator, options.clock),
    )
    if (status === DONE_STATUS) return undefined
    return `a trial guest ended with ${status}: ${stderr.trim().split('\n').at(-1) || 'QEMU said nothing'}`
  } catch (fault) {
    if (signal.aborted || !(fault instanceof VirtError) || fault.code !== 'operationTimeout') throw fault
    return fault.message
  } finally {
    await rm(rom, { force: true })
  }
}

/**
 * Ends a guest that needs too much processor time for its rounds. Not the wall clock counts: a busy machine is no
 * reason to call its KVM bad.
 */
async function watchRounds(emulator: RunningEmulator, clock: Clock): Promise<void> {
  await emulator.firstOutput
  const start = await cpuTime(emulator.pid)
  while (!emulator.ended) {
    await clock.sleep(LOOK_MS)
    const used = (await cpuTime(emulator.pid)) - start
    if (used <= ROUNDS_MS) continue
    const text = `a trial guest needed more than ${ROUNDS_MS} ms of processor time for a few milliseconds' work`
    emulator.stop(new VirtError('operationTimeout', text, { domain: 'qemu' }))
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
    '-chardev',
    'stdio,id=text,signal=off',
    '-device',
    `isa-debugcon,iobase=${TEXT_PORT},chardev=text`,
    '-device',
    `isa-debug-exit,iobase=${EXIT_PORT},iosize=1`,
  ]
}
