/** What a hub in a test lets parties do, and what it told its partners: everything, but for what a test says. */
export class HubTerms {
  /** `NL-CPO > NL-EMS locations` */
  readonly #denied = new Set<string>()
  /** `p1 NL-CPO` */
  readonly #untold = new Set<string>()
  readonly #listeners = new Set<() => void>()

  allows(from: string, to: string, module: string): boolean {
    return !this.#denied.has(`${from} > ${to} ${module}`)
  }

  isTold(partnerId: string, party: string): boolean {
    return !this.#untold.has(`${partnerId} ${party}`)
  }

  async load(): Promise<void> {}

  onChange(heard: () => void): () => void {
    this.#listeners.add(heard)
    return () => this.#listeners.delete(heard)
  }

  deny(...rules: readonly string[]): void {
    for (const rule of rules) this.#denied.add(rule)
    this.#tell()
  }

  allow(...rules: readonly string[]): void {
    for (const rule of rules) this.#denied.delete(rule)
    this.#tell()
  }

  hold(...parties: readonly string[]): void {
    for (const party of parties) this.#untold.add(party)
    this.#tell()
  }

  told(...parties: readonly string[]): void {
    for (const party of parties) this.#untold.delete(party)
    this.#tell()
  }

  #tell(): void {
    for (const heard of [...this.#listeners]) heard()
  }
}
