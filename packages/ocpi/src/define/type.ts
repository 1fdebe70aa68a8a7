// The building blocks a chapter states its objects with. Everything else in this package is derived from them.
// Objects and enums are referred to by name and looked up in the version being read, so that a newer version that
// changes `Price` changes every object holding one without restating it.

/**
 * How bad it is when a rule is broken.
 * - `identity`: the object cannot be told apart, owned or ordered (ids, owner, `last_updated`, wrong JSON type): refused.
 * - `value`: a push is answered 2001; in a pulled page the smallest part that can be left out is left out.
 * - `note`: accepted, and counted for the partner's data quality.
 */
export type Severity = 'identity' | 'value' | 'note'

/** What a single JSON value has to be. `ref` names an object or enum of the version. */
export type Type =
  | { readonly kind: 'string'; readonly max?: number; readonly pattern?: RegExp; readonly what?: string }
  | { readonly kind: 'ciString'; readonly max?: number; readonly pattern?: RegExp; readonly what?: string }
  | { readonly kind: 'int'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'dateTime' }
  | { readonly kind: 'url' }
  | { readonly kind: 'timeZone' }
  | { readonly kind: 'ref'; readonly name: string }

/** Cardinality as the specification prints it: required, optional, list of any length, list of at least one. */
export type Card = '1' | '?' | '*' | '+'

export interface Field {
  readonly type: Type
  readonly card: Card
  readonly doc?: string
  /** kWh, Wh, W, A, V, s, h ... */
  readonly unit?: string
  /** Severity of a wrong or missing value; `value` where nothing is said. A wrong JSON type is always `identity`. */
  readonly severity: Severity
  /** What an absent field means, where the specification gives a default. */
  readonly default?: boolean | string
  /**
   * Neither it nor anything in it may be left out of a pulled object: the rest would say something else. A tariff
   * without one of its elements has other prices; what holds the field goes instead.
   */
  readonly whole?: true
}

export interface FieldOptions {
  readonly doc?: string
  readonly unit?: string
  readonly severity?: Severity
  readonly default?: boolean | string
  readonly whole?: true
}

export const string = (max?: number): Type => (max === undefined ? { kind: 'string' } : { kind: 'string', max })
export const ciString = (max?: number): Type => (max === undefined ? { kind: 'ciString' } : { kind: 'ciString', max })
export const pattern = (pattern: RegExp, what: string, max?: number): Type =>
  max === undefined ? { kind: 'string', pattern, what } : { kind: 'string', pattern, what, max }
export const int = (min?: number, max?: number): Type => ({
  kind: 'int',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
})
export const number = (min?: number, max?: number): Type => ({
  kind: 'number',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
})
export const boolean: Type = { kind: 'boolean' }
export const dateTime: Type = { kind: 'dateTime' }
/** types, "URL": an absolute URL of at most 255 characters. */
export const url: Type = { kind: 'url' }
/** IANA tzdata name. */
export const timeZone: Type = { kind: 'timeZone' }

type Stated = Type | string

function field(card: Card, type: Stated, options: FieldOptions = {}): Field {
  return {
    type: typeof type === 'string' ? { kind: 'ref', name: type } : type,
    card,
    severity: 'value',
    ...options,
  }
}

/** Cardinality 1: required. A string names an object or enum of the version. */
export const one = (type: Stated, options?: FieldOptions): Field => field('1', type, options)
/** Cardinality ?: optional; `null` and absent mean the same. */
export const maybe = (type: Stated, options?: FieldOptions): Field => field('?', type, options)
/** Cardinality *: a list; `null`, `[]` and absent mean the same. */
export const many = (type: Stated, options?: FieldOptions): Field => field('*', type, options)
/** Cardinality +: a list with at least one element. */
export const some = (type: Stated, options?: FieldOptions): Field => field('+', type, options)
/** Required, and part of what makes the object that object: its ids, its owner, its `last_updated`. */
export const key = (type: Stated, options?: FieldOptions): Field =>
  field('1', type, { severity: 'identity', ...options })
