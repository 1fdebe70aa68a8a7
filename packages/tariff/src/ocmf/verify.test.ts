import { verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textOf } from '../../../../tests/support/decimal-text.ts'
import { ocmfMeter, ocmfPayload, ocmfReading } from '../../../../tests/support/ocmf-meter.ts'
import { type CurveName, curves } from './curves.ts'
import { type SignatureCheck, type SignedDataResult, verifySignedData } from './index.ts'

const names = Object.keys(curves) as CurveName[]
const meter = ocmfMeter()
const payload = ocmfPayload([ocmfReading('B', 2935.6, 0), ocmfReading('E', 2965.1, 30)])
const record = meter.sign(payload)
const publicKey = meter.der.toString('base64')

const value = (text: string, nature = 'End', plain = '') => ({
  nature,
  plain_data: plain,
  signed_data: Buffer.from(text).toString('base64'),
})

const data = (signed_values: unknown, fields: object = {}) =>
  ({ encoding_method: 'OCMF', public_key: publicKey, signed_values, ...fields }) as never

const found = ({ findings }: SignedDataResult) => findings.map(({ code, path }) => `${code} ${path}`)

describe('what is verified', () => {
  test.each(names)('a signature of OpenSSL on %s', (curve) => {
    const { der, point, sign } = ocmfMeter(curve)
    const result = verifySignedData(data([value(sign(payload))], { public_key: der.toString('base64') }))
    expect(result).toMatchObject({ status: 'verified', findings: [] })
    expect(result.values[0]).toMatchObject({
      nature: 'End',
      status: 'verified',
      algorithm: `ECDSA-${curve}-SHA256`,
      key: { source: 'data', curve, point: point.toString('hex') },
    })
    expect(textOf(result.energy as never)).toBe('29.5')
  })

  test.each(names)('no signature of another meter on %s', (curve) => {
    const result = verifySignedData(
      data([value(ocmfMeter(curve).sign(payload))], { public_key: ocmfMeter(curve).der.toString('hex') }),
    )
    expect(result.status).toBe('invalid')
    expect(found(result)).toEqual(['signature-invalid /signed_values/0/signed_data'])
    expect(result.energy).toBeUndefined()
    // What it says is shown; it just does not count.
    expect(result.values[0]?.readings).toHaveLength(2)
    expect(result.registers).toEqual([])
  })

  test('begin and end in two records', () => {
    const start = meter.sign(ocmfPayload([ocmfReading('B', 2935.6, 0)], { PG: 'T12' }))
    const end = meter.sign(ocmfPayload([ocmfReading('E', 2965.1, 30)], { PG: 'T13' }))
    const result = verifySignedData(data([value(end, 'End'), value(start, 'Start')]))
    expect(result).toMatchObject({ status: 'verified', findings: [] })
    expect(result.registers[0]).toMatchObject({
      begin: { path: '/signed_values/1/signed_data', time: '2026-05-02T10:00:00.000Z', timeStatus: 'S' },
      end: { path: '/signed_values/0/signed_data', time: '2026-05-02T10:30:00.000Z' },
    })
    expect(textOf(result.energy as never)).toBe('29.5')
  })

  test('the worst value decides', () => {
    const wrong = ocmfMeter().sign(payload)
    expect(verifySignedData(data([value(record), value(wrong)])).status).toBe('invalid')
    expect(verifySignedData(data([value(wrong), value(record)])).status).toBe('invalid')
    const unknown = meter.sign(payload, { section: { SA: 'RSA-2048-SHA256' } })
    expect(verifySignedData(data([value(record), value(unknown)])).status).toBe('unverifiable')
    expect(verifySignedData(data([value(unknown), value(wrong)])).status).toBe('invalid')
  })

  test('any single changed character of the payload fails', () => {
    const start = 'OCMF|'.length
    const length = JSON.stringify(payload).length
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: length - 1 }),
        fc.constantFrom(...'0123456789abcdefgXYZ{}[]",:|. \u00e9'),
        (at, other) => {
          const i = start + at
          fc.pre(record[i] !== other)
          const result = verifySignedData(data([value(record.slice(0, i) + other + record.slice(i + 1))]))
          expect(result.status).toBe('invalid')
          expect(result.energy).toBeUndefined()
        },
      ),
    )
  })

  test('any single flipped bit of the numbers of the signature fails', () => {
    const der = Buffer.from(JSON.parse(record.split('|')[2] as string).SD, 'hex')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: der.length * 8 - 1 }), (bit) => {
        const flipped = Buffer.from(der)
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
        const result = verifySignedData(data([value(record.replace(der.toString('hex'), flipped.toString('hex')))]))
        expect(result.status).toBe('invalid')
      }),
    )
  })

  test('a signature with a high s is as good as one with a low s', () => {
    const { n } = curves.secp256r1
    const raw = Buffer.from(JSON.parse(meter.sign(payload, { form: 'ieee-p1363' }).split('|')[2] as string).SD, 'hex')
    const other = (n - BigInt(`0x${raw.subarray(32).toString('hex')}`)).toString(16).padStart(64, '0')
    for (const s of [raw.subarray(32).toString('hex'), other]) {
      const section = JSON.stringify({ SD: raw.subarray(0, 32).toString('hex') + s })
      const text = `OCMF|${JSON.stringify(payload)}|${section}`
      expect(verifySignedData(data([value(text)])).status).toBe('verified')
    }
  })

  test("the check can be the platform's own", () => {
    const questions: string[] = []
    const check: SignatureCheck = ({ curve, publicKey, message, signature }) => {
      questions.push(curve)
      const key = { key: Buffer.from(publicKey), format: 'der', type: 'spki', dsaEncoding: 'ieee-p1363' } as const
      return verify('sha256', message, key, signature)
    }
    for (const curve of names) {
      const other = ocmfMeter(curve)
      const given = data([value(other.sign(payload))], { public_key: other.der.toString('base64') })
      expect(verifySignedData(given, { check }).status).toBe('verified')
    }
    expect(questions).toEqual(names)
    expect(verifySignedData(data([value(ocmfMeter().sign(payload))]), { check }).status).toBe('invalid')
  })
})

describe('where the record stands', () => {
  const [, payloadText, sectionText] = record.split('|') as [string, string, string]
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const stands = (plain_data: string, signed_data: string) =>
    verifySignedData(data([{ nature: 'End', plain_data, signed_data }]))

  test.each([
    ['Base64', '', base64(record)],
    ['Base64 without padding and for URLs', '', Buffer.from(`${record} `).toString('base64url')],
    ['plain', '', record],
    ['hex', '', Buffer.from(record).toString('hex')],
    ['with space around it', '', ` \n${record}\n`],
    ['as Base64 and readable beside it', record, base64(record)],
    ['as Base64, its payload readable beside it', payloadText, base64(record)],
    ['as Base64, its payload with the header beside it', `OCMF|${payloadText}`, base64(record)],
    ['as Base64, its payload in other lines beside it', JSON.stringify(payload, null, 2), base64(record)],
    ['as Base64, anything beside it', '2965.1 kWh', base64(record)],
    ['split: payload and signature section', payloadText, base64(sectionText)],
    ['split, plain', payloadText, sectionText],
    ['split, with the header', `OCMF|${payloadText}|`, base64(sectionText)],
    ['in plain_data alone', record, 'c2VlIHBsYWluX2RhdGE='],
  ])('%s', (_, plain, signed) => {
    expect(stands(plain, signed)).toMatchObject({ status: 'verified', findings: [] })
  })

  test('a payload is hashed as it is written, with its spaces and letters beyond ASCII', () => {
    const text = JSON.stringify({ ...payload, TT: 'Säule 1 – Tarif für Gäste' }, null, 1)
    const result = verifySignedData(data([value(meter.sign(text))]))
    expect(result).toMatchObject({ status: 'verified', findings: [] })
    const pressed = meter.sign(text).replace(text, JSON.stringify(JSON.parse(text)))
    expect(verifySignedData(data([value(pressed)])).status).toBe('invalid')
  })

  test('readable data that says something else is found', () => {
    const result = stands(payloadText.replace('2965.1', '2999.1'), base64(record))
    expect(result.status).toBe('verified')
    expect(found(result)).toEqual(['signed-plain-data-differs /signed_values/0/plain_data'])
    expect(textOf(result.energy as never)).toBe('29.5')
  })

  test('a number written with other digits differs', () => {
    expect(found(stands(payloadText.replace('2965.1', '2965.10'), base64(record)))).toEqual([
      'signed-plain-data-differs /signed_values/0/plain_data',
    ])
  })

  test.each([
    ['nothing', '', 'ocmf-text-unreadable'],
    ['broken Base64', `${base64(record).slice(0, 40)}*`, 'ocmf-text-unreadable'],
    ['cut Base64', base64(record).slice(0, 41), 'ocmf-text-unreadable'],
    ['another text', base64('ALFEN;1;2'), 'ocmf-text-unreadable'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x80]).toString('base64'), 'ocmf-text-unreadable'],
    ['something before the header', base64(`x ${record}`), 'ocmf-text-unreadable'],
    ['a longer name', base64(record.replace('OCMF|', 'OCMFX|')), 'ocmf-text-unreadable'],
    ['far too much', base64(record.padEnd(80_000)), 'ocmf-text-unreadable'],
    ['a signature section alone', base64(sectionText), 'ocmf-text-unreadable'],
    ['no signature section', base64(`OCMF|${payloadText}`), 'ocmf-section-unreadable'],
    ['a payload that is no JSON', base64(`OCMF|${payloadText.slice(1)}|${sectionText}`), 'ocmf-section-unreadable'],
    ['a payload that is a list', base64(`OCMF|[]|${sectionText}`), 'ocmf-section-unreadable'],
    ['a payload that is null', base64(`OCMF|null|${sectionText}`), 'ocmf-section-unreadable'],
    ['numbers JSON does not have', base64(`OCMF|{"RD":007}|${sectionText}`), 'ocmf-section-unreadable'],
    ['a signature section that is a text', base64(`OCMF|${payloadText}|"x"`), 'ocmf-section-unreadable'],
  ])('%s is a finding', (_, signed, code) => {
    const result = stands('', signed)
    expect(result.status).toBe('invalid')
    expect(found(result)).toEqual([`${code} /signed_values/0/signed_data`])
    expect(result.values).toEqual([{ nature: 'End', status: 'invalid', readings: [] }])
  })

  test('sections beyond the third are left alone', () => {
    const result = stands('', base64(`${record}|04ab`))
    expect(result.status).toBe('verified')
    expect(found(result)).toEqual(['ocmf-section-surplus /signed_values/0/signed_data'])
  })
})

describe('the signature section', () => {
  const signed = (section: Readonly<Record<string, string>>, options = {}) =>
    verifySignedData(data([value(meter.sign(payload, { section, ...options }))]))

  test.each([
    ['SA in other capitals', { SA: 'ecdsa-SECP256R1-sha256' }],
    ["SA in OpenSSL's words", { SA: 'ECDSA-prime256v1-SHA256' }],
    ['SA, SE and SM with spaces around', { SA: ' ECDSA-secp256r1-SHA256 ', SE: ' hex ', SM: ' application/x-der ' }],
    ['SA that is empty', { SA: '' }],
    ['SE and SM as they are by default', { SE: 'hex', SM: 'application/x-der' }],
  ])('%s', (_, section) => {
    expect(signed(section as never)).toMatchObject({ status: 'verified', findings: [] })
  })

  test('Base64, and r and s without DER', () => {
    expect(signed({ SE: 'base64' }, { encoding: 'base64' }).status).toBe('verified')
    expect(signed({ SE: 'BASE64' }, { encoding: 'base64', form: 'ieee-p1363' }).status).toBe('verified')
  })

  test('without SA it is secp256r1', () => {
    expect(signed({}, { sa: false })).toMatchObject({
      status: 'verified',
      values: [{ algorithm: 'ECDSA-secp256r1-SHA256' }],
      findings: [],
    })
  })

  test('without SA the curve the key names is believed, with a finding', () => {
    const other = ocmfMeter('secp384r1')
    const result = verifySignedData(
      data([value(other.sign(payload, { sa: false }))], { public_key: other.der.toString('base64') }),
    )
    expect(result.status).toBe('verified')
    expect(result.values[0]?.algorithm).toBe('ECDSA-secp384r1-SHA256')
    expect(found(result)).toEqual(['ocmf-algorithm-missing /signed_values/0/signed_data'])
  })

  test.each([
    'RSA-2048-SHA256',
    'ECDSA-secp521r1-SHA256',
    'ECDSA-secp256r1-SHA512',
    'ECDSA-secp256r1-SHA2560',
    'xECDSA-secp256r1-SHA256',
    'ECDSA-toString-SHA256',
  ])('%s cannot be verified', (SA) => {
    const result = signed({ SA })
    expect(result.status).toBe('unverifiable')
    expect(result.values[0]).not.toHaveProperty('algorithm')
    expect(found(result)).toEqual(['ocmf-algorithm-unknown /signed_values/0/signed_data'])
    // The readings are there all the same.
    expect(textOf(result.energy as never)).toBe('29.5')
  })

  const der = Buffer.from(JSON.parse(record.split('|')[2] as string).SD, 'hex')
  const withSd = (SD: unknown, more = {}) =>
    verifySignedData(data([value(`OCMF|${JSON.stringify(payload)}|${JSON.stringify({ SD, ...more })}`)]))
  const n = curves.secp256r1.n.toString(16)
  const zeros = '0'.repeat(64)

  test.each([
    ['no hex', 'zz'],
    ['an odd number of digits', `${der.toString('hex')}0`],
    ['nothing', ''],
    ['no text', null],
    ['DER that is cut off', der.subarray(0, -1).toString('hex')],
    ['DER with a byte too many', `${der.toString('hex')}00`],
    ['DER of one number', '3003020101'],
    ['DER of an octet string first', '3006040101020101'],
    ['DER of an octet string last', '3006020101040101'],
    ['a set', '3106020101020101'],
    ['r of zero', zeros + '1'.padStart(64, '0')],
    ['s of zero', '1'.padStart(64, '0') + zeros],
    ['r of the order', n + '1'.padStart(64, '0')],
    ['s of the order', '1'.padStart(64, '0') + n],
    ['two numbers in too many bytes', '1'.padStart(64, '0') + '1'.padStart(66, '0')],
    ['numbers of another curve', 'ab'.repeat(96)],
    ['Base64 that is not announced', der.toString('base64')],
  ])('SD with %s cannot be read', (_, SD) => {
    const result = withSd(SD)
    expect(result.status).toBe('invalid')
    expect(found(result)).toEqual(['signature-unreadable /signed_values/0/signed_data'])
  })

  test.each([{ SE: 'base32' }, { SM: 'application/json' }, { SE: 'base64' }])('%o does not fit', (more) => {
    const result = withSd('zz..', more)
    expect(result.status).toBe('invalid')
    expect(found(result)).toEqual(['signature-unreadable /signed_values/0/signed_data'])
  })

  test.each([{ SE: 'base32' }, { SM: 'application/json' }])('%o is not guessed at, though SD can be read', (more) => {
    expect(found(withSd(der.toString('hex'), more))).toEqual(['signature-unreadable /signed_values/0/signed_data'])
  })

  test('without SA and without a key it is secp256r1 all the same', () => {
    const text = meter.sign(payload, { sa: false })
    const result = verifySignedData(data([value(text)], { public_key: undefined }))
    expect(result.values[0]).toMatchObject({ status: 'unverifiable', algorithm: 'ECDSA-secp256r1-SHA256' })
  })

  test('the order itself less one is a number a signature may have', () => {
    const less = (curves.secp256r1.n - 1n).toString(16)
    expect(found(withSd(less + less))).toEqual(['signature-invalid /signed_values/0/signed_data'])
  })
})

describe('the key', () => {
  const stated = (public_key: unknown, options = {}) => verifySignedData(data([value(record)], { public_key }), options)

  test('no key', () => {
    for (const none of [undefined, null, '']) {
      const result = stated(none)
      expect(result.status).toBe('unverifiable')
      expect(found(result)).toEqual(['signed-key-missing /public_key'])
      expect(result.values[0]).toMatchObject({ status: 'unverifiable', algorithm: 'ECDSA-secp256r1-SHA256' })
      expect(result.values[0]).not.toHaveProperty('key')
      expect(textOf(result.energy as never)).toBe('29.5')
    }
  })

  test('a key that cannot be read', () => {
    for (const broken of ['***', publicKey.slice(0, -8), 42, {}]) {
      const result = stated(broken)
      expect(result.status).toBe('unverifiable')
      expect(found(result)).toEqual(['signed-key-unreadable /public_key'])
    }
  })

  test('a key of another curve', () => {
    const result = stated(ocmfMeter('secp256k1').der.toString('base64'))
    expect(result.status).toBe('invalid')
    expect(found(result)).toEqual(['signed-key-curve /signed_values/0/signed_data'])
    expect(result.findings[0]?.message).toContain('secp256k1')
  })

  test('a point that is not on the curve', () => {
    const off = Buffer.from(meter.point)
    off[64] = (off[64] as number) ^ 1
    const result = stated(off.toString('hex'))
    expect(result.status).toBe('invalid')
    expect(found(result)).toEqual(['signed-key-curve /signed_values/0/signed_data'])
    expect(stated(ocmfMeter('secp384r1').point.toString('hex')).status).toBe('invalid')
  })

  test('the pinned key is the one that counts', () => {
    const pinnedKey = meter.point.toString('hex')
    const right = stated(publicKey, { pinnedKey })
    expect(right).toMatchObject({ status: 'verified', findings: [] })
    expect(right.values[0]?.key?.source).toBe('pinned')
    expect(stated(undefined, { pinnedKey })).toMatchObject({ status: 'verified', findings: [] })
  })

  test('signed with the key of the data, while another one is pinned', () => {
    const result = stated(publicKey, { pinnedKey: ocmfMeter().der.toString('base64') })
    expect(result.status).toBe('invalid')
    expect(found(result)).toEqual(['signature-invalid /signed_values/0/signed_data'])
    expect(result.findings[0]?.message).toContain('the key in public_key, which is not the pinned one')
    expect(result.values[0]?.key?.source).toBe('pinned')
  })

  test('signed with another key than the pinned one, which is all there is', () => {
    const result = stated(undefined, { pinnedKey: ocmfMeter().der.toString('base64') })
    expect(result.status).toBe('invalid')
    expect(found(result)).toEqual(['signature-invalid /signed_values/0/signed_data'])
    expect(result.findings[0]?.message).toContain('pinned key: the payload was changed, or another key signed it')
  })

  test('signed with neither key', () => {
    const result = stated(ocmfMeter().der.toString('base64'), { pinnedKey: ocmfMeter().der.toString('base64') })
    expect(result.status).toBe('invalid')
    expect(result.findings[0]?.message).toContain('another key signed it')
  })

  test('signed with the pinned key, while the data names another one', () => {
    for (const curve of ['secp256r1', 'secp384r1'] as const) {
      const result = stated(ocmfMeter(curve).der.toString('base64'), { pinnedKey: publicKey })
      expect(result.status).toBe('verified')
      expect(found(result)).toEqual(['signed-key-differs /public_key'])
      expect(result.findings[0]?.severity).toBe('warning')
    }
  })

  test('a pinned key that cannot be read does not give way to that of the data', () => {
    const result = stated(publicKey, { pinnedKey: 'abc' })
    expect(result.status).toBe('unverifiable')
    expect(found(result)).toEqual(['signed-key-unreadable '])
  })
})

describe('data of all kinds', () => {
  test('another encoding is kept and said to be unsupported', () => {
    for (const encoding_method of ['Alfen Eichrecht', 'EDL40 Mennekes', 'OCMFX', 'not OCMF', '']) {
      const result = verifySignedData(data([value(record)], { encoding_method }))
      expect(result).toMatchObject({ status: 'unsupported', values: [], registers: [] })
      expect(result.findings).toMatchObject([
        { code: 'signed-encoding-unsupported', severity: 'note', path: '/encoding_method' },
      ])
    }
  })

  test('the name of the encoding in any capitals, with a version', () => {
    for (const encoding_method of ['ocmf', ' OCMF ', 'OCMF 1.0', 'OCMF_v1', 'Ocmf1.0']) {
      expect(verifySignedData(data([value(record)], { encoding_method })).status).toBe('verified')
    }
  })

  test.each([undefined, null, 'x', 4, [], {}])('signed_data that is %j', (given) => {
    expect(verifySignedData(given as never)).toMatchObject({
      status: 'unverifiable',
      findings: [{ code: 'signed-data-malformed', severity: 'error', path: '' }],
    })
  })

  test('signed_data without an encoding_method', () => {
    const result = verifySignedData(data([value(record)], { encoding_method: undefined }))
    expect(result).toMatchObject({ status: 'unverifiable', values: [], registers: [] })
    expect(found(result)).toEqual(['signed-data-malformed '])
  })

  test.each([undefined, null, 'x', {}, []])('signed_values that are %j', (values) => {
    expect(found(verifySignedData(data(values)))).toEqual(['signed-data-malformed '])
  })

  test.each([undefined, null, 'x', {}, { signed_data: 4 }])('a signed value that is %j', (one) => {
    const result = verifySignedData(data([value(record), one]))
    expect(found(result)).toEqual(['signed-data-malformed /signed_values/1/signed_data'])
    expect(result.values[1]).toEqual({ nature: '', status: 'invalid', readings: [] })
    expect(textOf(result.energy as never)).toBe('29.5')
  })

  test('plain_data that is no text counts for nothing', () => {
    const result = verifySignedData(data([{ nature: 'End', plain_data: 4, signed_data: record }]))
    expect(result).toMatchObject({ status: 'verified', findings: [] })
  })

  test('more values than a session has are not looked at', () => {
    const many = Array.from({ length: 251 }, () => ({ nature: 'End', plain_data: '', signed_data: '' }))
    expect(verifySignedData(data(many))).toMatchObject({
      status: 'unverifiable',
      values: [],
      registers: [],
      findings: [{ code: 'signed-data-malformed', path: '/signed_values' }],
    })
    expect(verifySignedData(data(many.slice(1))).values).toHaveLength(250)
  })

  test('nothing throws, whatever the payload holds', () => {
    const anything = fc.record({ RD: fc.anything(), PG: fc.anything(), FV: fc.anything() }, { requiredKeys: [] })
    fc.assert(
      fc.property(anything, (given) => {
        const text = JSON.stringify(given, (_, one) => (typeof one === 'bigint' ? String(one) : one)).replaceAll(
          '|',
          '',
        )
        expect(verifySignedData(data([value(`OCMF|${text}|{"SD":"00"}`)])).status).toBe('invalid')
      }),
    )
  })

  test('nothing throws, whatever stands in the fields', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (encoding_method, public_key, signed_values) => {
        verifySignedData({ encoding_method, public_key, signed_values } as never)
        verifySignedData(data([{ nature: encoding_method, plain_data: public_key, signed_data: signed_values }]))
      }),
    )
  })

  test('no identification of the driver in what is found and returned', () => {
    const ids = fc.stringMatching(/^[0-9A-F]{14}$/)
    const spoil = fc.constantFrom(
      '"PG":"T12"',
      '"ST":"G"',
      '"RU":"kWh"',
      '2965.1',
      '"FV":"1.0"',
      '"IL":"VERIFIED"',
      'OCMF|',
      'T12:',
    )
    const show = (_: string, one: unknown) => (typeof one === 'bigint' ? String(one) : one)
    fc.assert(
      fc.property(ids, ids, spoil, (first, second, part) => {
        fc.pre(first !== second && !publicKey.includes(first))
        const records = [first, second].map((ID, i) =>
          meter.sign(ocmfPayload([ocmfReading('B', 2935.6, 0), ocmfReading('E', 2965.1, 30)], { ID, PG: `T1${i}` })),
        )
        const given = [value(records[0] as string), value((records[1] as string).replace(part, ''), 'End', records[0])]
        const shown = [true, false]
          .map((right) => JSON.stringify(verifySignedData(data(given), { check: () => right }), show))
          .join()
        expect(shown).not.toContain(first)
        expect(shown).not.toContain(second)
        expect(shown).not.toContain(Buffer.from(first).toString('base64').slice(0, 12))
      }),
    )
  })
})

describe('what else a record says', () => {
  const payloadWith = (fields: object) =>
    verifySignedData(data([value(meter.sign(ocmfPayload([ocmfReading('B', 1, 0), ocmfReading('E', 2, 30)], fields)))]))

  test.each([
    ['a version to come', { FV: '2.0' }, 'ocmf-version-unknown'],
    ['a version with more than numbers', { FV: '1.0x' }, 'ocmf-version-unknown'],
    ['a failure with spaces around', { IL: ' INVALID ' }, 'ocmf-identification-failed'],
    ['pagination with something before', { PG: 'AT12' }, 'ocmf-pagination-unreadable'],
    ['a version that is none', { FV: 'one' }, 'ocmf-version-unknown'],
    ['no pagination', { PG: undefined }, 'ocmf-pagination-unreadable'],
    ['pagination of another kind', { PG: 'X12' }, 'ocmf-pagination-unreadable'],
    ['pagination without a number', { PG: 'T' }, 'ocmf-pagination-unreadable'],
    ['pagination with more than a number', { PG: 'T1a' }, 'ocmf-pagination-unreadable'],
    ['identification that does not match', { IL: 'MISMATCH' }, 'ocmf-identification-failed'],
    ['an invalid certificate', { IL: 'INVALID' }, 'ocmf-identification-failed'],
    ['an outdated certificate', { IL: 'OUTDATED' }, 'ocmf-identification-failed'],
    ['an unknown certificate', { IL: 'UNKNOWN' }, 'ocmf-identification-failed'],
    ['no readings', { RD: undefined }, 'ocmf-readings-missing'],
  ])('%s is found', (_, fields, code) => {
    const result = payloadWith(fields)
    expect(result.status).toBe('verified')
    expect(found(result)).toContain(`${code} /signed_values/0/signed_data`)
  })

  test.each([
    { FV: undefined },
    { FV: '0.5' },
    { FV: '1' },
    { FV: ' 1.0.1 ' },
    { FV: '1.12' },
    { PG: ' T12 ' },
    { FV: '1.4' },
    { IL: undefined },
    { IL: 'HEARSAY' },
    { PG: 'F7' },
  ])('%o is fine', (fields) => {
    expect(payloadWith(fields).findings).toEqual([])
  })
})
