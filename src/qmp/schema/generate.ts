import { readFile, writeFile } from 'node:fs/promises'
import { argv, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseQmp } from '../json.ts'
import { generateQmpTypes } from './type-writer.ts'

export { generateQmpTypes } from './type-writer.ts'

/** Where the generated types are kept, in the project. */
export const generatedPath = 'src/qmp/generated/qmp-types.ts'

/** Writes the generated types of the schema in a file (the answer to `query-qmp-schema`, QEMU 7.2). */
export async function generate(schemaPath: string, outPath: string): Promise<void> {
  const schema = parseQmp(await readFile(schemaPath, 'utf8'))
  await writeFile(outPath, generateQmpTypes(schema))
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [, , schemaPath, outPath = generatedPath] = argv
  if (schemaPath === undefined) throw new Error('usage: generate.js SCHEMA.json [OUT.ts]')
  await generate(schemaPath, outPath)
  stdout.write(`${outPath}\n`)
}
