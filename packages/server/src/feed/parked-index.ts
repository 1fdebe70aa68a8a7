// Which objects are parked at a partner, in memory. Pure.

import { keyText, type RowKey } from '../storage/row.ts'
import { feedModules, type LaneModule } from './next-message.ts'
import type { ParkedBrief, ParkedState } from './parked-store.ts'

/** More than this are not remembered one by one; then every object counts as parked, which only means PUT for PATCH. */
export const MOST_PARKED = 20_000

type Known = Pick<ParkedBrief, 'key' | 'position' | 'refusals' | 'state'>

export class ParkedIndex {
  readonly #held = new Map<string, Known>()
  /** How many there are of each module of rows. */
  readonly #sizes = new Map<string, number>()
  #many: boolean

  constructor(found: readonly ParkedBrief[]) {
    this.#many = found.length > MOST_PARKED
    if (!this.#many) for (const one of found) this.add(one)
  }

  /** True where it is parked, and where nobody can tell. */
  has(key: RowKey): boolean {
    return this.#many || (this.#held.size > 0 && this.#held.has(keyText(key)))
  }

  /** It, or for an EVSE its location, is parked. */
  hasFor(key: RowKey): boolean {
    if (this.isEmpty) return false
    return this.has(key) || (key.module === 'evses' && this.has({ ...key, module: 'locations', sub: '' }))
  }

  /** How often this state of it was refused; 0 where that is not known. */
  refusals(key: RowKey, position: number): number {
    const known = this.#held.get(keyText(key))
    return known?.state === 'parked' && known.position === position ? known.refusals : 0
  }

  stateOf(key: RowKey): ParkedState | undefined {
    return this.#held.get(keyText(key))?.state
  }

  /** Parked EVSEs of a location. */
  evsesOf({ countryCode, partyId, id }: RowKey): RowKey[] {
    return [...this.#held.values()].flatMap(({ key }) =>
      key.module === 'evses' && key.id === id && key.partyId === partyId && key.countryCode === countryCode
        ? [key]
        : [],
    )
  }

  get isEmpty(): boolean {
    return !this.#many && this.#held.size === 0
  }

  get size(): number {
    return this.#many ? MOST_PARKED : this.#held.size
  }

  /** Of a lane's module; where nobody counts any more, of all. */
  sizeOf(module: LaneModule): number {
    if (this.#many) return MOST_PARKED
    return feedModules(module).reduce((sum, name) => sum + (this.#sizes.get(name) ?? 0), 0)
  }

  /** What the database says is what is known: nothing happened since that is not written down yet. */
  isCurrent({ key, position, refusals }: Known): boolean {
    const known = this.#held.get(keyText(key))
    return this.#many || (known !== undefined && known.position === position && known.refusals === refusals)
  }

  add(parked: Known): void {
    if (this.#many) return
    const before = this.#held.size
    this.#held.set(keyText(parked.key), parked)
    this.#count(parked.key.module, this.#held.size - before)
    if (this.#held.size <= MOST_PARKED) return
    this.#many = true
    this.#held.clear()
  }

  remove(key: RowKey): void {
    if (this.#held.delete(keyText(key))) this.#count(key.module, -1)
  }

  #count(module: string, more: number): void {
    this.#sizes.set(module, (this.#sizes.get(module) ?? 0) + more)
  }
}

/** Parties that a hub could not reach, and when each is asked for again. */
export class AwayParties {
  readonly #away = new Map<string, { tries: number; until: number }>()

  /** From what waits: the longest tried of each party. */
  constructor(waiting: readonly ParkedBrief[]) {
    for (const { party, refusals, nextAt } of waiting) {
      const known = this.#away.get(party ?? '')
      if (!known || known.tries < refusals) this.#away.set(party ?? '', { tries: refusals, until: nextAt ?? 0 })
    }
  }

  get parties(): string[] {
    return [...this.#away.keys()]
  }

  /** It was not reached since it was last tried, and its time has not come. */
  isAway(party: string, now: number): boolean {
    const known = this.#away.get(party)
    return known !== undefined && known.until > now
  }

  tries(party: string): number {
    return this.#away.get(party)?.tries ?? 0
  }

  until(party: string): Date {
    return new Date(this.#away.get(party)?.until ?? 0)
  }

  dueParties(now: number): string[] {
    return [...this.#away].filter(([, { until }]) => until <= now).map(([party]) => party)
  }

  set(party: string, tries: number, until: Date): void {
    this.#away.set(party, { tries, until: until.getTime() })
  }

  /** Returns whether it had been away. */
  back(party: string): boolean {
    return this.#away.delete(party)
  }
}
