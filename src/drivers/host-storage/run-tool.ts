import type { FileHandle } from 'node:fs/promises'
import { ExecaError, execa } from 'execa'
import { VirtError } from '../../core/errors/index.ts'

/** A program to run. */
export interface ToolCall {
  readonly program: string
  readonly args: readonly string[]
  /** Completes "needed to ..." in the error of a program that is not there. */
  readonly purpose: string
  readonly signal?: AbortSignal
  /** Open files that it gets; their names for it are `heldFile(0)` and so on. */
  readonly files?: readonly FileHandle[]
  /** Told each piece of standard output. */
  readonly onOutput?: (text: string) => void
}

/** Name under which a program opens a file that it was given: the very file, whatever its own name leads to by now. */
export function heldFile(index: number): string {
  return `/proc/self/fd/${3 + index}`
}

/** Debian package of each program. */
const packages: Readonly<Record<string, string>> = {
  'qemu-img': 'qemu-utils',
  fallocate: 'util-linux',
  mount: 'mount',
  umount: 'mount',
  scrub: 'scrub',
}

/** Most memory that a program may take that reads images of others. */
const memoryLimit = 4 * 1024 ** 3

/**
 * Runs a program without a shell, within limits. It ends with the gateway, however that ends: what it makes is of no
 * use then.
 */
export async function runTool(call: ToolCall): Promise<void> {
  const { program, args, purpose, signal, files = [], onOutput } = call
  const limits = ['--pdeathsig', 'KILL', '--', 'prlimit', `--as=${memoryLimit}`, '--core=0', '--']
  const child = execa('setpriv', [...limits, program, ...args], {
    // Any number works; the types of execa name a few of them only.
    stdio: ['ignore', 'pipe', 'pipe', ...files.map(({ fd }) => fd as 3)],
    cwd: '/',
    extendEnv: false,
    env: { LC_ALL: 'C', PATH: `${process.env.PATH ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin` },
    maxBuffer: 1024 * 1024,
    buffer: { stdout: false, stderr: true },
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => onOutput?.(text))
  try {
    await child
  } catch (error) {
    signal?.throwIfAborted()
    throw explain(error, program, purpose)
  }
}

function explain(error: unknown, program: string, purpose: string): VirtError {
  if (!(error instanceof ExecaError)) throw error
  const { stderr }: { readonly stderr?: unknown } = error
  const said = typeof stderr === 'string' ? stderr.trim() : ''
  if (error.code === 'ENOENT' || /failed to execute/.test(said)) {
    const known = packages[program]
    const fix = known === undefined ? '' : `; install it with 'apt-get install ${known}'`
    return new VirtError(
      'systemError',
      `program '${program}', needed to ${purpose}, is not installed${fix}`,
      {
        domain: 'storage',
      },
    )
  }
  const last = said.split('\n').at(-1) ?? ''
  return new VirtError(
    'operationFailed',
    `program '${program}' failed to ${purpose}: ${last || error.shortMessage}`,
    {
      domain: 'storage',
      detail: said,
    },
  )
}
