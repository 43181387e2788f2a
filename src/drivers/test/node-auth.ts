import { readFile, stat } from 'node:fs/promises'
import { fromSystem, VirtError } from '../../core/errors/index.ts'

/** One user that a node file knows. */
export interface NodeUser {
  readonly name: string
  readonly password: string | undefined
}

interface Credentials {
  readonly username: string | undefined
  readonly password: string | undefined
}

const service = 'auth-test-localhost'
const fallback = 'auth-test-default'

/**
 * Checks who opens a node that names users. Name and password come from a file in the form of libvirt's
 * authentication files: a section `[auth-test-localhost]` with `credentials=NAME` and a section
 * `[credentials-NAME]` with `username=` and `password=`. Throws `authFailed` without saying which part was wrong.
 */
export async function authenticate(users: readonly NodeUser[], authFile: string | undefined): Promise<void> {
  if (users.length === 0) return
  if (authFile === undefined) {
    throw new VirtError(
      'authFailed',
      "the node asks for a user; name a file with the credentials in the URI parameter 'authfile'",
    )
  }
  const given = findCredentials(await readSections(authFile), authFile)
  const user = users.find(({ name }) => name === given.username)
  // As with an unknown name, a wrong password must not be told apart.
  if (user === undefined || (user.password !== undefined && user.password !== given.password)) {
    throw new VirtError('authFailed', 'the user name or the password is not accepted by the node')
  }
}

function findCredentials(
  sections: ReadonlyMap<string, ReadonlyMap<string, string>>,
  file: string,
): Credentials {
  const entry = sections.get(service) ?? sections.get(fallback)
  const name = entry?.get('credentials')
  const found = name === undefined ? undefined : sections.get(`credentials-${name}`)
  if (found === undefined) {
    throw new VirtError(
      'authFailed',
      `the file '${file}' has no section [${service}] that leads to a section with credentials`,
    )
  }
  return { username: found.get('username'), password: found.get('password') }
}

async function readSections(file: string): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  if (!file.startsWith('/')) {
    throw new VirtError('invalidArg', `the path '${file}' of the authentication file is not absolute`)
  }
  const text = await readPrivate(file)
  const sections = new Map<string, Map<string, string>>()
  let section: Map<string, string> | undefined
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const head = /^\[([^\]]+)\]$/.exec(line)
    const equals = line.indexOf('=')
    if (head?.[1] !== undefined) {
      section = new Map()
      sections.set(head[1], section)
    } else if (section !== undefined && equals > 0) {
      section.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim())
    } else {
      throw new VirtError(
        'confSyntax',
        `'${file}' line ${index + 1} is neither a section nor a value in one`,
        {
          at: { file, line: index + 1 },
        },
      )
    }
  }
  return sections
}

async function readPrivate(file: string): Promise<string> {
  try {
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0) {
      throw new VirtError(
        'accessDenied',
        `the authentication file '${file}' can be read by others; its mode must be 0600`,
      )
    }
    return await readFile(file, 'utf8')
  } catch (thrown) {
    throw fromSystem(thrown, `cannot read the authentication file '${file}'`)
  }
}
