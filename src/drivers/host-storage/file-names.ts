import { randomBytes } from 'node:crypto'
import { VirtError } from '../../core/errors/index.ts'

/** What files begin with that are no volumes yet. */
const draftPrefix = '.virtgate-new-'
const draftName = /^\.virtgate-new-(\d+)-(\d+)-[0-9a-f]{16}$/

/** Characters that no name of a file, or no document, can hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is they that are looked for
const badInName = /[/\u0000-\u001f\u007f\ufffe\uffff\p{Cs}]|^\.{0,2}$/u

/** Refuses a name of a volume that is no plain name of a file in the directory of its pool. */
export function checkVolumeName(name: string): void {
  if (!badInName.test(name) && !name.startsWith(draftPrefix) && Buffer.byteLength(name) <= 255) return
  throw new VirtError(
    'xmlError',
    `${JSON.stringify(name)} is no name for a volume: expected a plain name of a file, without '/'`,
    { domain: 'storage' },
  )
}

/** Whether a name found in a directory can be that of a volume; drafts are none. */
export function isVolumeName(name: string): boolean {
  return !badInName.test(name) && !name.startsWith(draftPrefix)
}

/** Name of a file that becomes a volume once it is whole; it tells whose it is. */
export function newDraftName(): string {
  return `${draftPrefix}${process.pid}-${ownStart()}-${randomBytes(8).toString('hex')}`
}

/** Whether a draft was left by a process that is no more. */
export function isStaleDraft(name: string): boolean {
  const [, pid, start] = draftName.exec(name) ?? []
  if (pid === undefined) return false
  if (Number(pid) === process.pid) return start !== String(ownStart())
  return !isAlive(Number(pid))
}

/** Numbers of processes come again, but not with the same start. */
function ownStart(): number {
  return Math.round(performance.timeOrigin)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
