// A stranger whose clock is wrong pushes to us. Source: 2.2.1 Locations, "PUT Method"; R-UPD-11: what an older
// `last_updated` means is for the receiver to decide.

import { describe, expect, test } from 'vitest'
import { outcome, versions } from './conversation.ts'
import { type Json, location, session } from './objects.ts'
import { evsesOf, pushing } from './pushing.ts'
import { eventually } from './stranger.ts'

const HOUR = 3_600_000

describe.each(versions)('in %s', (version) => {
  const { met, patch, put, read } = pushing(version)
  const path = (id: string) => `locations/BE/BEC/${id}`

  /** What the stranger has, and serves one by one. */
  const has = new Map<string, Json>()
  const serve = () => {
    met.cpo.answer = ({ method, path: asked }) => {
      const found = has.get(asked.split('/')[3] ?? '')
      return method === 'GET' && asked.startsWith('/out/locations/') && found ? { data: found } : undefined
    }
  }
  const asked = (id: string) => met.cpo.heard.filter(({ path: heard }) => heard === `/out/locations/${id}`)

  const at = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
  /** A location as it was changed at a time, by the clock of who changed it. */
  const changed = (id: string, ms: number, name: string): Json => {
    const whole = location(id, version)
    const evses = evsesOf(whole).map((evse) => ({
      ...evse,
      last_updated: at(ms),
      connectors: (evse.connectors as Json[]).map((connector) => ({ ...connector, last_updated: at(ms) })),
    }))
    return { ...whole, name, evses, last_updated: at(ms) }
  }
  /** Changes it at the stranger and pushes it. */
  const push = async (object: Json) => {
    has.set(String(object.id), object)
    return outcome(await put(path(String(object.id)), object))
  }

  test('R-UPD-11 a push with the time that is stored is applied', async () => {
    const now = Date.now()
    expect(await push(changed('SAME', now, 'A'))).toBe('201/1000')
    expect(await push(changed('SAME', now, 'B'))).toBe('200/1000')
    expect(await read(path('SAME'))).toMatchObject({ name: 'B' })
  })

  test('R-UPD-11 an older push is answered 1000 and not applied; the object is read back once, and what comes is applied', async () => {
    serve()
    const now = Date.now()
    // Its clock was an hour fast; now it is right.
    expect(await push(changed('FAST', now + HOUR, 'A'))).toBe('201/1000')
    expect(await push(changed('FAST', now, 'B'))).toBe('200/1000')
    await eventually('what was read back is stored', async () =>
      (await read(path('FAST'))).name === 'B' ? true : undefined,
    )
    expect(await read(path('FAST'))).toMatchObject({ last_updated: at(now) })
    expect(asked('FAST')).toHaveLength(1)
    expect(asked('FAST')[0]!.headers).toMatchObject({
      'ocpi-to-party-id': 'BEC',
      'ocpi-from-party-id': 'ABC',
    })
    // From now on its times are in order again.
    expect(await push(changed('FAST', now + 1000, 'C'))).toBe('200/1000')
    expect(await read(path('FAST'))).toMatchObject({ name: 'C' })
    expect(asked('FAST')).toHaveLength(1)
  })

  test('R-UPD-11 a clock that went back an hour: fifty pushes of one object, few reads, and the last state in the end', async () => {
    serve()
    const now = Date.now()
    await push(changed('SLOW', now, 'A'))
    let answers: string[] = []
    for (let n = 1; n <= 50; n++) answers = [...answers, await push(changed('SLOW', now - HOUR + n * 1000, `B${n}`))]
    expect(new Set(answers)).toEqual(new Set(['200/1000']))
    await eventually('the last state is stored', async () =>
      (await read(path('SLOW'))).name === 'B50' ? true : undefined,
    )
    expect(asked('SLOW').length).toBeLessThanOrEqual(4)
  })

  test('R-UPD-11 the status of an EVSE that is too old has its location read; a right one is not held up', async () => {
    serve()
    const now = Date.now()
    await push(changed('PART', now, 'A'))
    has.set('PART', {
      ...changed('PART', now, 'A'),
      evses: evsesOf(changed('PART', now - HOUR, 'A')).map((evse) => ({ ...evse, status: 'CHARGING' })),
    })
    const status = { status: 'CHARGING', last_updated: at(now - HOUR) }
    expect(outcome(await patch(`${path('PART')}/3256`, status))).toBe('200/1000')
    await eventually('the EVSE is charging', async () =>
      evsesOf(await read(path('PART')))[0]!.status === 'CHARGING' ? true : undefined,
    )
    expect(asked('PART')).toHaveLength(1)
  })

  test('R-UPD-11 what the stranger does not serve stays as it is stored', async () => {
    serve()
    const now = Date.now()
    await push(changed('GONE', now, 'A'))
    has.delete('GONE')
    expect(outcome(await put(path('GONE'), changed('GONE', now - HOUR, 'B')))).toBe('200/1000')
    await eventually('it is asked for', () => asked('GONE')[0])
    // A session cannot be read one by one (Sessions, "Sender Interface").
    const whole = session('S1', { country_code: 'NL', party_id: 'ABC' }, version)
    await put('sessions/BE/BEC/S1', { ...whole, kwh: 2, last_updated: at(now) })
    expect(outcome(await put('sessions/BE/BEC/S1', { ...whole, kwh: 1, last_updated: at(now - HOUR) }))).toBe(
      '200/1000',
    )
    expect(await read('sessions/BE/BEC/S1')).toMatchObject({ kwh: 2 })
    expect(await read(path('GONE'))).toMatchObject({ name: 'A' })
  })

  test('R-UPD-11 with `clock: arrival` what comes last wins, whatever its time, and nothing is read', async () => {
    serve()
    const { body } = await met.ours.api('GET', '/partners')
    const id = (body.items as Json[]).find(({ roles }) => (roles as Json[])[0]!.role === 'CPO')!.id
    await met.ours.api('PATCH', `/partners/${id}`, { settings: { clock: 'arrival' } })
    const now = Date.now()
    for (const [name, ms] of [
      ['A', now + HOUR],
      ['B', now],
      ['C', now - HOUR],
      ['D', now - HOUR],
    ] as const) {
      await push(changed('ARRIVAL', ms, name))
      expect(await read(path('ARRIVAL'))).toMatchObject({ name, last_updated: at(ms) })
    }
    const status = { status: 'CHARGING', last_updated: at(now - 2 * HOUR) }
    expect(outcome(await patch(`${path('ARRIVAL')}/3256`, status))).toBe('200/1000')
    expect(evsesOf(await read(path('ARRIVAL')))[0]).toMatchObject(status)
    expect(asked('ARRIVAL')).toEqual([])
  })
})
