// What a driver is shown after charging, and while it lasts: made from the session, its CDR, the audit of that, and the
// driver's price. Nothing of it is stored.

import type { CDR, Location, Session, Tariff } from '@interchange/ocpi'
import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { parseDateTime } from '@interchange/ocpi/wire/date-time'
import { type PriceLine, priceLines } from '@interchange/tariff/price-lines'
import type { AuditRecord } from '../inspection/audit-record.ts'
import type { PricedUsage } from '../pricing/connector-tariff.ts'
import { connectorOf } from '../pricing/lookup.ts'
import { displayTextIn } from './display-text.ts'
import { localTimeText } from './local-time-text.ts'
import type { KnownPrice } from './usage-price.ts'

export interface Receipted {
  readonly session: Session | undefined
  readonly cdr: CDR | undefined
  /** Id of the credit CDR that took `cdr` back. */
  readonly creditId: string | undefined
  readonly audit: Pick<AuditRecord, 'state'> | undefined
}

/**
 * - `running`: the session has not ended; what it costs so far
 * - `awaited`: it has ended, and its CDR has not come yet
 * - `review`: the CDR has come, and its audit has not accepted it
 * - `final`: the CDR is accepted
 * - `credited`: the CDR was taken back; a right one may follow
 * - `void`: the session is INVALID, and nothing is billed
 */
export type ReceiptState = 'running' | 'awaited' | 'review' | 'final' | 'credited' | 'void'

export function receiptState({ session, cdr, creditId, audit }: Receipted): ReceiptState {
  if (cdr) {
    if (creditId !== undefined) return 'credited'
    return audit?.state === 'accepted' ? 'final' : 'review'
  }
  if (session?.status === 'INVALID') return 'void'
  return session?.status === 'COMPLETED' ? 'awaited' : 'running'
}

/** `languages`: those the driver reads, the best first. */
export function receiptOf(
  receipted: Receipted,
  { price, place, tariffs }: KnownPrice,
  languages: readonly string[],
): Record<string, unknown> {
  const { session, cdr, creditId, audit } = receipted
  const usage = (cdr ?? session) as PricedUsage & { readonly country_code: string; readonly party_id: string }
  const state = receiptState(receipted)
  const basis = price.retail ? 'retail' : price.total ? 'tariff' : price.stated ? 'stated' : 'unknown'
  const cost = price.retail ?? price
  const lines = basis === 'retail' || basis === 'tariff' ? priceLines(usage, cost) : []
  const total = basis === 'stated' ? statedAmount(price.stated!) : cost.total
  const zone = place?.location.time_zone
  const end = usage.end_date_time ?? undefined
  const token = usage.cdr_token
  return {
    state,
    country_code: usage.country_code,
    party_id: usage.party_id,
    ...given({
      session_id: session?.id ?? cdr?.session_id,
      cdr_id: cdr?.id,
      credit: cdr?.credit || undefined,
      credit_cdr_id: creditId,
      invoice_reference_id: cdr?.invoice_reference_id,
      audit: audit?.state,
    }),
    location: placeShown(cdr, session, place?.location),
    start: timeShown(usage.start_date_time, zone),
    ...given({
      end: end === undefined ? undefined : timeShown(end, zone),
      time_zone: zone,
      duration_s: secondsBetween(usage.start_date_time, end),
    }),
    energy_kwh: cdr?.total_energy ?? session?.kwh,
    ...given({
      contract_id: token?.contract_id,
      issuer: token && `${token.country_code}-${token.party_id}`,
      reference: usage.authorization_reference ?? undefined,
      currency: cost.currency ?? usage.currency ?? undefined,
    }),
    basis,
    lines: lines.map(lineShown),
    ...given({ total, stated: price.stated ?? undefined, rule: price.retail?.rule }),
    tariffs: basis === 'tariff' ? tariffs.map((tariff) => tariffShown(tariff, languages)) : [],
    ...given({ signed_data: cdr?.signed_data ?? undefined }),
    findings: cost.findings,
  }
}

/** What is not known is absent. */
const given = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null))

const lineShown = ({ part, ...line }: PriceLine) => ({ part, ...line })

const timeShown = (utc: string, zone: string | undefined) => ({ utc, ...given({ local: localTimeText(utc, zone) }) })

function secondsBetween(start: string, end: string | undefined): number | undefined {
  const [from, to] = [parseDateTime(start), end === undefined ? undefined : parseDateTime(end)]
  return from === undefined || to === undefined ? undefined : Math.round((to - from) / 1000)
}

function statedAmount({ before_taxes, taxes }: NonNullable<KnownPrice['price']['stated']>) {
  return {
    before_taxes: String(before_taxes),
    taxes: (taxes ?? []).map(({ name, percentage, amount }) => ({
      name,
      ...(percentage == null ? {} : { percentage: String(percentage) }),
      amount: String(amount),
    })),
  }
}

/** As the CDR has it, which never changes; else as the Location is now. */
function placeShown(cdr: CDR | undefined, session: Session | undefined, location: Location | undefined) {
  const at = cdr?.cdr_location
  const evseUid = at?.evse_uid ?? session?.evse_uid
  const connectorId = at?.connector_id ?? session?.connector_id
  const evse = evseUid == null ? undefined : location?.evses?.find(({ uid }) => equalCi(uid, evseUid))
  const plug = location && connectorOf(location, evseUid, connectorId)
  const from = at ?? location
  return given({
    id: at?.id ?? session?.location_id,
    name: from?.name,
    address: from?.address,
    postal_code: from?.postal_code,
    city: from?.city,
    country: from?.country,
    operator: location?.operator?.name,
    evse_uid: evseUid,
    evse_id: at?.evse_id ?? evse?.evse_id,
    physical_reference: evse?.physical_reference,
    connector_id: connectorId,
    standard: at?.connector_standard ?? plug?.standard,
    format: at?.connector_format ?? plug?.format,
    power_type: at?.connector_power_type ?? plug?.power_type,
  })
}

const tariffShown = ({ id, tariff_alt_text, tariff_alt_url }: Tariff, languages: readonly string[]) => ({
  id,
  ...given({ text: displayTextIn(tariff_alt_text ?? [], languages), url: tariff_alt_url }),
})
