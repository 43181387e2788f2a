import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../../../..')

/** Programs of this folder as JavaScript, for child processes: the paths by name, and a function that removes them. */
export interface Programs {
  readonly path: (name: string) => string
  readonly remove: () => Promise<void>
}

/** Compiles programs of this folder with all that they import. */
export async function compilePrograms(...names: readonly string[]): Promise<Programs> {
  const out = await mkdtemp(join(tmpdir(), 'virtgate-programs-'))
  const files = names.map((name) => join(import.meta.dirname, `${name}.ts`))
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { rootDir: root, outDir: out, declaration: false, sourceMap: false },
    include: [],
    files,
  }
  // The types of Node are found from the folder of the configuration.
  await symlink(join(root, 'node_modules'), join(out, 'node_modules'))
  await writeFile(join(out, 'tsconfig.json'), JSON.stringify(config))
  await writeFile(join(out, 'package.json'), '{"type":"module"}')
  await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', join(out, 'tsconfig.json')])
  return {
    path: (name) => join(out, 'test/unit/core/store', `${name}.js`),
    remove: () => rm(out, { recursive: true, force: true }),
  }
}
