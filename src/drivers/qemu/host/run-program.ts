import { spawn } from 'node:child_process'
import { systemCode, VirtError } from '../../../core/errors/index.ts'
import { findProgram, missingProgram } from './packages.ts'

/** What to run, what for, and what may be different from the default. */
export interface ProgramCall {
  readonly program: string
  readonly args: readonly string[]
  /** Completes "needed to ..." in the error of a program that is not there. */
  readonly purpose: string
  readonly signal?: AbortSignal
  /** Most bytes of output kept; what goes past it ends the program. */
  readonly maxOutput?: number
}

const defaultMaxOutput = 4 * 1024 * 1024

/** Runs a program without a shell and answers its standard output; a failure carries the end of its error text. */
export async function runProgram(call: ProgramCall): Promise<string> {
  const path = await findProgram(call.program)
  if (path === undefined) throw missingProgram(call.program, call.purpose)
  return new Promise((resolve, reject) => {
    const child = spawn(path, call.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Where emulators run: a relative path means the same to both.
      cwd: '/',
      env: { LC_ALL: 'C', PATH: process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin' },
      ...(call.signal ? { signal: call.signal } : {}),
    })
    const out = collect(child.stdout, call.maxOutput ?? defaultMaxOutput, () => child.kill('SIGKILL'))
    const err = collect(child.stderr, 64 * 1024, () => undefined)
    child.on('error', (error) => reject(call.signal?.aborted ? call.signal.reason : startFault(call, error)))
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(out())
      const end = signal ? `was ended by ${signal}` : `failed with exit status ${code}`
      reject(
        new VirtError(
          'operationFailed',
          `program '${call.program}' ${end}: ${lastLine(err()) || 'no message'}`,
          {
            domain: 'qemu',
            detail: err(),
          },
        ),
      )
    })
  })
}

function startFault(call: ProgramCall, error: Error): VirtError {
  if (systemCode(error) === 'ENOENT') return missingProgram(call.program, call.purpose)
  return new VirtError('systemError', `program '${call.program}' cannot be started: ${error.message}`, {
    domain: 'qemu',
    cause: error,
  })
}

function collect(stream: NodeJS.ReadableStream, limit: number, onLimit: () => void): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
    else onLimit()
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
