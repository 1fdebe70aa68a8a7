import { equalCi } from '@interchange/ocpi/wire/ci-string'
import { readMeterKey } from '@interchange/tariff/ocmf'
import { type MeterKey, type MeterPlace, meterKeyStore, placeText, startOf } from '../../inspection/meter-keys.ts'
import type { Database } from '../../storage/database.ts'
import { nextAfter, readNext } from '../cursor.ts'
import { invalidBody, notFound, type ProblemFault } from '../problem.ts'
import type { ApiHandlers, ApiRequest, QueryValue } from '../request.ts'
import { assertAllParties } from '../visible.ts'

const PAGE = 100
/** A meter lasts eight years. */
const MOST_KEYS = 100

interface KeysBody {
  readonly country_code?: string | null
  readonly party_id?: string | null
  readonly evse_uid?: string | null
  readonly keys: readonly { readonly public_key: string; readonly valid_from?: string | null }[]
}

/** Public keys of meters, noted per EVSE. */
export function meterKeyHandlers(database: Database): ApiHandlers {
  const store = meterKeyStore(database)
  const none = () => notFound('No key is noted for this EVSE')

  return {
    async listMeterKeys({ query, caller }) {
      assertAllParties(caller)
      const limit = typeof query.limit === 'number' ? query.limit : PAGE
      const found = await store.page(placeAfter(query.next), limit + 1)
      const items = found.slice(0, limit)
      const last = found.length > limit ? items.at(-1)! : undefined
      const next =
        last && nextAfter(placeText({ countryCode: last.country_code, partyId: last.party_id, evseUid: last.evse_uid }))
      return { status: 200, body: { items, next: next ?? null } }
    },

    async getMeterKeys(request) {
      assertAllParties(request.caller)
      const found = await store.get(placeOf(request))
      if (!found) throw none()
      return { status: 200, body: found }
    },

    async putMeterKeys(request) {
      const body = request.body as KeysBody
      const faults = [...namingFaults(body, request), ...keyFaults(body.keys)]
      if (faults.length > 0) throw invalidBody(faults.slice(0, MOST_KEYS))
      const { country_code, party_id, evse_uid } = request.params as Record<string, string>
      const entry = {
        country_code: country_code!.toUpperCase(),
        party_id: party_id!.toUpperCase(),
        evse_uid: evse_uid!,
        keys: body.keys.map(keyOf).sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1)),
      }
      return { status: (await store.put(placeOf(request), entry)) ? 201 : 200, body: entry }
    },

    async deleteMeterKeys(request) {
      if (!(await store.remove(placeOf(request)))) throw none()
      return { status: 204 }
    },
  }
}

const placeOf = ({ params }: ApiRequest): MeterPlace => ({
  countryCode: params.country_code!,
  partyId: params.party_id!,
  evseUid: params.evse_uid!,
})

const keyOf = ({ public_key, valid_from: from }: KeysBody['keys'][number]): MeterKey =>
  from == null ? { public_key } : { public_key, valid_from: from }

function placeAfter(next: QueryValue): MeterPlace | undefined {
  const after = readNext(next, /^\S{1,2} \S{1,3} [^\n]{1,36}$/)
  if (after === undefined) return undefined
  const [countryCode = '', partyId = '', ...uid] = after.split(' ')
  return { countryCode, partyId, evseUid: uid.join(' ') }
}

const namingFaults = (body: KeysBody, { params }: ApiRequest): ProblemFault[] =>
  (['country_code', 'party_id', 'evse_uid'] as const).flatMap((name) => {
    const given = body[name]
    return given == null || equalCi(given, params[name]!)
      ? []
      : [{ pointer: `/${name}`, detail: 'is not as in the URL' }]
  })

function keyFaults(keys: KeysBody['keys']): ProblemFault[] {
  if (keys.length > MOST_KEYS)
    return [{ pointer: '/keys', detail: `has ${keys.length} keys; ${MOST_KEYS} is the most` }]
  const starts = keys.map((key) => startOf(keyOf(key)))
  return keys.flatMap(({ public_key }, index) => {
    const key = readMeterKey(public_key)
    const before = starts.indexOf(starts[index]!)
    return [
      ...('fault' in key ? [{ pointer: `/keys/${index}/public_key`, detail: `cannot be a key: ${key.fault}` }] : []),
      ...(before < index ? [{ pointer: `/keys/${index}/valid_from`, detail: `is that of /keys/${before}` }] : []),
    ]
  })
}
