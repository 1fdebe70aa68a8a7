import { type Fault, invalidParameters, notFound } from '@interchange/ocpi/wire/error'

/**
 * Why a write is not carried out.
 * - `identity`: the object is not the one that was addressed, or would become another one
 * - `unknown`: there is nothing to change
 * - `unknown_parent`: an EVSE or connector of something nobody has
 * - `foreign`: the object belongs to a party its sender does not speak for
 * - `final`: the session has ended
 * - `immutable`: the CDR was stored already, with another content
 * - `contradicts`: an own CDR says something else than the session it is for
 * - `incomplete`: an own object leaves out what cannot be worked out
 * - `older`: `last_updated` would go backwards (own writes; a partner's older push is answered 1000 and not applied)
 * - `kept`: objects of this module are never removed
 */
export type Reason =
  | 'identity'
  | 'unknown'
  | 'unknown_parent'
  | 'foreign'
  | 'final'
  | 'immutable'
  | 'contradicts'
  | 'incomplete'
  | 'older'
  | 'kept'

/**
 * A write that the rules of the objects forbid. Receivers answer it in OCPI's words, the backend API in HTTP's, a crawl
 * reports it. Thrown inside a write, so that it fails alone. Messages never quote a value.
 */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly reason: Reason
  readonly faults: readonly Fault[]
  /** OCPI module of the object. */
  readonly module: string

  constructor(module: string, reason: Reason, faults: readonly Fault[]) {
    super(faults.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '))
    this.module = module
    this.reason = reason
    this.faults = faults
  }
}

export const refused = (module: string, reason: Reason, message: string, path = ''): Refused =>
  new Refused(module, reason, [{ path, message }])

/** R-UPD-07: 404 for what is not there, with the status code that names it where there is one (status_codes, 2xxx). */
const unknownCode = (module: string) =>
  module === 'locations' ? 'unknownLocation' : module === 'tokens' ? 'unknownToken' : 'invalidParameters'

/** How a receiver answers it. Anything else is passed on as it is. */
export function asOcpiError(error: unknown): unknown {
  if (!(error instanceof Refused)) return error
  switch (error.reason) {
    case 'unknown':
    case 'unknown_parent':
    case 'foreign':
      return notFound(error.message, unknownCode(error.module))
    default:
      return invalidParameters(error.faults)
  }
}

export const isRefused = (error: unknown, reason?: Reason): error is Refused =>
  error instanceof Refused && (reason === undefined || error.reason === reason)
