import { createHash } from 'node:crypto'
import { keyText, type RowKey } from '../../storage/row.ts'

/**
 * Which objects a crawl brought, as numbers: a crawl of a million objects must not need their names in memory. Of a
 * million the chance is one in some hundreds that a single one that vanished is taken for another; the next week's
 * crawl finds it.
 */
export class SeenKeys {
  readonly #held = new Set<number>()

  add(key: RowKey): void {
    this.#held.add(shortened(key))
  }

  has(key: RowKey): boolean {
    return this.#held.has(shortened(key))
  }
}

/** 48 bits: whole numbers that a double holds exactly. */
const shortened = (key: RowKey): number => createHash('md5').update(keyText(key)).digest().readUIntBE(0, 6)
