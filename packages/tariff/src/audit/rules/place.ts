import { differs, idOf, type Loose, listOf, loose, timeOf } from '../facts.ts'
import type { Rule } from '../rule.ts'
import type { Subject } from '../subject.ts'

export const placeRules: readonly Rule[] = [
  {
    code: 'location-differs',
    severity: 'warning',
    requirement: 'R-CDR-10',
    doc: 'id or country are not those of the location; that a location is not known here is allowed (R-CDR-21)',
    check({ cdr, facts, context }, report) {
      const known = loose(context.location)
      if (differs(facts.location, idOf(known.id))) report('/cdr_location/id', 'is not the location known here')
      const { country } = loose(cdr.cdr_location)
      if (differs(idOf(country), idOf(known.country)))
        report('/cdr_location/country', 'is not the country of the location')
    },
  },
  {
    code: 'evse-unknown',
    severity: 'warning',
    doc: 'the location has EVSEs, and not this one',
    check(subject, report) {
      const { facts, context } = subject
      const any = listOf(loose(context.location).evses).length > 0
      if (any && facts.evse !== undefined && !evseOf(subject))
        report('/cdr_location/evse_uid', 'is no EVSE of the location')
    },
  },
  {
    code: 'evse-differs',
    severity: 'warning',
    doc: '`evse_id` is not that of the EVSE, which has not changed since the session began',
    check(subject, report) {
      const evse = evseOf(subject)
      if (!evse || changedSince(evse, subject)) return
      const stated = loose(subject.cdr.cdr_location).evse_id
      if (differs(idOf(stated), idOf(evse.evse_id))) report('/cdr_location/evse_id', 'is not the id of this EVSE')
    },
  },
  {
    code: 'connector-unknown',
    severity: 'warning',
    doc: 'the EVSE has no such connector',
    check(subject, report) {
      const evse = evseOf(subject)
      if (!evse || subject.facts.connector === undefined || connectorOf(subject)) return
      report('/cdr_location/connector_id', 'is no connector of the EVSE')
    },
  },
  {
    code: 'connector-differs',
    severity: 'warning',
    requirement: 'R-CDR-10',
    doc: 'standard, format or power type are not those of the connector, which has not changed since the session began',
    check(subject, report) {
      const connector = connectorOf(subject)
      if (!connector || changedSince(connector, subject)) return
      const stated = loose(subject.cdr.cdr_location)
      for (const field of ['standard', 'format', 'power_type']) {
        const path = `connector_${field}`
        if (differs(idOf(stated[path]), idOf(connector[field])))
          report(`/cdr_location/${path}`, 'is not what the connector has')
      }
    },
  },
]

export function evseOf({ facts, context }: Subject): Loose | undefined {
  if (facts.evse === undefined) return undefined
  return listOf(loose(context.location).evses).find(({ uid }) => idOf(uid) === facts.evse)
}

export function connectorOf(subject: Subject): Loose | undefined {
  const { connector } = subject.facts
  if (connector === undefined) return undefined
  return listOf(evseOf(subject)?.connectors).find(({ id }) => idOf(id) === connector)
}

/** What a CDR says is as it was at the start of the session (R-CDR-10); what changed since says nothing about it. */
export function changedSince(known: Loose, { facts: { start } }: Subject): boolean {
  const since = timeOf(known.last_updated)
  return since === undefined || start === undefined || since > start
}
