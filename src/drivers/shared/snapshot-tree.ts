import { type ErrorCode, VirtError } from '../../core/errors/index.ts'

/** What a member of a tree must tell of itself. */
export interface TreeMember {
  readonly name: string
  readonly parent?: string
}

/** How the members are called in errors, and the code of the error that one is not there. */
export interface TreeWords {
  readonly what: string
  readonly missing: ErrorCode
}

/** Words for the snapshots of a domain. */
export const snapshotWords: TreeWords = { what: 'snapshot', missing: 'noDomainSnapshot' }

/** Words for the checkpoints of a domain. */
export const checkpointWords: TreeWords = { what: 'checkpoint', missing: 'noDomainCheckpoint' }

/** The snapshots or checkpoints of one domain: who was made after whom, and which is the current one. */
export class SnapshotTree<M extends TreeMember> {
  readonly #words: TreeWords
  readonly #members = new Map<string, M>()
  readonly #children = new Map<string, Set<string>>()
  #current: string | undefined

  constructor(words: TreeWords) {
    this.#words = words
  }

  get size(): number {
    return this.#members.size
  }

  /** Name of the current member. */
  get current(): string | undefined {
    return this.#current
  }

  /** All members in the order in which they were added. */
  values(): Iterable<M> {
    return this.#members.values()
  }

  has(name: string): boolean {
    return this.#members.has(name)
  }

  /** A member; throws if it is not there. */
  get(name: string): M {
    const member = this.#members.get(name)
    if (!member) {
      throw new VirtError(this.#words.missing, `there is no ${this.#words.what} '${name}' of the domain`)
    }
    return member
  }

  /** Names of those made directly after a member. */
  childrenOf(name: string): readonly string[] {
    return [...(this.#children.get(name) ?? [])]
  }

  /** Names of all made after a member, each after its parent. */
  descendantsOf(name: string): readonly string[] {
    const found: string[] = []
    const queue = [name]
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const children = this.childrenOf(next)
      found.push(...children)
      queue.push(...children)
    }
    return found
  }

  /** Makes a member the current one; undefined for none. Answers the one that was current before. */
  setCurrent(name: string | undefined): string | undefined {
    if (name !== undefined) this.get(name)
    const before = this.#current
    this.#current = name
    return before
  }

  /** Adds a new member. Its name must be free and its parent there. */
  add(member: M): void {
    if (!this.#members.has(member.name)) this.#checkParent(member.name, member.parent)
    this.addLoose(member)
  }

  /** The same, but the parent may be added later; who loads many looks at the end whether all parents are there. */
  addLoose(member: M): void {
    const { name, parent } = member
    if (this.#members.has(name)) {
      throw new VirtError('operationFailed', `a ${this.#words.what} '${name}' of the domain exists already`)
    }
    this.#members.set(name, member)
    this.#link(name, parent)
  }

  /** A member whose line of parents ends nowhere: at one that is not there, or in a circle. */
  findLoose(): M | undefined {
    for (const member of this.#members.values()) {
      let steps = 0
      for (let up = member.parent; up !== undefined; up = this.#members.get(up)?.parent) {
        if (!this.#members.has(up) || ++steps > this.#members.size) return member
      }
    }
    return undefined
  }

  /** Replaces a member by one of the same name, which may hang elsewhere. */
  redefine(member: M): void {
    const { name, parent } = member
    const before = this.get(name)
    this.#checkParent(name, parent)
    if (before.parent !== undefined) this.#children.get(before.parent)?.delete(name)
    this.#members.set(name, member)
    this.#link(name, parent)
  }

  /**
   * Removes one member; those made after it are handed to its parent through `rehang`, which makes the changed
   * member. If it was current, its parent becomes current. Answers the names of the members rehung.
   */
  remove(name: string, rehang: (child: M, parent: string | undefined) => M): readonly string[] {
    const { parent } = this.get(name)
    const children = this.childrenOf(name)
    for (const child of children) {
      this.#members.set(child, rehang(this.get(child), parent))
      this.#link(child, parent)
    }
    this.#unlink(name, parent)
    if (this.#current === name) this.#current = parent
    return children
  }

  /**
   * Removes all made after a member, and the member itself unless `keep`. If the current one was among them,
   * the member (or, when it goes too, its parent) becomes current. Answers the names removed, leaves first.
   */
  removeTree(name: string, keep: boolean): readonly string[] {
    const { parent } = this.get(name)
    const gone = [...this.descendantsOf(name)].reverse()
    if (!keep) gone.push(name)
    for (const each of gone) this.#unlink(each, this.#members.get(each)?.parent)
    if (this.#current !== undefined && !this.#members.has(this.#current)) {
      this.#current = keep ? name : parent
    }
    return gone
  }

  /** Forgets all members. */
  clear(): void {
    this.#members.clear()
    this.#children.clear()
    this.#current = undefined
  }

  #checkParent(name: string, parent: string | undefined): void {
    if (parent === undefined) return
    const { what } = this.#words
    if (parent === name) {
      throw new VirtError('invalidArg', `the ${what} '${name}' cannot be its own parent`)
    }
    if (!this.#members.has(parent)) {
      throw new VirtError('invalidArg', `the parent '${parent}' of the ${what} '${name}' does not exist`)
    }
    for (let up = this.#members.get(parent)?.parent; up !== undefined; up = this.#members.get(up)?.parent) {
      if (up === name) {
        throw new VirtError('invalidArg', `the parent '${parent}' of the ${what} '${name}' was made after it`)
      }
    }
  }

  #link(name: string, parent: string | undefined): void {
    if (parent === undefined) return
    const siblings = this.#children.get(parent)
    if (siblings) siblings.add(name)
    else this.#children.set(parent, new Set([name]))
  }

  #unlink(name: string, parent: string | undefined): void {
    if (parent !== undefined) this.#children.get(parent)?.delete(name)
    this.#children.delete(name)
    this.#members.delete(name)
  }
}
