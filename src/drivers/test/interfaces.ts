import type { InterfaceDoc } from '../../core/config/index.ts'
import type { Change } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { TestNode } from './node.ts'

/** An interface of the node. */
export interface TestInterface {
  readonly name: string
  readonly doc: InterfaceDoc
  readonly active: boolean
}

function put({ name, doc, active }: TestInterface): Change {
  const mac = doc.mac?.address.toLowerCase()
  return {
    kind: 'put',
    type: 'interface',
    key: name,
    attrs: { name, type: doc.type ?? 'ethernet', active, ...(mac === undefined ? {} : { mac }) },
  }
}

/** The interfaces of a node; changes can be collected and taken back. */
export class InterfaceSet {
  #interfaces = new Map<string, TestInterface>()
  #backup: Map<string, TestInterface> | undefined

  get(name: string): TestInterface {
    const found = this.#interfaces.get(name)
    if (!found) throw new VirtError('noInterface', `there is no interface '${name}' of the host`)
    return found
  }

  puts(): Change[] {
    return [...this.#interfaces.values()].map(put)
  }

  /** Keeps the definition of an interface; one that is up stays up. */
  define(node: TestNode, doc: InterfaceDoc, active = false): TestInterface {
    const { name } = doc
    if (name === undefined) throw new VirtError('xmlError', 'the interface has no name', { domain: 'test' })
    return this.#set(node, { name, doc, active: this.#interfaces.get(name)?.active ?? active })
  }

  undefine(node: TestNode, { name }: TestInterface): void {
    this.#interfaces.delete(name)
    node.emit({ kind: 'gone', type: 'interface', key: name })
  }

  /** Brings an interface up or down; throws `operationInvalid` if it is so already. */
  activate(node: TestNode, found: TestInterface, active: boolean): void {
    if (found.active === active) {
      throw new VirtError(
        'operationInvalid',
        `the interface '${found.name}' is ${active ? 'up' : 'down'} already`,
        {
          domain: 'test',
        },
      )
    }
    this.#set(node, { ...found, active })
  }

  /** Remembers all interfaces as they are. */
  begin(): void {
    if (this.#backup !== undefined) {
      throw new VirtError('operationInvalid', 'a set of interface changes was begun already', {
        domain: 'test',
      })
    }
    this.#backup = new Map(this.#interfaces)
  }

  /** Keeps all that was changed since. */
  commit(): void {
    this.#needBackup()
    this.#backup = undefined
  }

  /** Takes back all that was changed since. */
  rollback(node: TestNode): void {
    const backup = this.#needBackup()
    const added = [...this.#interfaces.keys()].filter((name) => !backup.has(name))
    this.#interfaces = backup
    this.#backup = undefined
    node.emit(...added.map((key): Change => ({ kind: 'gone', type: 'interface', key })), ...this.puts())
  }

  #needBackup(): Map<string, TestInterface> {
    if (this.#backup !== undefined) return this.#backup
    throw new VirtError('operationInvalid', 'no set of interface changes was begun', { domain: 'test' })
  }

  #set(node: TestNode, changed: TestInterface): TestInterface {
    this.#interfaces.set(changed.name, changed)
    node.emit(put(changed))
    return changed
  }
}
