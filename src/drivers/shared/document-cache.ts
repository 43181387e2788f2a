import type { DomainDoc } from '../../core/config/index.ts'

/** Definitions whose text is kept; clients ask for those of the same guests again and again. */
const kept = 256

/**
 * Texts of definitions that were asked for lately. A definition never changes, another takes its place, so that a
 * text holds for as long as its definition does.
 */
export class DocumentCache {
  readonly #texts = new Map<DomainDoc, Map<string, string>>()

  /** The text of a definition in one of its forms; made only if it is not kept. */
  text(doc: DomainDoc, form: string, make: () => string): string {
    const known = this.#texts.get(doc)
    const forms = known ?? new Map<string, string>()
    const found = forms.get(form)
    if (known === undefined) this.#add(doc, forms)
    if (found !== undefined) return found
    const text = make()
    forms.set(form, text)
    return text
  }

  #add(doc: DomainDoc, forms: Map<string, string>): void {
    const [oldest] = this.#texts.keys()
    if (oldest !== undefined && this.#texts.size >= kept) this.#texts.delete(oldest)
    this.#texts.set(doc, forms)
  }
}
