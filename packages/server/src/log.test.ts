import { describe, expect, it } from 'vitest'
import { createEvents } from './events.ts'
import { createLog } from './log.ts'
import { terminalLine } from './log-line.ts'
import { shownPath } from './shown-path.ts'

function logged(readable: boolean, act: (events: ReturnType<typeof createEvents>) => void): string[] {
  const lines: string[] = []
  act(createEvents(createLog({ readable, to: { write: (line) => lines.push(line) } })))
  return lines
}

const exchange = {
  direction: 'in',
  partner: { id: 'p-1', name: 'The eMSP' },
  method: 'PUT',
  module: 'locations',
  path: 'NL/ABC/LOC1',
  http: 200,
  status: 1000,
  ms: 3.21,
  requestId: 'r-1',
  correlationId: 'c-1',
} as const

describe('the log', () => {
  it('has one JSON object per line for machines', () => {
    const [line, ...more] = logged(false, (events) => events.exchange(exchange))
    expect(more).toEqual([])
    expect(line).toMatch(/^\{.*\}\n$/)
    expect(JSON.parse(line!)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: 'exchange',
      direction: 'in',
      partner: 'The eMSP',
      partnerId: 'p-1',
      method: 'PUT',
      module: 'locations',
      path: 'NL/ABC/LOC1',
      http: 200,
      status: 1000,
      ms: 3.2,
      requestId: 'r-1',
      correlationId: 'c-1',
    })
  })

  it('has one readable line per exchange for people', () => {
    const [line] = logged(true, (events) => events.exchange(exchange))
    expect(line).toMatch(/^\d\d:\d\d:\d\d <- PUT {4}locations NL\/ABC\/LOC1 +The eMSP +200 1000 +3 ms\n$/)
  })

  it('shows an exchange without partner or answer, with the reason', () => {
    const event = {
      ...exchange,
      direction: 'out',
      partner: undefined,
      http: undefined,
      status: undefined,
      why: 'no answer in time',
    } as const
    const [line] = logged(true, (events) => events.exchange(event))
    expect(line).toMatch(/ -> PUT .* - +- +- +3 ms no answer in time\n$/)
  })

  it('says other events in words, with their fields, warnings marked', () => {
    const [warned] = logged(true, (events) =>
      events.partnerStatus({ id: 'p-1', name: 'The eMSP' }, 'offline', 'timeout'),
    )
    expect(warned).toMatch(/^[\d:]+ warn: partner is offline partner="The eMSP" why=timeout\n$/)
    const [failed] = logged(true, (events) => events.failed('request', new Error('broken'), 'c-1'))
    expect(failed).toContain('error: failed where=request error=broken')
  })

  it('hides what never belongs in a log, should it come that far, also one level down', () => {
    const lines: string[] = []
    const log = createLog({ to: { write: (line) => lines.push(line) } })
    log.info({ token: 'SECRET-1', partner: { name: 'The eMSP', credentials: { token: 'SECRET-2' } } }, 'said')
    expect(JSON.parse(lines[0]!)).toMatchObject({
      token: '[hidden]',
      partner: { name: 'The eMSP', credentials: '[hidden]' },
      msg: 'said',
    })
    expect(lines[0]).not.toContain('SECRET')
  })

  it('leaves out for people what was counted and is 0', () => {
    const counts = { received: 3, created: 3, refused: 0, vanished: 0 }
    const [line] = logged(true, (events) =>
      events.crawled({ id: 'p-1', name: 'CPO' }, { module: 'tariffs', full: true, complete: true, why: null, counts }),
    )
    expect(line).toMatch(/^[\d:]+ crawl complete partner=CPO module=tariffs full=true received=3 created=3\n$/)
  })

  it('lets no partner move the cursor or forge a line', () => {
    const named = { ...exchange, partner: { id: 'p', name: 'x\u001b[2J\r\n10:00:00 <- forged' } }
    const [line] = logged(true, (events) => events.exchange(named))
    expect(line).not.toContain('\u001b')
    expect(line).not.toContain('\r')
    expect(line!.trimEnd().split('\n')).toHaveLength(1)
    expect(terminalLine('no json\u0007\n')).toBe('no json ')
  })

  it('hides what is called a secret, should anybody log one', () => {
    const lines: string[] = []
    const log = createLog({ to: { write: (line) => lines.push(line) } })
    log.info({ token: 'abc', partner: { token: 'def' }, authorization: 'ghi' }, 'careless')
    expect(lines.join()).not.toMatch(/abc|def|ghi/)
  })

  it('counts what it writes', async () => {
    let metrics = ''
    const events = createEvents(createLog({ level: 'silent' }))
    events.exchange(exchange)
    events.exchange({ ...exchange, http: undefined, status: undefined })
    metrics = await events.registry.metrics()
    expect(metrics).toContain(
      'interchange_exchanges_total{direction="in",module="locations",method="PUT",http="200",status="1000"} 1',
    )
    expect(metrics).toContain('http="none",status="none"} 1')
    expect(metrics).toContain('interchange_exchange_seconds_count')
  })
})

describe('the path that is shown', () => {
  it('has the ids but never the uid of a token', () => {
    expect(
      shownPath('{country_code}/{party_id}/{location_id}', { country_code: 'NL', party_id: 'A', location_id: 'a/b\n' }),
    ).toBe('NL/A/a%2Fb%0A')
    expect(shownPath('{token_uid}/authorize', { token_uid: '04AABB' })).toBe('*/authorize')
    expect(shownPath('', {})).toBe('')
  })
})
