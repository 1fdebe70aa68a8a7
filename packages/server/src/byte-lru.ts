/** Texts by key, the longest unused dropped when together they take more than `maxBytes` (UTF-16, so about). */
export class ByteLru {
  readonly #held = new Map<string, string>()
  readonly #maxBytes: number
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get(key: string): string | undefined {
    const text = this.#held.get(key)
    if (text === undefined) return undefined
    this.#held.delete(key)
    this.#held.set(key, text)
    return text
  }

  set(key: string, text: string): void {
    this.#drop(key)
    this.#held.set(key, text)
    this.#bytes += size(key, text)
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= this.#maxBytes) return
      this.#drop(oldest)
    }
  }

  get bytes(): number {
    return this.#bytes
  }

  #drop(key: string): void {
    const text = this.#held.get(key)
    if (text === undefined) return
    this.#held.delete(key)
    this.#bytes -= size(key, text)
  }
}

const size = (key: string, text: string): number => 2 * (key.length + text.length)
