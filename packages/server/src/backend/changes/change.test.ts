import { describe, expect, it } from 'vitest'
import type { Directory } from '../../partners/directory.ts'
import type { FeedEntry } from '../../storage/objects.ts'
import { rowKey } from '../../storage/row.ts'
import { notificationsOf } from '../webhooks/notifications.ts'
import type { Webhook } from '../webhooks/store.ts'
import { toldChanges } from './change.ts'

const partner = { id: 'p-1' }
/** One partner, given NL-ABC. */
const directory = {
  partner: (id: string) => (id === 'p-1' ? partner : undefined),
  ownPartiesFor: () => [{ countryCode: 'NL', partyId: 'ABC', roles: [], businessDetails: { name: 'ABC' } }],
} as unknown as Directory

const entry = (
  [module, id, sub]: readonly [string, string, string?],
  position: number,
  object: object,
  more: Partial<FeedEntry> = {},
): FeedEntry => ({
  key: rowKey(module, 'NL', 'ABC', id, sub ?? ''),
  seq: position,
  version: '2.3.0',
  text: JSON.stringify(object),
  lastUpdated: '2026-01-31T12:00:00Z',
  partner: null,
  audience: null,
  position,
  fullPosition: position,
  deleted: false,
  state: null,
  correlationId: null,
  receivedAt: '2026-01-31T12:00:00.000Z',
  parentPosition: null,
  parentFullPosition: null,
  ...more,
})
const location = (id: string, position: number, more: Partial<FeedEntry> = {}) =>
  entry(['locations', id], position, { country_code: 'NL', party_id: 'ABC', id }, more)
const evse = (id: string, uid: string, position: number, more: Partial<FeedEntry> = {}) =>
  entry(['evses', id, uid], position, { uid, status: 'CHARGING' }, { parentPosition: 1, parentId: id, ...more })
const unseen = (error: unknown) => {
  throw error
}
const told = (...entries: FeedEntry[]) => toldChanges(entries, directory, unseen)

describe('what a listener is told', () => {
  it('of an EVSE is left to its location where that is told too, or comes later', () => {
    const positions = (...entries: FeedEntry[]) => told(...entries).map((change) => change.entry.position)
    expect(positions(location('L1', 10), evse('L1', 'E1', 11), evse('L2', 'E1', 12))).toEqual([10, 12])
    expect(positions(evse('L1', 'E1', 11), location('L1', 12))).toEqual([12])
    expect(positions(evse('L1', 'E1', 11, { parentPosition: 40 }))).toEqual([])
    expect(positions(evse('L1', 'E1', 11, { parentPosition: null }))).toEqual([11])
  })

  it('names an EVSE by its location, as its owner spells it', () => {
    const [change] = told(evse('Loc-1', 'e1', 11))
    expect(JSON.parse(`{${change!.members}`)).toEqual({
      module: 'locations',
      country_code: 'NL',
      party_id: 'ABC',
      id: 'Loc-1',
      evse_uid: 'e1',
      kind: 'put',
      own: true,
      object: { uid: 'e1', status: 'CHARGING' },
    })
  })

  it('concerns the owner, the audience, and of ours those that the partner who sent it was given', () => {
    const theirs = { country_code: 'DE', party_id: 'CPO', id: 'T' }
    const received = {
      ...entry(['tariffs', 'T'], 5, theirs, { partner: 'p-1' }),
      key: rowKey('tariffs', 'DE', 'CPO', 'T'),
    }
    expect(told(received)[0]!.parties).toEqual(['DE-CPO', 'NL-ABC'])
    expect(told(location('L1', 6))[0]!.parties).toEqual(['NL-ABC'])
    expect(told(entry(['sessions', 'S'], 7, { id: 'S' }, { audience: ['NL-XYZ'] }))[0]!.parties).toEqual([
      'NL-ABC',
      'NL-XYZ',
    ])
  })

  it('never holds where the outcome of a command goes', () => {
    const party = { country_code: 'NL', party_id: 'ABC' }
    const record = { id: 'c1', from: party, to: party, request: { session_id: 'S1' }, response_url: 'https://x/secret' }
    const [change] = told(entry(['commands', 'c1'], 3, record))
    expect(change!.members).not.toContain('secret')
    expect(change!.object).toMatchObject({ id: 'c1', session: 'S1' })
  })

  it('is nothing of rows that are nobody else’s business', () => {
    expect(told(entry(['notices', 'x'], 1, {}), entry(['inner', 'x'], 2, {}))).toEqual([])
  })

  it('goes on when one object cannot be shown', () => {
    const failures: unknown[] = []
    const broken = entry(['tariffs', 'T'], 1, {}, { version: '0.0.1' })
    const changes = toldChanges([broken, location('L1', 2)], directory, (error) => failures.push(error))
    expect(changes.map(({ module }) => module)).toEqual(['locations'])
    expect(failures).toHaveLength(1)
  })
})

describe('what a webhook is told', () => {
  const webhook = (events: readonly string[] | null, parties: readonly string[] | null = null): Webhook => ({
    id: 'wh-1',
    url: 'http://127.0.0.1/',
    events,
    parties,
    secret: 'whsec_',
    allowPrivate: true,
    createdAt: '2026-01-01T00:00:00Z',
  })
  const types = (to: Webhook, after: number, ...entries: FeedEntry[]) =>
    notificationsOf(entries, after, to, directory, unseen).map(({ notification }) => notification?.type)

  it('of an EVSE depends on what changed, and on what else it is told', () => {
    const status = evse('L1', 'E1', 20, { fullPosition: 5 })
    const full = evse('L1', 'E2', 21)
    expect(types(webhook(null), 10, status, full)).toEqual(['evse.status', 'location.changed'])
    // It missed the full change at 5: the status alone would not do.
    expect(types(webhook(null), 4, status)).toEqual(['location.changed'])
    expect(types(webhook(['evse.status']), 4, location('L1', 19), status, full)).toEqual([
      undefined,
      'evse.status',
      'evse.status',
    ])
    expect(types(webhook(['location.changed']), 10, location('L1', 19), status, full)).toEqual([
      'location.changed',
      undefined,
      undefined,
    ])
  })

  it('is settled outcomes of commands it sent, received CDRs, and what is parked', () => {
    const party = { country_code: 'NL', party_id: 'ABC' }
    const command = (direction: string, status: string, position: number) =>
      entry(['commands', `c${position}`], position, { id: 'c', direction, status, from: party, to: party, request: {} })
    expect(
      types(
        webhook(null),
        0,
        command('sent', 'accepted', 1),
        command('sent', 'done', 2),
        command('received', 'done', 3),
        entry(['cdrs', 'OWN'], 4, { id: 'OWN' }),
        entry(['cdrs', 'REC'], 5, { id: 'REC' }, { partner: 'p-1' }),
        entry(['parked', 'x'], 6, { object_id: 'T1' }),
        entry(['parked', 'x'], 7, { object_id: 'T1' }, { deleted: true }),
        entry(['tariffs', 'T'], 8, { id: 'T' }, { deleted: true }),
      ),
    ).toEqual([
      undefined,
      'command.result',
      undefined,
      undefined,
      'cdr.received',
      'object.parked',
      undefined,
      'tariff.deleted',
    ])
  })

  it('of an audit is its state, but not that a CDR was fine from the start', () => {
    const audit = (position: number, ...states: string[]) =>
      entry(['audits', `C${position}`], position, {
        cdr_id: `C${position}`,
        state: states.at(-1),
        history: states.map((state) => ({ state })),
      })
    expect(
      types(
        webhook(null),
        0,
        audit(1, 'accepted'),
        audit(2, 'flagged'),
        audit(3, 'held'),
        audit(4, 'flagged', 'disputed'),
        audit(5, 'flagged', 'accepted'),
      ),
    ).toEqual([undefined, 'cdr.flagged', 'cdr.held', 'cdr.disputed', 'cdr.accepted'])
  })

  it('is what concerns its parties; a notice without parties concerns all', () => {
    const notice = (parties: string[] | null) =>
      entry(['notices', 'p-1', 'STATUS'], 9, { type: 'object.parked', at: '', parties, data: {} })
    expect(types(webhook(null, ['NL-ZZZ']), 0, location('L1', 1), notice(['NL-ABC']), notice(null))).toEqual([
      undefined,
      undefined,
      'object.parked',
    ])
  })
})
