import { ciString, dateTime, int, key, maybe, string } from '@interchange/ocpi/define/type'

// Parameters that many calls share.

export const party = { country_code: key(ciString(2)), party_id: key(ciString(3)) }
export const id = { id: key(ciString(39)) }
export const paging = {
  limit: maybe(int(1, 1000), { doc: 'Most items in the page; 100 where nothing is said.' }),
  next: maybe(string(400), { doc: '`next` of the page before.' }),
}
export const times = {
  updated_from: maybe(dateTime, { doc: 'Only objects with `last_updated` at or after this time.' }),
  updated_to: maybe(dateTime, { doc: 'Only objects with `last_updated` before this time.' }),
}
