import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseQmp } from '../../../src/qmp/json.ts'
import { isQmpObject, type QmpObject, type QmpValue } from '../../../src/qmp/value.ts'

/** The project's folder. */
export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '../../..')

const testdata = join(projectRoot, '../shared/testdata')

/** Path of a file of the shared test data; undefined, with a printed reason, if it is not there. */
export function shared(path: string): string | undefined {
  const full = join(testdata, path)
  if (existsSync(full)) return full
  process.stderr.write(`skipped: the shared test data has no ${path}\n`)
  return undefined
}

/** Reads a file of JSON. */
export function readJson(path: string): QmpValue {
  return parseQmp(readFileSync(path, 'utf8'))
}

/** One exchange of a recorded probe. */
export interface Exchange {
  readonly request: QmpObject
  readonly reply: QmpObject
}

/** A recorded probe: greeting and exchanges, with the schema put in its place. */
export function readProbe(path: string, schemaPath: string): { greeting: QmpObject; exchanges: Exchange[] } {
  const [first, ...rest] = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parseQmp(line) as QmpObject)
  const exchanges = rest.map((line) => {
    const { request, reply } = line as unknown as Exchange
    return request.execute === 'query-qmp-schema'
      ? { request, reply: { return: readJson(schemaPath) } }
      : { request, reply }
  })
  return { greeting: first?.greeting as QmpObject, exchanges }
}

/** The schema in a file of recorded replies, one JSON text after another with an empty line between. */
export function schemaOfReplies(path: string): QmpValue | undefined {
  for (const text of readFileSync(path, 'utf8').split(/\n\n(?=\{)/)) {
    const answer = (parseQmp(text) as QmpObject).return
    if (Array.isArray(answer) && isQmpObject(answer[0]) && 'meta-type' in answer[0]) return answer
  }
  return undefined
}
