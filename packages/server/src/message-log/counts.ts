// What is not written down one by one is counted, per day: status pushes by partner and object, the rest by partner and
// module.

import { type Exchange, objectOf } from './exchange.ts'
import type { Counted } from './exchange-store.ts'
import { dayOf } from './partitions.ts'

/** Objects counted between two times of writing down; beyond that, a partner's are counted together. */
const MOST = 20_000

type Tally = { -readonly [Name in keyof Counted]: Counted[Name] }

export class Counts {
  #held = new Map<string, Tally>()

  /** A push of a status that went well. */
  status(exchange: Exchange): void {
    if (this.#held.size >= MOST) {
      this.#add('status', exchange, '', '', '', '')
      return
    }
    const { countryCode = '', partyId = '', id = '', part = '' } = objectOf(exchange)
    this.#add(
      'status',
      exchange,
      countryCode.toUpperCase(),
      partyId.toUpperCase(),
      id.toUpperCase(),
      part.toUpperCase(),
    )
  }

  /** One that there was no room for. */
  unlogged(exchange: Exchange): void {
    this.#add('unlogged', exchange, '', '', '', '')
  }

  /** What was counted since the last time. */
  take(): Counted[] {
    const taken = [...this.#held.values()]
    this.#held = new Map()
    return taken
  }

  /** They could not be written down. */
  putBack(counted: readonly Counted[]): void {
    for (const each of counted) {
      const { day, kind, partner, direction, module, country_code, party_id, object_id, part } = each
      const key = keyOf(day, kind, partner, direction, module, country_code, party_id, object_id, part)
      const known = this.#held.get(key)
      if (known) known.count += each.count
      else this.#held.set(key, { ...each })
    }
  }

  get isEmpty(): boolean {
    return this.#held.size === 0
  }

  #add(
    kind: Counted['kind'],
    { at, partner = '', direction, module }: Exchange,
    country_code: string,
    party_id: string,
    object_id: string,
    part: string,
  ): void {
    const day = dayOf(at)
    const key = keyOf(day, kind, partner, direction, module, country_code, party_id, object_id, part)
    const known = this.#held.get(key)
    if (known) {
      known.count++
      known.lastAt = at
      return
    }
    const object = { country_code, party_id, object_id, part }
    this.#held.set(key, { day, kind, partner, direction, module, ...object, count: 1, firstAt: at, lastAt: at })
  }
}

const keyOf = (
  day: string,
  kind: string,
  partner: string,
  direction: string,
  module: string,
  country: string,
  party: string,
  object: string,
  part: string,
): string => `${day} ${kind} ${partner} ${direction} ${module} ${country}/${party}/${object}/${part}`
