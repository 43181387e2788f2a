import { readFile } from 'node:fs/promises'
import type { CliContext } from '../../cli/command.ts'
import { fromSystem, VirtError } from '../../core/errors/index.ts'

/** Reads up to so many pass phrases, one a line, from a file or from standard input; at least one must be there. */
export async function readPassphrases(
  context: CliContext,
  file: string | undefined,
  most: number,
): Promise<string[]> {
  const text = file === undefined ? await firstLines(context.stdin, most) : await read(file)
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  if (lines.length > 0) return lines.slice(0, most)
  throw new VirtError(
    'invalidArg',
    'there is no pass phrase; expected one a line on standard input or in --passphrase-file',
  )
}

async function firstLines(stream: AsyncIterable<Uint8Array>, count: number): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) {
    chunks.push(chunk)
    if (Buffer.concat(chunks).toString('utf8').split('\n').length > count) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    throw fromSystem(thrown, `cannot read ${file}`)
  }
}
