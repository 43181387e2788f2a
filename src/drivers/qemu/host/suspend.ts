import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromSystem, VirtError } from '../../../core/errors/index.ts'
import type { Clock } from '../../../core/lib/clock.ts'
import type { Logger } from '../../../core/log/logger.ts'
import type { Args } from '../../../core/model/index.ts'

/** A machine that wakes again sooner would not be gone yet. */
const LEAST_SECONDS = 60n
/** Who asked hears that it will be before the machine goes. */
const DELAY_MS = 10_000

/** What a suspend works with. */
export interface SuspendEnv {
  readonly clock: Clock
  readonly log: Logger
  /** Aborted when nobody is there any more to suspend the machine. */
  readonly closing: AbortSignal
  /** Folder of the kernel's files. */
  readonly root?: string
}

/** Words of the kernel for each target. */
const states = { memory: 'mem', disk: 'disk', hybrid: 'disk' } as const

/** Sets the alarm of the machine's clock and suspends it some seconds later. */
export async function suspendMachine(
  { target, seconds }: Args<'host.suspend'>,
  { clock, log, closing, root = '/sys' }: SuspendEnv,
): Promise<void> {
  if (seconds < LEAST_SECONDS) {
    throw new VirtError(
      'invalidArg',
      `the machine cannot be suspended for ${seconds} seconds; ${LEAST_SECONDS} is the least`,
      { domain: 'qemu' },
    )
  }
  const state = states[target]
  const known = await readFile(join(root, 'power/state'), 'utf8').catch(() => '')
  if (!known.trim().split(/\s+/).includes(state)) {
    throw new VirtError('argumentUnsupported', `the machine cannot keep its state in '${target}'`, {
      domain: 'qemu',
    })
  }
  await setAlarm(join(root, 'class/rtc/rtc0/wakealarm'), seconds)
  const cancel = clock.after(DELAY_MS, () => {
    closing.removeEventListener('abort', cancel)
    enter(root, target, state).catch((error) =>
      log.error('the machine was not suspended', { error: String(error) }),
    )
  })
  closing.addEventListener('abort', cancel, { once: true })
}

async function setAlarm(path: string, seconds: bigint): Promise<void> {
  try {
    // An alarm that is set must be taken away before another can be.
    await writeFile(path, '0', { flag: 'r+' })
    await writeFile(path, `+${seconds}`, { flag: 'r+' })
  } catch (thrown) {
    throw fromSystem(thrown, 'the alarm of the clock cannot be set')
  }
}

async function enter(root: string, target: keyof typeof states, state: string): Promise<void> {
  if (target === 'hybrid') await writeFile(join(root, 'power/disk'), 'suspend', { flag: 'r+' })
  await writeFile(join(root, 'power/state'), state, { flag: 'r+' })
}
