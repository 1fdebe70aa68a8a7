// What a price, a step or a restriction plausibly is. Wide on purpose: whoever is outside has most likely taken another
// unit, and whoever is inside is left alone. Amounts are in euros; other currencies by their coarse worth.

import type { Dimension } from '../view.ts'

export interface PriceBand {
  /** A price above 0 and below this is suspicious. Absent: none is too low. */
  readonly low?: number
  readonly high: number
}

/** Per kWh, per hour, per session. */
export const priceBands: Readonly<Record<Dimension, PriceBand>> = {
  // Retail prices are between 0.10 and 1.20; wholesale can be far below.
  ENERGY: { low: 0.005, high: 5 },
  // A minute of fast charging costs up to 1.00; nobody asks 0.50 for a whole hour of it.
  TIME: { low: 0.51, high: 100 },
  // Blocking fees reach 1.00 a minute; a car park may ask 0.30 an hour.
  PARKING_TIME: { low: 0.21, high: 150 },
  FLAT: { high: 100 },
}

/** A reservation is parking by its price, and its time dimension is TIME. */
export const reservationTime: PriceBand = priceBands.PARKING_TIME

/** A session that costs at least this much in any case. */
export const highMinPrice = 30

/** In %. The highest standard rate is 27 (Hungary). */
export const highVat = 30

/** `step_size` of ENERGY in Wh that are usual numbers of seconds. */
export const stepsLikeSeconds: ReadonlySet<number> = new Set([60, 300, 600, 900, 1800, 3600])
/** `step_size` of times in s that are usual numbers of minutes. */
export const stepsLikeMinutes: ReadonlySet<number> = new Set([5, 10, 15, 20, 30, 45])
/** `step_size` of times in s that are usual numbers of Wh. */
export const stepsLikeWattHours: ReadonlySet<number> = new Set([100, 250, 500, 1000])
/** From here on a step is worth a note (Wh, s), and beyond the second it is hardly meant. */
export const coarseStep = { ENERGY: [1000, 5000], TIME: [900, 3600], PARKING_TIME: [900, 3600] } as const

/** A duration in s below this looks like minutes. */
export const shortDuration = 300
/** Above these a restriction looks like Wh, W or mA: trucks charge up to some 1000 kWh with 3750 kW and 3000 A. */
export const highRestriction = { kwh: 2000, power: 4000, current: 9000 } as const
