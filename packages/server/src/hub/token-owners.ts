/** Of whom a card is; a few MB when it is full. */
const MOST = 20_000

/**
 * Whose token it is, as an answer said. Never whether it may charge: that is asked every time. The one that was not asked
 * for the longest time is forgotten first.
 */
export class TokenOwners {
  readonly #owners = new Map<string, string>()
  readonly #most: number

  constructor(most = MOST) {
    this.#most = most
  }

  /** `NL-ABC` */
  get(uid: string, type: string): string | undefined {
    const name = nameOf(uid, type)
    const owner = this.#owners.get(name)
    if (owner !== undefined) {
      this.#owners.delete(name)
      this.#owners.set(name, owner)
    }
    return owner
  }

  set(uid: string, type: string, owner: string): void {
    const name = nameOf(uid, type)
    this.#owners.delete(name)
    this.#owners.set(name, owner)
    if (this.#owners.size > this.#most) this.#owners.delete(this.#owners.keys().next().value!)
  }

  forget(uid: string, type: string): void {
    this.#owners.delete(nameOf(uid, type))
  }

  get size(): number {
    return this.#owners.size
  }
}

const nameOf = (uid: string, type: string): string => `${type} ${uid.toUpperCase()}`
