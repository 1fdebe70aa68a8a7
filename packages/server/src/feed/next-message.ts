// What a partner has to be told about one entry of the feed. Pure; docs/feed.md lists the rules.

import type { FeedEntry } from '../storage/objects.ts'

/** Modules with a lane, in the order in which a partner that starts from nothing gets them. */
export const laneModules = ['tariffs', 'locations', 'tokens', 'sessions', 'cdrs'] as const
export type LaneModule = (typeof laneModules)[number]

export const isLaneModule = (module: string): module is LaneModule =>
  (laneModules as readonly string[]).includes(module)

/** Modules of the feed a lane reads: EVSEs are rows of their own and travel with their locations. */
export const feedModules = (lane: LaneModule): readonly string[] =>
  lane === 'locations' ? ['locations', 'evses'] : [lane]

export const laneOf = (module: string): LaneModule | undefined =>
  module === 'evses' ? 'locations' : isLaneModule(module) ? module : undefined

/** What the lane knows about the object and its partner when it decides. */
export interface LaneState {
  readonly partnerId: string
  /** The row is one this partner may be sent (modules/audience.ts). */
  readonly inScope: boolean
  /** Tariffs: `withdrawn`: it is not for this partner any more, who may still have it; `hidden`: nor was it before. */
  readonly shown: 'shown' | 'withdrawn' | 'hidden'
  /** The partner has the object as it was at this position. */
  readonly known: number
  /** It, or for an EVSE its location, is parked at this partner. */
  readonly parked: boolean
  /** The feed's end when the lane was made: what was deleted by then, this partner never had from it. */
  readonly born: number
  /** Out of scope it may be, but the partner is to be told so: its party left, or since `withdrawn` it is for nobody. */
  readonly leaving?: boolean
  readonly withdrawn?: boolean
}

/**
 * - `echo`: it came from this partner
 * - `out_of_scope`: not for this partner
 * - `covered`: the location's own entry brings this EVSE
 * - `quiet`: stored without being delivered, after this partner had its lane
 * - `gone`: deleted, and nothing to be said about it: own tokens and EVSEs are not deleted but made invalid or REMOVED
 */
export type SkipReason = 'echo' | 'out_of_scope' | 'covered' | 'quiet' | 'gone'

/**
 * - `put_location`: the location with all its EVSEs
 * - `patch_evse`: `status` and `last_updated` only
 * - `patch_session`: everything but its identity, the token and the charging periods
 */
export type Form =
  | 'put_location'
  | 'put_evse'
  | 'patch_evse'
  | 'put_tariff'
  | 'delete_tariff'
  | 'put_token'
  | 'put_session'
  | 'patch_session'
  | 'post_cdr'
  | Withdrawal

/**
 * - `remove_location`: the location with all its EVSEs REMOVED
 * - `invalidate_token`: the token with `valid` false
 */
export type Withdrawal = 'remove_location' | 'invalidate_token'

export type NextMessage = { readonly skip: SkipReason } | { readonly form: Form }

export function nextMessage(entry: FeedEntry, lane: LaneState): NextMessage {
  if (entry.partner === lane.partnerId) return { skip: 'echo' }
  const leaving = lane.leaving || (lane.withdrawn && entry.position > lane.born)
  if (!lane.inScope && entry.partner !== null) return passedOn(entry, lane)
  if (!lane.inScope) return leaving ? withdrawal(entry, lane.shown) : { skip: 'out_of_scope' }
  if (entry.quiet && entry.position > lane.born) return { skip: 'quiet' }
  if (entry.deleted && entry.key.module !== 'tariffs') return { skip: 'gone' }
  // PATCH only when nothing but the status changed since the partner got all of it, else PUT.
  const statusOnly = entry.fullPosition <= lane.known && !lane.parked
  switch (entry.key.module) {
    case 'locations':
      return { form: 'put_location' }
    case 'evses':
      if (isCovered(entry)) return { skip: 'covered' }
      return { form: statusOnly ? 'patch_evse' : 'put_evse' }
    case 'tariffs':
      if (lane.shown === 'hidden') return { skip: 'out_of_scope' }
      if (lane.shown === 'withdrawn') return { form: 'delete_tariff' }
      if (!entry.deleted) return { form: 'put_tariff' }
      return entry.position <= lane.born ? { skip: 'gone' } : { form: 'delete_tariff' }
    case 'tokens':
      return { form: 'put_token' }
    case 'sessions':
      return { form: statusOnly ? 'patch_session' : 'put_session' }
    case 'cdrs':
      return { form: 'post_cdr' }
    default:
      return { skip: 'out_of_scope' }
  }
}

/**
 * Of an object of another partner that leaves the sight of this one, a hub says nothing. One that its owner does not
 * publish any more goes out as the owner put it.
 */
const passedOn = ({ key, position }: FeedEntry, { withdrawn, born }: LaneState): NextMessage =>
  withdrawn && position > born && key.module === 'locations' ? { form: 'put_location' } : { skip: 'out_of_scope' }

/** What tells a partner that an object of ours is not for it any more. An EVSE goes with its location. */
function withdrawal({ key, deleted }: FeedEntry, shown: LaneState['shown']): NextMessage {
  switch (key.module) {
    case 'locations':
      return deleted ? { skip: 'gone' } : { form: 'remove_location' }
    case 'tariffs':
      return shown === 'hidden' ? { skip: 'out_of_scope' } : { form: 'delete_tariff' }
    case 'tokens':
      return deleted ? { skip: 'gone' } : { form: 'invalidate_token' }
    default:
      return { skip: 'out_of_scope' }
  }
}

/** The location's own entry comes later and brings the EVSE. */
export const isCovered = ({ parentPosition, parentQuiet, position }: FeedEntry): boolean =>
  (parentPosition ?? -1) >= position && !parentQuiet

/**
 * What follows a refused message, if anything: one PUT of the newest state. It makes the GET of R-UPD-06 unnecessary.
 * For an EVSE that is the whole location when the partner says that it misses something: it may be either of them.
 */
export function afterRefusal(
  form: Form,
  refusal: { readonly missing: boolean; readonly locationParked: boolean },
): Form | undefined {
  switch (form) {
    case 'patch_session':
      return 'put_session'
    case 'patch_evse':
      return refusal.missing && !refusal.locationParked ? 'put_location' : 'put_evse'
    case 'put_evse':
      return refusal.missing && !refusal.locationParked ? 'put_location' : undefined
    default:
      return undefined
  }
}
