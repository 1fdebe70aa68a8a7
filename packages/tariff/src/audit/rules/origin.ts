// What the CDR rests on: its session, the token and the authorization.

import { rational, text } from '../../rational.ts'
import type { Report } from '../../rule.ts'
import { differs, idOf, listOf, loose, timeOf, tokenOf } from '../facts.ts'
import type { Rule } from '../rule.ts'
import type { Subject } from '../subject.ts'

const MINUTE = 60_000

export const originRules: readonly Rule[] = [
  {
    code: 'session-unknown',
    severity: 'warning',
    requirement: 'R-CDR-14',
    doc: 'the session was looked for and not found',
    check({ context: { session } }, report) {
      if (session === null) report('/session_id', 'is no session known here')
    },
  },
  {
    code: 'session-not-billable',
    severity: 'warning',
    requirement: 'R-SES-08',
    doc: 'the session was declared `INVALID`: it will not be billed',
    check({ context }, report) {
      if (loose(context.session).status === 'INVALID')
        report('/session_id', 'the session is INVALID, so it is not to be billed')
    },
  },
  {
    code: 'session-differs',
    severity: 'warning',
    requirement: 'R-CDR-14',
    doc: 'energy (once the session is completed), currency, token, location, EVSE or connector are not those of the session',
    check: session,
  },
  {
    code: 'session-times-differ',
    severity: 'warning',
    doc: 'start or end are more than a minute from those of the completed session; with a reservation only the end is compared',
    check({ cdr, facts, context }, report) {
      const { status, start_date_time, end_date_time } = loose(context.session)
      if (status !== 'COMPLETED') return
      const apart = (a: number | undefined, b: number | undefined) =>
        a !== undefined && b !== undefined && Math.abs(a - b) > MINUTE
      const reserved = listOf(cdr.charging_periods).some(({ dimensions }) =>
        listOf(dimensions).some(({ type }) => type === 'RESERVATION_TIME'),
      )
      if (!reserved && apart(facts.start, timeOf(start_date_time)))
        report('/start_date_time', 'is not when the session started')
      if (apart(facts.end, timeOf(end_date_time))) report('/end_date_time', 'is not when the session ended')
    },
  },
  {
    code: 'token-unknown',
    severity: 'warning',
    doc: 'the token was looked for and not found',
    check({ context: { token } }, report) {
      if (token === null) report('/cdr_token', 'is no token known here')
    },
  },
  {
    code: 'token-blocked',
    severity: 'warning',
    doc: 'the token had been declared invalid before the session began',
    check({ context, facts: { start } }, report) {
      const { valid, last_updated } = loose(context.token)
      const since = timeOf(last_updated)
      if (valid !== false || since === undefined || start === undefined || since > start) return
      report('/cdr_token', 'the token was not valid when the session began')
    },
  },
  {
    code: 'token-differs',
    severity: 'warning',
    requirement: 'R-CDR-10',
    doc: 'uid, type or contract of the token are not those its issuer states',
    check({ cdr, context }, report) {
      const [stated, token] = [loose(cdr.cdr_token), loose(context.token)]
      for (const field of ['uid', 'type', 'contract_id']) {
        if (differs(idOf(stated[field]), idOf(token[field])))
          report(`/cdr_token/${field}`, 'is not what the issuer of the token states')
      }
    },
  },
  {
    code: 'authorization-unknown',
    severity: 'warning',
    requirement: 'R-CDR-13',
    doc: 'the authorization was looked for and not found',
    check({ context: { authorization } }, report) {
      if (authorization === null) report('/authorization_reference', 'was never given')
    },
  },
  {
    code: 'authorization-differs',
    severity: 'warning',
    requirement: 'R-CDR-13',
    doc: 'the authorization was given for another location, under another reference, or after the session had ended',
    check({ cdr, facts, context }, report) {
      const { reference, at, location_id } = loose(context.authorization)
      if (differs(idOf(cdr.authorization_reference), idOf(reference)))
        report('/authorization_reference', 'is not the authorization that was given')
      if (differs(facts.location, idOf(location_id)))
        report('/cdr_location/id', 'the authorization was given for another location')
      const given = timeOf(at)
      if (given !== undefined && facts.end !== undefined && given > facts.end + MINUTE) {
        report('/authorization_reference', 'was given after the session had ended')
      }
    },
  },
]

function session({ cdr, facts, context, near }: Subject, report: Report): void {
  const known = loose(context.session)
  const completed = known.status === 'COMPLETED'
  const [stated, kwh] = [rational(cdr.total_energy), rational(known.kwh)]
  if (completed && stated && kwh && !near.energy(stated, kwh)) {
    report('/total_energy', `is ${text(stated)} kWh; the session says ${text(kwh)}`)
  }
  const compare = (path: string, a: string | undefined, b: string | undefined, what: string) => {
    if (differs(a, b)) report(path, `is not the ${what} of the session`)
  }
  compare('/session_id', facts.session, idOf(known.id), 'id')
  compare('/currency', idOf(cdr.currency), idOf(known.currency), 'currency')
  compare('/cdr_token', facts.token, tokenOf(known.cdr_token), 'token')
  compare('/cdr_location/id', facts.location, idOf(known.location_id), 'location')
  compare('/cdr_location/evse_uid', facts.evse, idOf(known.evse_uid), 'EVSE')
  compare('/cdr_location/connector_id', facts.connector, idOf(known.connector_id), 'connector')
}
