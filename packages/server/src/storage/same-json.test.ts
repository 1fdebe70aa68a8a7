import fc from 'fast-check'
import { expect, it } from 'vitest'
import { onEachEngine } from '../../../../tests/support/databases.ts'
import { sameJson } from './same-json.ts'

const pairs: [string, string, boolean][] = [
  ['{"a": 1.10}', '{"a":1.1}', true],
  ['{"a":1,"b":2}', '{ "b" : 2, "a" : 1 }', true],
  ['{"a":1}', '{"a":"1"}', false],
  ['{"a":1}', '{"a":1,"b":null}', false],
  ['[1,2]', '[2,1]', false],
  ['{"a":0.30}', '{"a":0.300000000000000001}', false],
  ['{"a":12345678901234567890}', '{"a":12345678901234567891}', false],
  ['{"a":1234567890.12345678901234567}', '{"a":1234567890.123456789012345670}', true],
  ['{"a":1e3}', '{"a":1000.0}', true],
  ['{"a":"1234567890123456.0"}', '{"a":"1234567890123456"}', false],
  ['{"a":"n1e0 1234567890123456"}', '{"a":"n1e0 1234567890123456"}', true],
  ['{"a":-0.0}', '{"a":0}', true],
  ['{"a":"\\"1.10\\\\"}', '{"a":"\\"1.1\\\\"}', false],
  ['{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}', false],
  ['{"__proto__":{"a":1}}', '{}', false],
  ['{"a":"\\u00e9"}', '{"a":"é"}', true],
]

const numberText = fc.tuple(
  fc.constantFrom('', '-'),
  fc.constantFrom('0', '1', '10', '120', '12345678901234567', '99999999999999999999'),
  fc.constantFrom('', '.0', '.1', '.10', '.30', '.3000000000000000001', '.00000000000000000012'),
  fc.constantFrom('', 'e0', 'E1', 'e+2', 'e-3'),
)
const texts = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    numberText.map((parts) => parts.join('')),
    fc.constantFrom('true', 'null', '"1.10"', '"a"', '""', '"\\\\\\"1"', '"0000000000000000"'),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(' ,')}]`),
    fc
      .dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 })
      .map((fields) => `{${Object.entries(fields).map(([key, value]) => `"${key}": ${value}`)}}`),
  ),
})).value

onEachEngine('sameJson', (engine) => {
  it('says of two texts what PostgreSQL says of them as jsonb', async () => {
    const db = await engine.open()
    const random = fc.sample(fc.tuple(texts, texts), 1500)
    const twice = fc.sample(texts, 300).map((text) => [text, JSON.stringify(JSON.parse(text))] as const)
    const all = [...pairs.map(([a, b]) => [a, b] as const), ...random, ...twice]
    const { rows } = await db.query<{ same: boolean }>(
      `select a::jsonb = b::jsonb as same from unnest($1::text[], $2::text[]) with ordinality as u (a, b, n) order by n`,
      [all.map(([a]) => a), all.map(([, b]) => b)],
    )
    const wrong = all.filter(([a, b], index) => sameJson(a, b) !== rows[index]!.same)
    expect(wrong).toEqual([])
    expect(rows.slice(0, pairs.length).map((row) => row.same)).toEqual(pairs.map(([, , same]) => same))
    // Both answers occur often enough for the comparison to mean something.
    expect(rows.filter((row) => row.same).length).toBeGreaterThan(100)
    expect(rows.filter((row) => !row.same).length).toBeGreaterThan(100)
  })
})

it('takes long strings', () => {
  const long = `{"a":"${'x1234567890123456789'.repeat(50_000)}","n":12345678901234567}`
  expect(sameJson(long, long.replace('"n":12345678901234567', '"n":12345678901234567.0'))).toBe(true)
  expect(sameJson(long, long.replace('"n":12345678901234567', '"n":12345678901234568'))).toBe(false)
})
