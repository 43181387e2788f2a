/** The reverse of each step done so far; run backwards when a later step fails, dropped when all went well. */
export class Undo {
  readonly #steps: Array<() => void | Promise<void>> = []

  /** Remembers how to take back the step just done. */
  push(step: () => void | Promise<void>): void {
    this.#steps.push(step)
  }

  /** Forgets all steps: the work succeeded. */
  clear(): void {
    this.#steps.length = 0
  }

  /** Takes all steps back, last first. A step that fails does not stop the others; the faults are returned. */
  async run(): Promise<unknown[]> {
    const faults: unknown[] = []
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step()
      } catch (fault) {
        faults.push(fault)
      }
    }
    return faults
  }
}
