import type { TestNode } from './node.ts'

interface Shared {
  readonly node: Promise<TestNode>
  users: number
}

/** Nodes that several connections use. A node is made for the first and dropped after the last. */
export class SharedNodes {
  readonly #nodes = new Map<string, Shared>()

  /** The node of an identity, made if nobody uses it yet. The result's `release` must be called once. */
  async acquire(
    identity: string,
    make: () => Promise<TestNode>,
  ): Promise<{ readonly node: TestNode; readonly release: () => void }> {
    const shared = this.#nodes.get(identity) ?? { node: make(), users: 0 }
    this.#nodes.set(identity, shared)
    shared.users++
    const release = (): void => {
      shared.users--
      if (shared.users > 0) return
      if (this.#nodes.get(identity) === shared) this.#nodes.delete(identity)
      void shared.node.then((node) => node.dispose())
    }
    try {
      return { node: await shared.node, release }
    } catch (thrown) {
      shared.users--
      this.#nodes.delete(identity)
      throw thrown
    }
  }
}
