import { readFileSync, statSync } from 'node:fs'

interface Table {
  readonly stamp: string
  readonly names: ReadonlyMap<number, string>
}

/** Names of the accounts and groups of this host, read again when their files change. */
export class AccountNames {
  readonly #tables = new Map<string, Table>()

  /** Name of a user; the number when the host's own files have none. */
  user(uid: number): string {
    return this.#names('/etc/passwd').get(uid) ?? String(uid)
  }

  /** Name of a group; the number when the host's own files have none. */
  group(gid: number): string {
    return this.#names('/etc/group').get(gid) ?? String(gid)
  }

  /** Number of a group, by name or as it is; undefined when the host's own files have none of that name. */
  groupId(group: string): number | undefined {
    if (/^\d+$/.test(group)) return Number(group)
    for (const [gid, name] of this.#names('/etc/group')) if (name === group) return gid
    return undefined
  }

  #names(path: string): ReadonlyMap<number, string> {
    const stamp = stampOf(path)
    const known = this.#tables.get(path)
    if (known?.stamp === stamp) return known.names
    const names = stamp === '' ? new Map<number, string>() : parse(readFileSync(path, 'utf8'))
    this.#tables.set(path, { stamp, names })
    return names
  }
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : ''
}

/** Both files have the name first and the number third; the first name of a number counts. */
function parse(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const line of text.split('\n')) {
    const [name, , id] = line.split(':')
    if (name && id && !names.has(Number(id))) names.set(Number(id), name)
  }
  return names
}
