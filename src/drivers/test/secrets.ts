import type { SecretDoc } from '../../core/config/index.ts'
import type { Change } from '../../core/driver.ts'
import { VirtError } from '../../core/errors/index.ts'
import type { TestNode } from './node.ts'

/** A secret of the test hypervisor. Its value is in a private field: nothing prints it by mistake. */
export class TestSecret {
  readonly uuid: string
  doc: SecretDoc
  #value: Uint8Array | undefined

  constructor(doc: SecretDoc) {
    this.uuid = doc.uuid
    this.doc = doc
  }

  get value(): Uint8Array | undefined {
    return this.#value
  }

  setValue(value: Uint8Array): void {
    this.#value = Uint8Array.from(value)
  }

  put(): Change {
    const { uuid, doc } = this
    const { description, usage } = doc
    return {
      kind: 'put',
      type: 'secret',
      key: uuid,
      attrs: {
        uuid,
        usageType: usage?.type ?? 'none',
        usageId: usageId(doc),
        ...(description === undefined ? {} : { description }),
        ephemeral: doc.ephemeral,
        private: doc.private,
      },
    }
  }
}

/** The secrets of a node; no two are for the same thing. */
export class SecretSet {
  readonly #secrets = new Map<string, TestSecret>()

  get(uuid: string): TestSecret {
    const secret = this.#secrets.get(uuid)
    if (!secret) throw new VirtError('noSecret', `there is no secret with UUID ${uuid}`)
    return secret
  }

  puts(): Change[] {
    return [...this.#secrets.values()].map((secret) => secret.put())
  }

  /** Keeps the definition of a secret; its value stays. */
  define(node: TestNode, doc: SecretDoc): TestSecret {
    this.#check(doc)
    const secret = this.#secrets.get(doc.uuid) ?? new TestSecret(doc)
    secret.doc = doc
    this.#secrets.set(doc.uuid, secret)
    node.emit(secret.put(), event(secret, 'defined'))
    return secret
  }

  undefine(node: TestNode, secret: TestSecret): void {
    this.#secrets.delete(secret.uuid)
    node.emit(event(secret, 'undefined'), { kind: 'gone', type: 'secret', key: secret.uuid })
  }

  #check(doc: SecretDoc): void {
    const wanted = usageKey(doc)
    const before = this.#secrets.get(doc.uuid)
    if (before !== undefined && usageKey(before.doc) !== wanted) {
      throw new VirtError(
        'internalError',
        `the secret ${doc.uuid} is for ${usageKey(before.doc)}, that cannot change`,
      )
    }
    if (before?.doc.private === true && !doc.private) {
      throw new VirtError('operationDenied', `the secret ${doc.uuid} is private, that cannot change`)
    }
    if (usageId(doc) === '') return
    for (const other of this.#secrets.values()) {
      if (other.uuid === doc.uuid || usageKey(other.doc) !== wanted) continue
      throw new VirtError('operationFailed', `the secret ${other.uuid} is for ${wanted} already`)
    }
  }
}

/** What a secret is for; empty if it is for nothing certain. */
function usageId({ usage }: SecretDoc): string {
  switch (usage?.type) {
    case 'volume':
      return usage.volume
    case 'iscsi':
      return usage.target
    case 'ceph':
    case 'tls':
    case 'vtpm':
      return usage.name
    case 'none':
    case undefined:
      return ''
  }
}

function usageKey(doc: SecretDoc): string {
  return doc.usage === undefined ? 'nothing' : `${doc.usage.type} '${usageId(doc)}'`
}

function event(secret: TestSecret, type: 'defined' | 'undefined'): Change {
  return { kind: 'event', type: 'secret', key: secret.uuid, event: 'lifecycle', fields: { type } }
}
