// Own objects are written and published; own and received ones are read.

import { canonical } from '@interchange/ocpi/canonical'
import type { Clock, Ids } from '../../clock.ts'
import { canonicalText } from '../../modules/rows.ts'
import { type Outcome, type Place, type Stored, storePatch, storeRemoval, storeWhole } from '../../modules/store.ts'
import type { Directory } from '../../partners/directory.ts'
import { partyKey } from '../../party.ts'
import type { Database } from '../../storage/database.ts'
import { getRow, listRows } from '../../storage/objects.ts'
import { type Row, rowKey } from '../../storage/row.ts'
import type { GroupWriter } from '../../storage/writer.ts'
import { invalidBody, malformed, notFound, Problem } from '../problem.ts'
import type { ApiHandler, ApiHandlers, ApiReply, ApiRequest } from '../request.ts'

export interface ObjectHandlersNeeds {
  readonly database: Database
  readonly writer: GroupWriter
  readonly directory: Directory
  readonly clock: Clock
  readonly ids: Ids
}

const LABELS: Readonly<Record<string, string>> = {
  locations: 'Location',
  tariffs: 'Tariff',
  sessions: 'Session',
  tokens: 'Token',
  cdrs: 'Cdr',
}
const PAGE = 100

export function objectHandlers({ database, writer, directory, clock, ids }: ObjectHandlersNeeds): ApiHandlers {
  const handlers: Record<string, ApiHandler> = {}

  const place = ({ params, query }: ApiRequest): Place => ({
    countryCode: params.country_code!,
    partyId: params.party_id!,
    id: params.id!,
    ...(params.evse_uid === undefined ? {} : { evseUid: params.evse_uid }),
    ...(params.connector_id === undefined ? {} : { connectorId: params.connector_id }),
    ...(typeof query.type === 'string' ? { tokenType: query.type } : {}),
  })

  function assertOurs(owner: { countryCode: string; partyId: string }): void {
    if (!directory.ownParty(partyKey(owner))) {
      throw new Problem('forbidden', `${partyKey(owner)} is not a party of this platform; only own objects are written`)
    }
  }

  const incoming = (object: Record<string, unknown>, text: string | undefined) => ({
    version: canonical,
    object,
    text,
    partner: null,
    source: 'own' as const,
    correlationId: ids.uuid(),
    stamp: clock.now().toISOString(),
  })

  /** Owner and id may be left out where the URL says them; the text is kept where nothing had to be added. */
  function addressed(request: ApiRequest, at: Place): { object: Record<string, unknown>; text: string | undefined } {
    const given = request.body as Record<string, unknown>
    if (at.evseUid !== undefined) return { object: given, text: request.bodyText }
    const missing = { country_code: at.countryCode.toUpperCase(), party_id: at.partyId.toUpperCase() }
    const complete = given.country_code !== undefined && given.party_id !== undefined
    return complete ? { object: given, text: request.bodyText } : { object: { ...missing, ...given }, text: undefined }
  }

  const answer = (stored: Stored, text: string): ApiReply => ({ status: statusOf(stored.outcome), bodyText: text })

  async function current(module: string, at: Place, stored: Stored): Promise<string> {
    if (module !== 'locations') return canonicalText(stored.row)
    return await readPart(at)
  }

  async function readPart(at: Place): Promise<string> {
    const row = await find('locations', at)
    if (at.evseUid === undefined) return canonicalText(row)
    const evses = (JSON.parse(canonicalText(row)) as { evses?: Part[] }).evses ?? []
    const evse = evses.find(({ uid }) => same(uid, at.evseUid))
    const part = at.connectorId === undefined ? evse : evse?.connectors?.find(({ id }) => same(id, at.connectorId))
    if (!part) throw notFound('There is no such part of the location')
    return JSON.stringify(part)
  }

  async function find(module: string, at: Place): Promise<Row> {
    const sub = module === 'tokens' ? (at.tokenType ?? 'RFID') : ''
    const row = await getRow(database, rowKey(module, at.countryCode, at.partyId, at.id, sub))
    if (!row || row.deleted) throw notFound('There is no such object')
    return row
  }

  for (const [module, label] of Object.entries(LABELS)) {
    handlers[`list${label}s`] = (request) => list(module, request)
    handlers[`get${label}`] = async (request) => ({
      status: 200,
      bodyText: canonicalText(await find(module, place(request))),
    })
    if (module === 'cdrs') continue
    handlers[`put${label}`] = async (request) => {
      const at = place(request)
      assertOurs(at)
      const { object, text } = addressed(request, at)
      const stored = await writer.write(storeWhole(module, incoming(object, text), at))
      return answer(stored, await current(module, at, stored))
    }
    handlers[`delete${label}`] = async (request) => {
      const at = place(request)
      assertOurs(at)
      const removal = {
        partner: null,
        source: 'own' as const,
        correlationId: ids.uuid(),
        at: clock.now().toISOString(),
      }
      const stored = await writer.write(storeRemoval(module, at, removal))
      return {
        status: 200,
        bodyText: stored.row.deleted ? canonicalText(stored.row) : await current(module, at, stored),
      }
    }
  }

  handlers.postCdr = async (request) => {
    const object = request.body as Record<string, unknown>
    if (object.country_code === undefined || object.party_id === undefined) {
      throw invalidBody([
        { pointer: '/country_code', detail: 'is missing; country_code and party_id say whose CDR it is' },
      ])
    }
    assertOurs({ countryCode: String(object.country_code), partyId: String(object.party_id) })
    const given = incoming(object, request.bodyText)
    const whole =
      object.last_updated === undefined
        ? { ...given, object: { ...object, last_updated: given.stamp }, text: undefined }
        : given
    const stored = await writer.write(storeWhole('cdrs', whole))
    return answer(stored, canonicalText(stored.row))
  }

  for (const label of ['Evse', 'Connector']) {
    handlers[`get${label}`] = async (request) => ({ status: 200, bodyText: await readPart(place(request)) })
    handlers[`put${label}`] = async (request) => {
      const at = place(request)
      assertOurs(at)
      const stored = await writer.write(
        storeWhole('locations', incoming(request.body as Record<string, unknown>, request.bodyText), at),
      )
      return answer(stored, await readPart(at))
    }
    handlers[`patch${label}`] = async (request) => {
      const at = place(request)
      assertOurs(at)
      await writer.write(
        storePatch('locations', at, incoming(request.body as Record<string, unknown>, request.bodyText)),
      )
      return { status: 200, bodyText: await readPart(at) }
    }
  }

  async function list(module: string, { query }: ApiRequest): Promise<ApiReply> {
    const limit = typeof query.limit === 'number' ? query.limit : PAGE
    const after = query.next === undefined ? 0 : Number(Buffer.from(String(query.next), 'base64url').toString('utf8'))
    if (!Number.isSafeInteger(after) || after < 0)
      throw malformed('`next` is not one of ours', [{ parameter: 'next', detail: 'is not the `next` of a page' }])
    const rows: Row[] = []
    let from = after
    // Received objects are those of any partner; the index walks both, so own ones are passed over here.
    for (;;) {
      const page = await listRows(
        database,
        {
          module,
          ...(typeof query.party === 'string' ? { owners: [query.party] } : {}),
          ...(query.own === true
            ? { partner: null }
            : typeof query.partner === 'string'
              ? { partner: query.partner }
              : {}),
          ...(typeof query.updated_from === 'string' ? { from: query.updated_from } : {}),
          ...(typeof query.updated_to === 'string' ? { to: query.updated_to } : {}),
          ...(typeof query.state === 'string' ? { state: query.state } : {}),
        },
        { afterSeq: from, limit: limit + 1 },
      )
      rows.push(...(query.own === false ? page.filter((row) => row.partner !== null) : page))
      if (page.length <= limit || rows.length > limit) break
      from = page.at(-1)!.seq
    }
    const shown = rows.slice(0, limit)
    const next = rows.length > limit ? Buffer.from(String(shown.at(-1)!.seq)).toString('base64url') : null
    return { status: 200, bodyText: `{"items":[${shown.map(canonicalText).join(',')}],"next":${JSON.stringify(next)}}` }
  }

  return handlers
}

interface Part {
  readonly uid?: string
  readonly id?: string
  readonly connectors?: readonly Part[]
}

const same = (a: string | undefined, b: string | undefined): boolean => a?.toUpperCase() === b?.toUpperCase()
const statusOf = (outcome: Outcome): 200 | 201 => (outcome === 'created' ? 201 : 200)
