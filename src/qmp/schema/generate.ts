import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import { VirtError } from '../../core/errors/index.ts'
import { parseQmp } from '../json.ts'
import { QmpProcesses } from '../qmp-processes.ts'
import type { QmpValue } from '../value.ts'
import { generateQmpTypes } from './type-writer.ts'

export { generateQmpTypes } from './type-writer.ts'

/** Where the generated types are kept, in the project. */
export const generatedPath = 'src/qmp/generated/qmp-types.ts'

/** The emulator whose schema the types are made from, in the version they are made from. */
export const generatedFrom = { binary: '/usr/bin/qemu-system-x86_64', major: 7, minor: 2 } as const

/** Asks an emulator of the right version for its schema. */
export async function askSchema(binary: string = generatedFrom.binary): Promise<QmpValue> {
  const libDir = await mkdtemp(join(tmpdir(), 'virtgate-'))
  try {
    return await new QmpProcesses({ libDir }).run({ binary, forceTcg: true }, async ({ monitor }) => {
      const { major, minor } = monitor.greeting.version
      if (major === generatedFrom.major && minor === generatedFrom.minor) {
        return await monitor.request('query-qmp-schema')
      }
      const wanted = `${generatedFrom.major}.${generatedFrom.minor}`
      const text = `'${binary}' is QEMU ${major}.${minor}; the types are made from ${wanted}`
      throw new VirtError('configUnsupported', text, { domain: 'qemu' })
    })
  } finally {
    await rm(libDir, { recursive: true, force: true })
  }
}

/** Writes the generated types: of the schema in a file, or of the emulator of this machine without one. */
export async function generate(outPath: string = generatedPath, schemaPath?: string): Promise<void> {
  const schema = schemaPath === undefined ? await askSchema() : parseQmp(await readFile(schemaPath, 'utf8'))
  await writeFile(outPath, generateQmpTypes(schema))
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [, , schemaPath, outPath = generatedPath] = argv
  await generate(outPath, schemaPath)
  stdout.write(`${outPath}\n`)
}
