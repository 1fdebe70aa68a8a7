import { canonical } from './canonical.ts'
import { convert } from './convert/chain.ts'
import type { ConvertOptions } from './convert/define.ts'
import type { Loss } from './convert/rules.ts'
import type { Version } from './define/version.ts'
import type { Objects } from './generated/v2.3.0.ts'

export interface Lifted<T> {
  readonly object: T | undefined
  readonly losses: readonly Loss[]
  readonly needsFull?: string
}

/** With `partial`, the changed fields only. */
type Given<Name extends keyof Objects, Options> = Options extends { readonly partial: true }
  ? Partial<Objects[Name]>
  : Objects[Name]

/**
 * A checked object of any version as the canonical one; undefined when it cannot exist there. The types promise what
 * `check` found: of a lenient partner, a required field may be missing all the same.
 */
export const toCanonical = <Name extends keyof Objects, Options extends ConvertOptions = ConvertOptions>(
  from: Version | string,
  name: Name,
  value: unknown,
  options?: Options,
): Lifted<Given<Name, Options>> => convert(from, canonical, name, value, options) as Lifted<Given<Name, Options>>

/** A canonical object in another version's terms; undefined when it cannot exist there. */
export const fromCanonical = <Name extends keyof Objects, Options extends ConvertOptions = ConvertOptions>(
  to: Version | string,
  name: Name,
  object: Given<Name, Options>,
  options?: Options,
): Lifted<object> => convert(canonical, to, name, object, options) as Lifted<object>
