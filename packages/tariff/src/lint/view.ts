// A tariff as the rules look at it. The object may be any JSON: it is read once, here, and everything behind is typed.
// What has a wrong type is absent from the view; the rule `invalid` says so.

import type { PriceComponent, Tariff, TariffDimensionType } from '@interchange/ocpi'
import { canonical, parseDateTime } from '@interchange/ocpi'
import { type Box, readBox } from './box.ts'
import { type Country, countryOf } from './facts/countries.ts'

export type Dimension = TariffDimensionType
/** What an element prices: the session itself, a reservation that is used, or one that expires. */
export type Phase = 'SESSION' | 'RESERVATION' | 'RESERVATION_EXPIRES'

/** What is known around the tariff. All of it may be absent: the less is known, the less is said. */
export interface LintContext {
  /** Countries of the locations it is used at, ISO 3166-1 alpha-2 or alpha-3. Absent: the owner's `country_code`. */
  readonly countries?: readonly string[]
  /** `time_zone` of these locations. */
  readonly timeZones?: readonly string[]
  /** The present. Absent: nothing is called old, and what was right at any time passes. */
  readonly now?: Date
  /** Other tariffs of the same owner, to compare with. */
  readonly others?: readonly Tariff[]
}

export interface ComponentView {
  /** JSON pointer, as everywhere below. */
  readonly path: string
  readonly type: Dimension
  readonly price: number | undefined
  readonly vat: number | undefined
  readonly stepSize: number | undefined
}

export interface ElementView {
  readonly path: string
  readonly components: readonly ComponentView[]
  /** As it came; undefined when there is none. */
  readonly restrictions: Json | undefined
  readonly phase: Phase
  /** When it applies. Undefined: cannot be read, so nothing is concluded from it. */
  readonly box: Box | undefined
}

export interface PriceLimitView {
  readonly path: string
  readonly before: number | undefined
  readonly after: number | undefined
}

export interface TariffView {
  readonly raw: unknown
  readonly currency: string | undefined
  readonly taxIncluded: string | undefined
  readonly elements: readonly ElementView[]
  /** Components of all elements. */
  readonly components: readonly ComponentView[]
  /** Read by `pricesOf`. */
  readonly prices: ReadonlyMap<string, readonly Price[]>
  /** The restrictions of all elements that have some. */
  readonly restricted: readonly { readonly path: string; readonly restrictions: Json }[]
  readonly minPrice: PriceLimitView | undefined
  readonly maxPrice: PriceLimitView | undefined
  readonly texts: readonly { readonly path: string; readonly text: string }[]
  /** Milliseconds since 1970. */
  readonly validFrom: number | undefined
  readonly validTo: number | undefined
  readonly lastUpdated: number | undefined
  readonly now: number | undefined
  /** Where the tariff is used. Undefined when that or one of the countries is not known. */
  readonly countries: readonly Country[] | undefined
  /** Whether `countries` are those of locations, not just the owner's. */
  readonly countriesAreSure: boolean
  readonly timeZones: readonly string[]
  readonly others: readonly unknown[]
}

export type Json = Readonly<Record<string, unknown>>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const dimensions = new Set(canonical.enums.TariffDimensionType!.values)
const reservations = new Set(canonical.enums.ReservationRestrictionType!.values)

export function viewOf(raw: unknown, context: LintContext): TariffView {
  const tariff: Json = isJson(raw) ? raw : {}
  const elements = listOf(tariff.elements).flatMap((element, index) =>
    isJson(element) ? [elementView(element, `/elements/${index}`)] : [],
  )
  const sure = context.countries !== undefined && context.countries.length > 0
  return {
    raw,
    currency: textOf(tariff.currency),
    taxIncluded: textOf(tariff.tax_included),
    elements,
    components: elements.flatMap(({ components }) => components),
    prices: pricesByKind(elements),
    restricted: elements.flatMap(({ path, restrictions }) =>
      restrictions ? [{ path: `${path}/restrictions`, restrictions }] : [],
    ),
    minPrice: limitView(tariff.min_price, '/min_price'),
    maxPrice: limitView(tariff.max_price, '/max_price'),
    texts: listOf(tariff.tariff_alt_text).flatMap((item, index) =>
      isJson(item) && typeof item.text === 'string'
        ? [{ path: `/tariff_alt_text/${index}/text`, text: item.text.slice(0, LONGEST_TEXT) }]
        : [],
    ),
    validFrom: parseDateTime(tariff.start_date_time),
    validTo: parseDateTime(tariff.end_date_time),
    lastUpdated: parseDateTime(tariff.last_updated),
    now: context.now && numberOf(context.now.getTime()),
    countries: known(sure ? context.countries! : [tariff.country_code]),
    countriesAreSure: sure,
    timeZones: context.timeZones ?? [],
    others: context.others ?? [],
  }
}

/** types, "DisplayText": 512 characters; what is far beyond is not read. */
const LONGEST_TEXT = 2000

function known(codes: readonly unknown[]): readonly Country[] | undefined {
  const found = codes.map(countryOf)
  return found.every((country) => country !== undefined) ? found : undefined
}

function limitView(value: unknown, path: string): PriceLimitView | undefined {
  return isJson(value) ? { path, before: numberOf(value.before_taxes), after: numberOf(value.after_taxes) } : undefined
}

function elementView(element: Json, path: string): ElementView {
  const restrictions = isJson(element.restrictions) ? element.restrictions : undefined
  const reservation = restrictions?.reservation ?? undefined
  const odd = reservation !== undefined && !reservations.has(reservation as string)
  const unreadable = odd || (restrictions === undefined && (element.restrictions ?? undefined) !== undefined)
  return {
    path,
    components: listOf(element.price_components).flatMap((item, index) => componentView(item, path, index)),
    restrictions,
    phase: (reservation as Phase | undefined) ?? 'SESSION',
    box: unreadable ? undefined : readBox(restrictions ?? {}),
  }
}

function componentView(item: unknown, element: string, index: number): ComponentView[] {
  if (!isJson(item) || !dimensions.has(item.type as string)) return []
  const { type, price, vat, step_size } = item as Readonly<Record<keyof PriceComponent, unknown>>
  return [
    {
      path: `${element}/price_components/${index}`,
      type: type as Dimension,
      price: numberOf(price),
      vat: numberOf(vat),
      stepSize: numberOf(step_size),
    },
  ]
}

export interface Price {
  readonly element: ElementView
  readonly component: ComponentView
}

const NO_PRICES: readonly Price[] = []

/** What can be active: per element of the phase the first component of the dimension. */
export const pricesOf = (tariff: TariffView, dimension: Dimension, phase: Phase = 'SESSION'): readonly Price[] =>
  tariff.prices.get(`${phase}/${dimension}`) ?? NO_PRICES

function pricesByKind(elements: readonly ElementView[]): ReadonlyMap<string, readonly Price[]> {
  const prices = new Map<string, Price[]>()
  for (const element of elements) {
    for (const component of element.components) {
      const kind = `${element.phase}/${component.type}`
      const before = prices.get(kind)
      if (!before) prices.set(kind, [{ element, component }])
      else if (before.at(-1)!.element !== element) before.push({ element, component })
    }
  }
  return prices
}
