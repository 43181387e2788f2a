import { type Mechanism, type MechanismAnswer, type MechanismParts, refused } from './mechanism.ts'

/** EXTERNAL (RFC 4422, appendix A): the client is who its certificate or its process shows, and may say so. */
export class External implements Mechanism {
  readonly #caller: MechanismParts['external']
  #asked = false

  constructor({ external }: Pick<MechanismParts, 'external'>) {
    this.#caller = external
  }

  step(data: Uint8Array | undefined): MechanismAnswer {
    if (data === undefined && !this.#asked) {
      this.#asked = true
      return { data: Buffer.alloc(0) }
    }
    if (!this.#caller) throw refused()
    const wanted = Buffer.from(data ?? []).toString('utf8')
    const name = this.#caller.id.slice(this.#caller.id.indexOf(':') + 1)
    if (wanted !== '' && wanted !== name) throw refused()
    return { caller: this.#caller }
  }
}
