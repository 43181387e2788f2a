import { type Mechanism, type MechanismAnswer, type MechanismParts, refused } from './mechanism.ts'
import { fits, prepared } from './scram-keys.ts'

/** PLAIN (RFC 4616): `[who to be] NUL name NUL pass phrase`, readable for whoever reads the connection. */
export class Plain implements Mechanism {
  readonly #find: MechanismParts['find']
  #asked = false
  #name: string | undefined

  constructor({ find }: Pick<MechanismParts, 'find'>) {
    this.#find = find
  }

  get name(): string | undefined {
    return this.#name
  }

  async step(data: Uint8Array | undefined): Promise<MechanismAnswer> {
    if (data === undefined) return this.#ask()
    const [authzid, name, passphrase, ...more] = Buffer.from(data).toString('utf8').split('\0')
    if (!name || !passphrase || more.length > 0) throw refused()
    if (authzid !== '' && authzid !== name) throw refused()
    this.#name = clean(name)
    const { keys, caller } = this.#find(this.#name)
    if (!(await fits(keys, clean(passphrase))) || !caller) throw refused()
    return { caller }
  }

  /** A client that sends nothing first is asked, once. */
  #ask(): MechanismAnswer {
    if (this.#asked) throw refused()
    this.#asked = true
    return { data: Buffer.alloc(0) }
  }
}

function clean(text: string): string {
  try {
    return prepared(text)
  } catch (cause) {
    throw refused(cause)
  }
}
