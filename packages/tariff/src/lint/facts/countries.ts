// Currencies and VAT rates of countries, as known in early 2026. A value with a date held before that day (UTC). Only a
// plausibility check rests on them (warnings, never errors); countries that are not here are not judged.

export interface Country {
  readonly alpha2: string
  readonly alpha3: string
  readonly currency: History<string>
  /** Standard rate in %. Absent: no VAT, taxes are of another kind (R-TAR-26). Empty: not known here. */
  readonly vat: History<number> | undefined
  /** Reduced and regional rates in %, which may apply to some of it. */
  readonly reduced: readonly number[]
}

/** Newest first; each but the first with the day from which it no longer held. */
export type History<T> = readonly (readonly [value: T, until?: string])[]

type Row = readonly [
  alpha2: string,
  alpha3: string,
  currency: string | History<string>,
  vat?: number | History<number> | null,
  reduced?: readonly number[],
]

/** `null`: no VAT. Without: not known here. */
const ROWS: readonly Row[] = [
  // European Union
  ['AT', 'AUT', 'EUR', 20, [10, 13, 19]],
  ['BE', 'BEL', 'EUR', 21, [6, 12]],
  ['BG', 'BGR', [['EUR'], ['BGN', '2026-01-01']], 20, [9]],
  ['CY', 'CYP', 'EUR', 19, [3, 5, 9]],
  ['CZ', 'CZE', 'CZK', 21, [10, 12, 15]],
  ['DE', 'DEU', 'EUR', 19, [7]],
  ['DK', 'DNK', 'DKK', 25],
  ['EE', 'EST', [['EUR'], ['EEK', '2011-01-01']], [[24], [22, '2025-07-01'], [20, '2024-01-01']], [5, 9, 13]],
  ['ES', 'ESP', 'EUR', 21, [3, 4, 5, 7, 10]],
  ['FI', 'FIN', 'EUR', [[25.5], [24, '2024-09-01']], [10, 13.5, 14]],
  ['FR', 'FRA', 'EUR', 20, [2.1, 5.5, 8.5, 10, 13]],
  ['GR', 'GRC', 'EUR', 24, [4, 6, 9, 13, 17]],
  ['HR', 'HRV', [['EUR'], ['HRK', '2023-01-01']], 25, [5, 13]],
  ['HU', 'HUN', 'HUF', 27, [5, 18]],
  ['IE', 'IRL', 'EUR', 23, [4.8, 9, 13.5]],
  ['IT', 'ITA', 'EUR', 22, [4, 5, 10]],
  ['LT', 'LTU', [['EUR'], ['LTL', '2015-01-01']], 21, [5, 9, 12]],
  ['LU', 'LUX', 'EUR', [[17], [16, '2024-01-01']], [3, 7, 8, 13, 14]],
  ['LV', 'LVA', [['EUR'], ['LVL', '2014-01-01']], 21, [5, 12]],
  ['MT', 'MLT', 'EUR', 18, [5, 7, 12]],
  ['NL', 'NLD', 'EUR', 21, [9]],
  ['PL', 'POL', 'PLN', 23, [5, 8]],
  ['PT', 'PRT', 'EUR', 23, [4, 5, 6, 9, 12, 13, 16, 22]],
  ['RO', 'ROU', 'RON', [[21], [19, '2025-08-01']], [5, 9, 11]],
  ['SE', 'SWE', 'SEK', 25, [6, 12]],
  ['SI', 'SVN', 'EUR', 22, [5, 9.5]],
  ['SK', 'SVK', 'EUR', [[23], [20, '2025-01-01']], [5, 10, 19]],
  // Rest of Europe
  ['AD', 'AND', 'EUR', 4.5, [1, 2.5, 9.5]],
  ['AL', 'ALB', 'ALL', 20, [6, 10]],
  ['BA', 'BIH', 'BAM', 17],
  ['CH', 'CHE', 'CHF', [[8.1], [7.7, '2024-01-01']], [2.5, 2.6, 3.7, 3.8]],
  ['GB', 'GBR', 'GBP', 20, [5]],
  ['GE', 'GEO', 'GEL', 18],
  ['IS', 'ISL', 'ISK', 24, [11]],
  ['LI', 'LIE', 'CHF', [[8.1], [7.7, '2024-01-01']], [2.5, 2.6, 3.7, 3.8]],
  ['MC', 'MCO', 'EUR', 20, [2.1, 5.5, 10]],
  ['MD', 'MDA', 'MDL', 20, [8, 12]],
  ['ME', 'MNE', 'EUR', 21, [7, 15]],
  ['MK', 'MKD', 'MKD', 18, [5, 10]],
  ['NO', 'NOR', 'NOK', 25, [12, 15]],
  ['RS', 'SRB', 'RSD', 20, [10]],
  ['SM', 'SMR', 'EUR'],
  ['TR', 'TUR', 'TRY', [[20], [18, '2023-07-10']], [1, 8, 10]],
  ['UA', 'UKR', 'UAH', 20, [7, 14]],
  ['XK', 'XKX', 'EUR', 18, [8]],
  // Other continents; taxes only where charging networks with one rate are found
  ['AE', 'ARE', 'AED', 5],
  ['AR', 'ARG', 'ARS'],
  ['AU', 'AUS', 'AUD', 10],
  ['BR', 'BRA', 'BRL'],
  ['CA', 'CAN', 'CAD', null],
  ['CL', 'CHL', 'CLP', 19],
  ['CN', 'CHN', 'CNY'],
  ['CO', 'COL', 'COP'],
  ['CR', 'CRI', 'CRC'],
  ['EG', 'EGY', 'EGP'],
  ['ID', 'IDN', 'IDR'],
  ['IL', 'ISR', 'ILS', [[18], [17, '2025-01-01']]],
  ['IN', 'IND', 'INR'],
  ['JO', 'JOR', 'JOD'],
  ['JP', 'JPN', 'JPY', 10, [8]],
  ['KE', 'KEN', 'KES'],
  ['KR', 'KOR', 'KRW', 10],
  ['KZ', 'KAZ', 'KZT'],
  ['MA', 'MAR', 'MAD'],
  ['MX', 'MEX', 'MXN', 16, [8]],
  ['MY', 'MYS', 'MYR'],
  ['NZ', 'NZL', 'NZD', 15],
  ['PE', 'PER', 'PEN'],
  ['PH', 'PHL', 'PHP'],
  ['QA', 'QAT', 'QAR'],
  ['SA', 'SAU', 'SAR', 15],
  ['SG', 'SGP', 'SGD', [[9], [8, '2024-01-01']]],
  ['TH', 'THA', 'THB', 7],
  ['TW', 'TWN', 'TWD', 5],
  ['US', 'USA', 'USD', null],
  ['UY', 'URY', 'UYU'],
  ['VN', 'VNM', 'VND'],
  ['ZA', 'ZAF', 'ZAR', 15],
]

export const countries: readonly Country[] = ROWS.map(([alpha2, alpha3, currency, vat, reduced = []]) => ({
  alpha2,
  alpha3,
  currency: typeof currency === 'string' ? [[currency]] : currency,
  vat: vat === null ? undefined : vat === undefined ? [] : typeof vat === 'number' ? [[vat]] : vat,
  reduced,
}))

const byCode = new Map(countries.flatMap((country) => [[country.alpha2, country] as const, [country.alpha3, country]]))

/** By alpha-2 or alpha-3 code, in any case. */
export const countryOf = (code: unknown): Country | undefined =>
  typeof code === 'string' && code.length <= 3 ? byCode.get(code.toUpperCase()) : undefined

/** What held at that time; everything that ever held when no time is given. */
export const heldAt = <T>(history: History<T>, at: number | undefined): readonly T[] => {
  if (at === undefined) return history.map(([value]) => value)
  let held = history[0]
  for (const entry of history) if (entry[1] !== undefined && at < Date.parse(entry[1])) held = entry
  return held ? [held[0]] : []
}
