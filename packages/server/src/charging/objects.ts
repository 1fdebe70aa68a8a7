// Session and CDR of a charging. What they cost is left out: that is worked out where own objects are written. Pure.

import type { ChargingPeriod } from '@interchange/ocpi'
import type { Json } from '../modules/json-text.ts'
import { type Acceptance, type ChargingAuthorization, type ChargingRecord, statusOf } from './record.ts'
import { signedDataOf } from './signed.ts'
import type { Timeline } from './timeline.ts'

/** What session and CDR say alike. Whoever charges is known. */
function common(record: ChargingRecord): Json {
  const { id, country_code, party_id, authorization, meterId } = record
  const allowed = acceptanceOf(authorization)
  return {
    country_code,
    party_id,
    id,
    ...(allowed ? { cdr_token: allowed.token, auth_method: allowed.method } : {}),
    ...(allowed?.reference ? { authorization_reference: allowed.reference } : {}),
    ...(meterId === null ? {} : { meter_id: meterId }),
  }
}

/** How it was accepted; also of one that is not billed in the end. */
export const acceptanceOf = (authorization: ChargingAuthorization): Acceptance | undefined =>
  authorization.state === 'allowed' ? authorization : authorization.state === 'refused' ? authorization.was : undefined

const currencyOf = ({ tariff, currency }: ChargingRecord): string | undefined =>
  tariff?.currency ?? currency ?? undefined

/** As its last reading leaves it. `pending`: the token that is being asked about. */
export function sessionOf(record: ChargingRecord, timeline: Timeline, pending?: Json): Json {
  const { authorization, place, stop } = record
  const { cdrLocation } = place
  const status = statusOf(record, timeline.reserving)
  const billed = authorization.state === 'allowed'
  const currency = currencyOf(record)
  return {
    ...common(record),
    ...(pending && !acceptanceOf(authorization) ? { cdr_token: pending, auth_method: 'AUTH_REQUEST' } : {}),
    start_date_time: timeText(timeline.start),
    ...(stop && billed ? { end_date_time: timeText(stop.at) } : {}),
    kwh: billed ? timeline.kwh : 0,
    location_id: cdrLocation.id,
    evse_uid: cdrLocation.evse_uid,
    connector_id: cdrLocation.connector_id,
    ...(currency === undefined ? {} : { currency }),
    ...(billed && timeline.periods.length > 0 ? { charging_periods: withSoc(timeline) } : {}),
    status,
  }
}

/** 2.2.1 CDRs, "CdrDimensionType": the state of charge is for sessions only. */
function withSoc({ periods, soc }: Timeline): readonly ChargingPeriod[] {
  const last = periods.at(-1)
  if (!last || soc === undefined) return periods
  const dimensions = [...last.dimensions, { type: 'STATE_OF_CHARGE' as const, volume: soc }]
  return [...periods.slice(0, -1), { ...last, dimensions }]
}

/** Of a charging that has stopped. */
export function cdrOf(record: ChargingRecord, timeline: Timeline): Json {
  const { id, place, tariff, stop } = record
  const { signed } = signedDataOf(timeline.readings)
  const currency = currencyOf(record)
  return {
    ...common(record),
    session_id: id,
    start_date_time: timeText(timeline.begin),
    end_date_time: timeText(stop!.at),
    cdr_location: place.cdrLocation,
    ...(currency === undefined ? {} : { currency }),
    ...(tariff ? { tariffs: [tariff] } : {}),
    charging_periods: timeline.periods.length > 0 ? timeline.periods : [nothing(record, timeline)],
    ...(signed ? { signed_data: signed } : {}),
  }
}

/** Stopped as soon as it began. */
const nothing = ({ tariff }: ChargingRecord, { begin }: Timeline): ChargingPeriod => ({
  start_date_time: timeText(begin),
  dimensions: [
    { type: 'ENERGY', volume: 0 },
    { type: 'TIME', volume: 0 },
  ],
  ...(tariff ? { tariff_id: tariff.id } : {}),
})

/** Without a fraction where there is none. */
export const timeText = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')
