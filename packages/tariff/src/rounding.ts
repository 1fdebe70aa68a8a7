import type { Rounding } from './options.ts'

const ROUNDING = /^(?:(component|total):)?(\d{1,2})(?::(half-up|half-even|up|down))?$/

/** `2`, `component:2`, `total:2:half-even`: where, to how many digits after the point, and how. Undefined: it is none of these. */
export function readRounding(text: string): Rounding | undefined {
  const [, per = 'total', digits, mode] = ROUNDING.exec(text) ?? []
  if (digits === undefined) return undefined
  return {
    per: per as Rounding['per'],
    digits: Number(digits),
    ...(mode === undefined ? {} : { mode: mode as NonNullable<Rounding['mode']> }),
  }
}
