import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPatch, type PatchRules, sessionAppends } from './merge-patch.ts'

const rules: PatchRules = {
  fields: {
    country_code: { card: '1' },
    id: { card: '1' },
    status: { card: '1' },
    connectors: { card: '+' },
    name: { card: '?' },
    tariff_ids: { card: '*' },
    coordinates: { card: '?' },
    charging_periods: { card: '*' },
    last_updated: { card: '1' },
  },
  identity: ['country_code', 'id'],
  patchRequires: ['last_updated'],
}
const last_updated = '2026-01-31T12:00:00Z'
const stored = {
  country_code: 'NL',
  id: 'Loc1',
  status: 'AVAILABLE',
  connectors: [{ id: '1' }],
  name: 'Gent',
  tariff_ids: ['11'],
  coordinates: { latitude: '51.04759', longitude: '3.72994' },
  last_updated: '2026-01-01T00:00:00Z',
}
const patch = (fields: object, appends = {}) => applyPatch(stored, { last_updated, ...fields }, rules, appends)
const patched = (fields: object, appends = {}) => {
  const result = patch(fields, appends)
  if (result.kind !== 'patched') throw new Error(result.faults[0]?.path)
  return result
}
const faults = (given: unknown, appends = {}) => {
  const result = applyPatch(stored, given, rules, appends)
  return result.kind === 'faults' ? result.faults : []
}

describe('a PATCH', () => {
  it('R-UPD-03 changes the fields it names and no other', () => {
    expect(patched({ status: 'CHARGING' })).toEqual({
      kind: 'patched',
      object: { ...stored, status: 'CHARGING', last_updated },
      ignored: [],
    })
  })

  it('R-UPD-04 without last_updated is a fault, whatever else it holds', () => {
    expect(faults({ status: 'CHARGING' })).toEqual([
      { path: '/last_updated', message: 'is missing; every PATCH carries it' },
    ])
    expect(faults({})).toHaveLength(1)
    expect(faults({ last_updated: null }).map((fault) => fault.path)).toEqual(['/last_updated'])
  })

  it('R-UPD-08 replaces arrays and nested objects as a whole', () => {
    expect(patched({ tariff_ids: ['15'] }).object.tariff_ids).toEqual(['15'])
    expect(patched({ tariff_ids: [] }).object.tariff_ids).toEqual([])
    expect(patched({ coordinates: { latitude: '1.00000' } }).object.coordinates).toEqual({ latitude: '1.00000' })
  })

  it('keeps fields the definition does not know', () => {
    expect(patched({ colour: 'green' }).object.colour).toBe('green')
    expect(patched({ toString: 'x', constructor: 'y' }).object).toMatchObject({ toString: 'x', constructor: 'y' })
  })

  it('R-UPD-09 T-13 null removes nothing: a fault for what is required, passed over for what is not', () => {
    for (const name of ['status', 'connectors', 'id']) {
      expect(faults({ last_updated, [name]: null })).toEqual([
        { path: `/${name}`, message: 'is null; a PATCH cannot remove a required field' },
      ])
    }
    for (const name of ['name', 'tariff_ids', 'unknown', 'toString']) {
      const { object, ignored } = patched({ [name]: null })
      expect(object).toEqual({ ...stored, last_updated })
      expect(ignored).toEqual([{ path: `/${name}`, message: 'is null; a PATCH cannot remove a field, a PUT can' }])
    }
  })

  it('R-UPD-10 cannot change what names the object', () => {
    expect(faults({ last_updated, id: 'LOC2' })).toEqual([
      { path: '/id', message: 'cannot be changed; it names the object' },
    ])
    expect(faults({ last_updated, id: 5, country_code: 'BE' }).map((fault) => fault.path)).toEqual([
      '/id',
      '/country_code',
    ])
    expect(faults({ last_updated, id: ['Loc1'] })).toHaveLength(1)
  })

  it('R-UPD-05 R-TYPE-01 may repeat it in any case, and the stored spelling stays', () => {
    expect(patched({ id: 'LOC1', country_code: 'nl' }).object).toMatchObject({ id: 'Loc1', country_code: 'NL' })
  })

  it('R-UPD-10 a name that is no text is the same or it is not', () => {
    const numbered = (id: unknown, given: unknown) => applyPatch({ id }, { last_updated, id: given }, rules).kind
    expect(numbered(5, 5)).toBe('patched')
    expect(numbered(5, '5')).toBe('faults')
    expect(numbered(5, 6)).toBe('faults')
    expect(numbered(5, '5')).toBe('faults')
    expect(numbered('5', 5)).toBe('faults')
  })

  it('may say what the stored object does not know of itself', () => {
    const result = applyPatch({ id: '1' }, { last_updated, country_code: 'NL' }, rules)
    expect(result).toMatchObject({ kind: 'patched', object: { id: '1', country_code: 'NL' } })
    const nulled = applyPatch({ id: '1', country_code: null }, { last_updated, country_code: 'NL' }, rules)
    expect(nulled).toMatchObject({ kind: 'patched', object: { country_code: 'NL' } })
  })

  it.each([null, [], 'x', 5, undefined])('%j is no PATCH', (given) => {
    expect(faults(given)).toEqual([{ path: '', message: 'a PATCH is a JSON object with the fields to change' }])
  })

  it('every fault is reported, with its path as JSON pointer', () => {
    const given = JSON.parse('{"__proto__":{"admin":true},"id":"x","status":null}')
    expect(faults(given).map((fault) => fault.path)).toEqual(['/last_updated', '/__proto__', '/id', '/status'])
    expect(patched({ 'a/b~c': null }).ignored[0]?.path).toBe('/a~1b~0c')
  })

  it('__proto__ is a fault and reaches nobody', () => {
    const given = JSON.parse('{"last_updated":"2026-01-31T12:00:00Z","__proto__":{"admin":true}}')
    expect(faults(given)).toEqual([{ path: '/__proto__', message: 'is not a field any object has' }])
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })
})

describe('charging periods of a Session', () => {
  const period = (start: string, volume = 1) => ({ start_date_time: start, dimensions: [{ type: 'ENERGY', volume }] })
  const first = period('2026-01-31T10:00:00Z')
  const second = period('2026-01-31T11:00:00Z')
  const third = period('2026-01-31T12:00:00Z')
  const session = { ...stored, charging_periods: [first] }
  const append = (charging_periods: unknown, to: object = session) =>
    applyPatch({ ...stored, ...to }, { last_updated, charging_periods }, rules, sessionAppends)
  const periods = (result: ReturnType<typeof applyPatch>) =>
    result.kind === 'patched' ? result.object.charging_periods : result.faults

  it('R-SES-04 are added in order', () => {
    expect(periods(append([second, third]))).toEqual([first, second, third])
    expect(periods(append([third, second]))).toEqual([first, third, second])
  })

  it('R-SES-04 an empty or missing list changes nothing', () => {
    expect(periods(append([]))).toEqual([first])
    expect(periods(append(null))).toEqual([first])
    expect(periods(applyPatch(session, { last_updated }, rules, sessionAppends))).toEqual([first])
  })

  it('begin a list where there was none', () => {
    expect(periods(append([first], {}))).toEqual([first])
    expect(periods(append([first], { charging_periods: null }))).toEqual([first])
  })

  it('T-12 a repeated PATCH adds nothing twice, and says so', () => {
    const again = append([{ ...period('2026-01-31T10:00:00.000'), note: 'same instant' }, second, second])
    expect(periods(again)).toEqual([first, second])
    expect(again.kind === 'patched' && again.ignored).toEqual([
      { path: '/charging_periods/0', message: 'is there already; its start_date_time is known' },
      { path: '/charging_periods/2', message: 'is there already; its start_date_time is known' },
    ])
  })

  it('periods a fraction of a second apart are two', () => {
    const near = period('2026-01-31T10:00:00.000001Z')
    expect(periods(append([near]))).toEqual([first, near])
  })

  it('periods that cannot be told apart are left to the validator', () => {
    const odd = [{}, {}, null, 5, { start_date_time: 'nope' }, { start_date_time: 'nope' }]
    expect(periods(append(odd))).toEqual([first, ...odd])
  })

  it('anything but a list is a fault', () => {
    expect(periods(append({ 0: second }))).toEqual([
      { path: '/charging_periods', message: 'is not a list; the items to add are expected' },
    ])
  })

  it('are replaced where the version says so', () => {
    const result = applyPatch(session, { last_updated, charging_periods: [second] }, rules)
    expect(periods(result)).toEqual([second])
  })

  it('T-12 sending any PATCH twice is like sending it once', () => {
    const start = fc.integer({ min: 0, max: 20 }).map((hour) => new Date(hour * 3_600_000).toISOString())
    const given = fc.uniqueArray(start.map((at) => period(at)))
    fc.assert(
      fc.property(given, fc.array(start.map((at) => period(at))), (held, added) => {
        const once = append(added, { charging_periods: held })
        const twice = append(added, { charging_periods: periods(once) })
        expect(periods(twice)).toEqual(periods(once))
        expect((periods(once) as unknown[]).slice(0, held.length)).toEqual(held)
        const starts = new Set([...held, ...added].map((item) => item.start_date_time))
        if (new Set(held.map((item) => item.start_date_time)).size === held.length) {
          expect(periods(once)).toHaveLength(starts.size)
        }
      }),
    )
  })
})

describe('any PATCH', () => {
  const name = fc.oneof(
    fc.constantFrom(...Object.keys(rules.fields), '__proto__', 'constructor', 'toString'),
    fc.string(),
  )
  const value = fc.jsonValue({ maxDepth: 2 })
  const object = fc
    .array(fc.tuple(name, value))
    .map((entries) => JSON.parse(textOf(entries)) as Record<string, unknown>)
  /** Written as JSON text: a literal cannot have a field named `__proto__`. */
  const textOf = (entries: (readonly [string, unknown])[]) =>
    `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${JSON.stringify(held)}`).join(',')}}`

  it('changes neither the stored object nor itself, and no prototype', () => {
    fc.assert(
      fc.property(object, object, (before, change) => {
        const texts = [JSON.stringify(before), JSON.stringify(change)]
        const result = applyPatch(freeze(before), freeze(change), rules, sessionAppends)
        expect([JSON.stringify(before), JSON.stringify(change)]).toEqual(texts)
        if (result.kind === 'patched') expect(Object.getPrototypeOf(result.object)).toBe(Object.prototype)
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
    )
  })

  it('leaves what it does not name, takes what it names, and never loses a required field', () => {
    fc.assert(
      fc.property(object, object, (before, change) => {
        fc.pre(!Object.hasOwn(before, '__proto__'))
        const given = { last_updated, ...change }
        const result = applyPatch(before, given, rules)
        if (result.kind === 'faults') {
          expect(result.faults.length).toBeGreaterThan(0)
          return
        }
        for (const key of new Set([...Object.keys(before), ...Object.keys(given)])) {
          const [old, now] = [own(before, key), own(given, key)]
          const kept = now === undefined || (rules.identity.includes(key) && old !== undefined)
          expect(own(result.object, key)).toEqual(kept ? old : now)
        }
      }),
    )
  })

  const own = (held: object, key: string): unknown =>
    Object.hasOwn(held, key) ? ((held as Record<string, unknown>)[key] ?? undefined) : undefined

  function freeze<T>(held: T): T {
    if (typeof held === 'object' && held !== null) {
      Object.freeze(held)
      Object.values(held).forEach(freeze)
    }
    return held
  }
})
