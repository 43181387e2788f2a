import { constants } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { parseXml } from '../../core/config/xml/reader.ts'
import { attribute, elementsOf, textOf, type XmlElement } from '../../core/config/xml/tree.ts'
import { type ErrorCode, fromSystem, type SourcePosition, VirtError } from '../../core/errors/index.ts'
import type { NodeUser } from './node-auth.ts'
import { defaultFacts, type NodeFacts } from './node-facts.ts'

/** An element of a node file or of a file that it includes. */
export interface NodeItem {
  readonly element: XmlElement
  readonly file: string
}

/** A storage pool of a node file with its volumes. */
export interface PoolItem extends NodeItem {
  readonly volumes: readonly NodeItem[]
}

/** What a node file says. */
export interface NodeFile {
  readonly facts: NodeFacts
  readonly users: readonly NodeUser[]
  readonly domains: readonly NodeItem[]
  readonly networks: readonly NodeItem[]
  readonly interfaces: readonly NodeItem[]
  readonly pools: readonly PoolItem[]
  readonly devices: readonly NodeItem[]
}

/** Which files may be read. */
export interface FilePolicy {
  /** Directories that files must be in; any file that belongs to the daemon's user or to root unless given. */
  readonly nodeDirs?: readonly string[]
}

const maxFileSize = 16 * 1024 * 1024
const maxModel = 31

/** Reads the files of one node, each inside the limits of the policy. */
export class NodeFileReader {
  readonly #policy: FilePolicy

  constructor(policy: FilePolicy) {
    this.#policy = policy
  }

  /** Reads a node file with all that it includes. */
  async read(path: string): Promise<NodeFile> {
    const root = await this.#document(path)
    if (root.element.local !== 'node') {
      throw itemError(root, `the root element is '${root.element.name}', 'node' was expected`)
    }
    const of = (name: string): Promise<NodeItem[]> => this.items(root, name)
    return {
      facts: readFacts(root),
      users: readUsers(root),
      domains: await of('domain'),
      networks: await of('network'),
      interfaces: await of('interface'),
      pools: await Promise.all((await of('pool')).map((pool) => this.#withVolumes(pool))),
      devices: await of('device'),
    }
  }

  /** The children of an element with a name; an empty one with `file=` is replaced by the root of that file. */
  async items(parent: NodeItem, name: string, ns = ''): Promise<NodeItem[]> {
    const found = elementsOf(parent.element).filter((node) => node.local === name && node.ns === ns)
    const items: NodeItem[] = []
    for (const element of found) items.push(await this.#include({ element, file: parent.file }))
    return items
  }

  async #withVolumes(pool: NodeItem): Promise<PoolItem> {
    const volumes = await this.items(pool, 'volume')
    const children = pool.element.children.filter(
      (node) => typeof node === 'string' || node.local !== 'volume',
    )
    return { ...pool, element: { ...pool.element, children }, volumes }
  }

  async #include(item: NodeItem): Promise<NodeItem> {
    const file = attribute(item.element, 'file')
    if (file === undefined) return item
    const target = await this.#document(resolve(dirname(item.file), file), item)
    // Objects in files of their own are not named with a prefix there.
    if (target.element.local !== item.element.local) {
      throw itemError(
        target,
        `the root element is '${target.element.name}', '${item.element.local}' was expected`,
      )
    }
    return target
  }

  async #document(path: string, from?: NodeItem): Promise<NodeItem> {
    const bytes = await this.#bytes(path, from)
    return { element: parseXml(bytes, { file: path }), file: path }
  }

  async #bytes(path: string, from: NodeItem | undefined): Promise<Uint8Array> {
    const where = from === undefined ? {} : { at: positionOf(from) }
    try {
      // O_NONBLOCK: a FIFO without a writer would hold the open for ever.
      const handle = await open(await realpath(path), constants.O_RDONLY | constants.O_NONBLOCK)
      try {
        await this.#check(handle, path, where)
        return await handle.readFile()
      } finally {
        await handle.close()
      }
    } catch (thrown) {
      if (thrown instanceof VirtError) throw thrown
      const text = fromSystem(thrown, `cannot read the node file '${path}'`).message
      throw new VirtError('openFailed', text, { cause: thrown, domain: 'test', ...where })
    }
  }

  async #check(handle: FileHandle, path: string, where: { at?: SourcePosition }): Promise<void> {
    const info = await handle.stat()
    const refuse = (code: ErrorCode, clause: string): never => {
      throw new VirtError(code, `the node file '${path}' ${clause}`, { domain: 'test', ...where })
    }
    if (!info.isFile()) refuse('openFailed', 'is not a regular file')
    if (info.size > maxFileSize) refuse('openFailed', `is larger than ${maxFileSize} bytes`)
    const dirs = this.#policy.nodeDirs
    if (dirs === undefined) {
      if (!ownedByDaemon(info.uid)) refuse('accessDenied', "belongs neither to the daemon's user nor to root")
    } else if (!(await insideAny(path, dirs))) {
      refuse('accessDenied', 'is in none of the directories that node files may be in')
    }
  }
}

function ownedByDaemon(uid: number): boolean {
  return uid === 0 || uid === process.geteuid?.()
}

async function insideAny(path: string, dirs: readonly string[]): Promise<boolean> {
  const real = await realpath(path)
  for (const dir of dirs) {
    const root = await realpath(dir).catch(() => undefined)
    if (root !== undefined && real.startsWith(root.endsWith(sep) ? root : root + sep)) return true
  }
  return false
}

/** Where an item stands. */
export function positionOf({ element, file }: NodeItem): SourcePosition {
  return { file, line: element.line, column: element.column }
}

/** An error in an item, with file and line. */
export function itemError(item: NodeItem, clause: string, code: ErrorCode = 'xmlError'): VirtError {
  const at = positionOf(item)
  return new VirtError(code, `'${at.file}' line ${at.line}: ${clause}`, { domain: 'test', at })
}

function pathOf(item: NodeItem, ...names: readonly string[]): NodeItem | undefined {
  let element: XmlElement | undefined = item.element
  for (const name of names) {
    element = element === undefined ? undefined : elementsOf(element).find((node) => node.local === name)
  }
  return element === undefined ? undefined : { element, file: item.file }
}

function numberOf(item: NodeItem | undefined, fallback: number, most = 0x7fff_ffff): number {
  if (item === undefined) return fallback
  const text = textOf(item.element).trim()
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value <= most) return value
  throw itemError(item, `'${item.element.name}' is '${text}', a whole number was expected`)
}

function readFacts(root: NodeItem): NodeFacts {
  const cpu = (name: string, fallback: number): number => numberOf(pathOf(root, 'cpu', name), fallback)
  const nodes = cpu('nodes', defaultFacts.nodes)
  const sockets = cpu('sockets', defaultFacts.sockets)
  const cores = cpu('cores', defaultFacts.cores)
  const threads = cpu('threads', defaultFacts.threads)
  const product = nodes * sockets * cores * threads
  return {
    model: readModel(root),
    memory: BigInt(numberOf(pathOf(root, 'memory'), Number(defaultFacts.memory), Number.MAX_SAFE_INTEGER)),
    mhz: cpu('mhz', defaultFacts.mhz),
    nodes,
    sockets,
    cores,
    threads,
    cpus: Math.min(product, cpu('active', product)),
    cells: [],
  }
}

function readModel(root: NodeItem): string {
  const item = pathOf(root, 'cpu', 'model')
  if (item === undefined) return defaultFacts.model
  const model = textOf(item.element).trim()
  if (Buffer.byteLength(model) > maxModel) {
    throw itemError(item, `the processor model has more than ${maxModel} bytes`, 'internalError')
  }
  return model
}

function readUsers(root: NodeItem): NodeUser[] {
  const auth = pathOf(root, 'auth')
  if (auth === undefined) return []
  return elementsOf(auth.element)
    .filter((node) => node.local === 'user')
    .map((element) => {
      const name = textOf(element).trim()
      if (name === '') throw itemError({ element, file: auth.file }, "the element 'user' names nobody")
      return { name, password: attribute(element, 'password') }
    })
}
