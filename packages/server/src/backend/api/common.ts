import { countryCode, partyId } from '@interchange/ocpi/define/fields'
import { closed, object } from '@interchange/ocpi/define/object'
import { ciString, int, many, maybe, one, pattern, string } from '@interchange/ocpi/define/type'
import type { Chapter } from '@interchange/ocpi/define/version'

// What several calls of the API have in common.

export const partyKeyType = pattern(/^[A-Za-z]{2}-[A-Za-z0-9]{3}$/, 'a party such as NL-ABC', 6)
export const partyKey = pattern(/^[A-Za-z]{2}-[A-Za-z0-9]{3}$/, 'a party such as NL-ABC', 6)
export const partyKeyOrAll = pattern(/^([A-Za-z]{2}-[A-Za-z0-9]{3}|\*)$/, 'a party such as NL-ABC, or * for all', 6)
export const opaqueId = pattern(/^[A-Za-z0-9._:-]{1,80}$/, 'an id as the API gave it', 80)

/** Path parameters by name. */
export const params = {
  country_code: one(countryCode, { doc: 'Country of the party, ISO 3166-1 alpha-2.' }),
  party_id: one(partyId, { doc: 'Id of the party within its country.' }),
  id: one(ciString(36), { doc: 'Id of the object.' }),
  /** Credit CDRs are three characters longer (CDRs, "CDR object"). */
  cdr_id: one(ciString(39), { doc: 'Id of the CDR.' }),
  uid: one(ciString(36), { doc: 'Uid of the token.' }),
  evse_uid: one(ciString(36), { doc: 'Uid of the EVSE.' }),
  connector_id: one(ciString(36), { doc: 'Id of the connector.' }),
  our_id: one(opaqueId, { doc: 'Id as the API gave it.' }),
}

export const pageQuery = {
  limit: maybe(int(1, 1000), { doc: 'Most items in the answer; 100 where nothing is said.' }),
  next: maybe(string(2000), { doc: '`next` of the page before.' }),
}

export const common: Chapter = {
  objects: {
    AnyObject: object('Any JSON object.', {}),
    PartyRef: object('A party.', { country_code: one(countryCode), party_id: one(partyId) }),
    ProblemDetails: object('RFC 9457 problem details, as application/problem+json.', {
      type: one(string(), { doc: 'Stable name of the kind of problem.' }),
      title: one(string()),
      status: one(int(400, 599), { doc: 'The HTTP status code.' }),
      detail: one(string(), { doc: 'What is wrong and what would be right.' }),
      errors: many('ProblemFault'),
    }),
    ProblemFault: object('One fault of a request.', {
      pointer: maybe(string(), { doc: 'JSON pointer into the body.' }),
      parameter: maybe(string(), { doc: 'Name of a path or query parameter.' }),
      code: maybe(string(), { doc: 'Code of the finding, where an audit made it.' }),
      detail: one(string()),
    }),
  },
  enums: {
    ObjectModule: closed('Modules whose objects are stored.', ['locations', 'tariffs', 'sessions', 'cdrs', 'tokens']),
  },
}
