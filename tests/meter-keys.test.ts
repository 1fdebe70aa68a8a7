// Keys of meters noted for EVSEs, and what the audit of CDRs makes of them. Source: docs/signed-meter-values.md.

import { describe, expect, it } from 'vitest'
import { backendServer, faultsOf } from './support/backend-server.ts'
import { engines, onEachEngine } from './support/databases.ts'
import { partner } from './support/object-store.ts'
import { ocmfMeter, ocmfPayload, ocmfReading } from './support/ocmf-meter.ts'
import { startPlatform } from './support/platforms.ts'
import { until } from './support/until.ts'
import { billed, noonPlus } from './support/wire-objects.ts'

const [meter, other, next] = [ocmfMeter(), ocmfMeter(), ocmfMeter('secp384r1')]
type Meter = typeof meter
const base64 = ({ der }: Meter) => der.toString('base64')

onEachEngine('keys of meters', (engine) => {
  const server = backendServer(engine, ['NL-ABC:CPO'], [partner('cpo', ['DE-CPO'])])
  const api = () => server().api
  const put = (uid: string, body: object, cpo = 'DE/CPO') => api().put(`/meter-keys/${cpo}/${uid}`, body)
  const faults = async (body: object): Promise<string[]> => {
    const answer = await put('BAD', body)
    return [answer.status, ...answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)]
  }

  let count = 0
  /** A CDR whose values this meter has signed; the data brings a key along, the meter's unless another is given. */
  const signed = (evse_uid: string, by: Meter, named: Meter | null = by, fields: Record<string, unknown> = {}) => {
    const made = billed(++count, fields)
    const record = by.sign(ocmfPayload([ocmfReading('B', 100, 0), ocmfReading('E', 110, 30)]))
    const value = { nature: 'End', plain_data: '', signed_data: Buffer.from(record).toString('base64') }
    const key = named ? { public_key: base64(named) } : {}
    return {
      ...made,
      cdr_location: { ...made.cdr_location, evse_uid },
      signed_data: { encoding_method: 'OCMF', ...key, signed_values: [value] },
    }
  }
  const theirs = (uid: string, by: Meter, named?: Meter | null, fields: Record<string, unknown> = {}) =>
    signed(uid, by, named, { country_code: 'DE', party_id: 'CPO', ...fields })
  /** Codes of what is found about the signature. */
  const found = async (cdr: Record<string, unknown>): Promise<string[]> => {
    const path = `/cdrs/${cdr.country_code}/${cdr.party_id}/${cdr.id}/audit`
    await until(async () => (await api().get(path)).status === 200)
    const { findings } = (await api().get(path)).body as {
      findings: { code: string; severity: string; path: string }[]
    }
    return findings
      .filter(({ code }) => /^(signature|signed-key)-/.test(code))
      .map(({ code, severity, path }) => `${code} ${severity} ${path}`)
  }
  const arrived = async (cdr: Record<string, unknown>) => {
    await server().received.whole('cdrs', cdr)
    return found(cdr)
  }

  it('are put, read, listed by pages and deleted', async () => {
    const keys = [{ public_key: base64(next), valid_from: '2026-02-01T00:00:00Z' }, { public_key: base64(meter) }]
    const made = await put('E1', { keys })
    const kept = { country_code: 'DE', party_id: 'CPO', evse_uid: 'E1', keys: keys.toReversed() }
    expect([made.status, made.body, faultsOf('putMeterKeys', 201, made.body)]).toEqual([201, kept, []])
    expect((await put('e1', { keys, country_code: 'de', evse_uid: 'E1' })).status).toBe(200)
    const read = await api().get('/meter-keys/de/cpo/e1')
    expect([read.status, read.body.keys, faultsOf('getMeterKeys', 200, read.body)]).toEqual([200, kept.keys, []])
    await put('A B', { keys: [{ public_key: meter.point.toString('hex') }] }, 'NL/ABC')
    await put('A C', { keys: [{ public_key: meter.point.toString('hex') }] }, 'NL/ABC')
    const seen: string[] = []
    let query = '?limit=1'
    for (let pages = 0; pages < 3; pages++) {
      const { body } = await api().get(`/meter-keys${query}`)
      expect(faultsOf('listMeterKeys', 200, body)).toEqual([])
      seen.push(...body.items.map(({ evse_uid }: { evse_uid: string }) => evse_uid))
      query = body.next === null ? '' : `?limit=1&next=${body.next}`
    }
    expect([seen, query]).toEqual([['e1', 'A B', 'A C'], ''])
    expect((await api().get('/meter-keys?next=bm9uc2Vuc2U')).body.errors).toMatchObject([{ parameter: 'next' }])
    expect((await api().delete('/meter-keys/DE/CPO/E1')).status).toBe(204)
    expect((await api().get('/meter-keys/DE/CPO/E1')).status).toBe(404)
    expect((await api().delete('/meter-keys/DE/CPO/E1')).status).toBe(404)
  })

  it('that can verify nothing are refused by their pointers', async () => {
    const good = { public_key: base64(meter) }
    const off = Buffer.from(meter.der)
    off[off.length - 1]! ^= 1
    expect(await faults({})).toEqual([422, '/keys'])
    expect(await faults({ keys: [] })).toEqual([422, '/keys'])
    expect(await faults({ keys: [good, { public_key: 'no key', valid_from: noonPlus(0) }] })).toEqual([
      422,
      '/keys/1/public_key',
    ])
    expect(await faults({ keys: [{ public_key: off.toString('base64') }] })).toEqual([422, '/keys/0/public_key'])
    expect(await faults({ keys: [{ ...good, valid_from: 'noon' }] })).toEqual([422, '/keys/0/valid_from'])
    expect(await faults({ keys: [good, good] })).toEqual([422, '/keys/1/valid_from'])
    expect(await faults({ keys: [good], evse_uid: 'OTHER' })).toEqual([422, '/evse_uid'])
    expect(await faults({ keys: [{ ...good, curve: 'secp256r1' }] })).toEqual([422, '/keys/0/curve'])
    expect(JSON.stringify((await put('BAD', { keys: [{ public_key: 'no key' }] })).body)).toContain('cannot be a key')
    expect((await api().get('/meter-keys/DE/CPO/BAD')).status).toBe(404)
  })

  it('R-CDR-24 alone count for the CDRs that arrive of their EVSE', async () => {
    await put('PINNED', { keys: [{ public_key: base64(meter) }] })
    expect(await arrived(theirs('pinned', meter))).toEqual([])
    expect(await arrived(theirs('PINNED', meter, null))).toEqual([])
    expect(await arrived(theirs('PINNED', meter, other))).toEqual([
      'signed-key-differs warning /signed_data/public_key',
    ])
    const forged = theirs('PINNED', other)
    const invalid = ['signature-invalid error /signed_data/signed_values/0/signed_data']
    expect(await arrived(forged)).toEqual(invalid)
    // Nobody has noted a key for this one, or for the same uid of another CPO.
    expect(await arrived(theirs('FREE', other))).toEqual([])
    expect(await arrived(theirs('FREE', other, null))).toEqual(['signed-key-missing warning /signed_data/public_key'])
    await put('PINNED', { keys: [{ public_key: base64(meter) }] }, 'DE/OTH')
    expect((await api().delete('/meter-keys/DE/CPO/PINNED')).status).toBe(204)
    expect(await found(forged)).toEqual(invalid)
    await api().post(`/cdrs/DE/CPO/${forged.id}/audit/again`)
    expect(await found(forged)).toEqual([])
  })

  it('that were exchanged: the one that was there when the session began', async () => {
    // CDR number n begins 120 n minutes after noon.
    const exchanged = noonPlus((count + 2) * 120)
    const keys = [{ public_key: base64(meter) }, { public_key: base64(next), valid_from: exchanged }]
    await put('CHANGED', { keys })
    expect(await arrived(theirs('CHANGED', meter))).toEqual([])
    expect(await arrived(theirs('CHANGED', next))).toEqual([])
    expect(await arrived(theirs('CHANGED', meter))).toEqual([
      'signed-key-curve error /signed_data/signed_values/0/signed_data',
    ])
    await put('LATER', { keys: [{ public_key: base64(meter), valid_from: '2030-01-01T00:00:00Z' }] })
    expect(await arrived(theirs('LATER', other))).toEqual([])
  })

  it('count for our own CDRs before they go out', async () => {
    await put('OURS', { keys: [{ public_key: base64(meter) }] }, 'NL/ABC')
    expect((await api().post('/cdrs', signed('OURS', meter))).status).toBe(201)
    const { status, body } = await api().post('/cdrs', signed('OURS', other))
    const codes = body.errors.map(({ code }: { code: string }) => code)
    expect([status, codes]).toEqual([422, ['signed-values-invalid', 'signature-invalid']])
  })
})

const postgres = engines.find(({ name }) => name === 'postgres')!

describe.skipIf(!postgres.available)('two processes on one database (postgres)', () => {
  it('have the same keys at once', async () => {
    const first = await startPlatform({ parties: 'NL-ABC:CPO', engine: postgres })
    const second = await startPlatform({ parties: 'NL-ABC:CPO', engine: postgres, schema: first.schema })
    const keys = [{ public_key: base64(meter) }]
    expect((await first.api('PUT', '/meter-keys/NL/ABC/E1', { keys })).status).toBe(201)
    const made = billed(1)
    const record = other.sign(ocmfPayload([ocmfReading('B', 100, 0), ocmfReading('E', 110, 30)]))
    const cdr = {
      ...made,
      cdr_location: { ...made.cdr_location, evse_uid: 'E1' },
      signed_data: {
        encoding_method: 'OCMF',
        public_key: base64(other),
        signed_values: [{ nature: 'End', plain_data: '', signed_data: Buffer.from(record).toString('base64') }],
      },
    }
    const { status, body } = await second.api('POST', '/cdrs', cdr)
    expect([status, body.errors.map(({ code }: { code: string }) => code)]).toEqual([
      422,
      ['signed-values-invalid', 'signature-invalid'],
    ])
    await first.stop()
    await second.stop()
  })
})
