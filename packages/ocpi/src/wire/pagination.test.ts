import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNextLink } from './link-header.ts'
import { pageHeaders, readLimit, readPageQuery, readTotal } from './pagination.ts'

const limits = { defaultLimit: 50, maxLimit: 100 }
const read = (query: string, more = {}) => readPageQuery(new URLSearchParams(query), { ...limits, ...more })
const paths = (query: string, more = {}) => read(query, more).faults.map((fault) => fault.path)

describe('a paged request', () => {
  it('R-PAGE-01 every parameter may be left out', () => {
    expect(read('')).toStrictEqual({ page: { offset: 0, limit: 50 }, faults: [] })
  })

  it('R-PAGE-01 all four are read', () => {
    expect(read('date_from=2016-01-01T00:00:00Z&date_to=2016-12-31T23%3A59%3A59&offset=20&limit=10')).toEqual({
      page: { dateFrom: '2016-01-01T00:00:00Z', dateTo: '2016-12-31T23:59:59', offset: 20, limit: 10 },
      faults: [],
    })
  })

  it('R-PAGE-06 a limit beyond ours is cut, however large', () => {
    expect(read('limit=100').page.limit).toBe(100)
    expect(read('limit=101').page.limit).toBe(100)
    expect(read('limit=2000').page.limit).toBe(100)
    expect(read(`limit=1${'0'.repeat(400)}`)).toMatchObject({ page: { limit: 100 }, faults: [] })
    expect(readPageQuery(new URLSearchParams(), { defaultLimit: 50, maxLimit: 20 }).page.limit).toBe(20)
  })

  it.each([
    ['limit=0', '?limit'],
    ['limit=-1', '?limit'],
    ['limit=abc', '?limit'],
    ['limit=', '?limit'],
    ['limit=1.5', '?limit'],
    ['limit=1e3', '?limit'],
    ['limit=%2B5', '?limit'],
    ['limit= 5', '?limit'],
    ['limit=0x10', '?limit'],
    ['limit=1&limit=2', '?limit'],
    ['offset=-1', '?offset'],
    ['offset=abc', '?offset'],
    ['offset=1.5', '?offset'],
    ['offset=1&offset=1', '?offset'],
    ['date_from=nope', '?date_from'],
    ['date_from=', '?date_from'],
    ['date_from=2016-01-01', '?date_from'],
    ['date_from=2016-02-30T00:00:00Z', '?date_from'],
    ['date_to=2016-01-01T00:00:00+00:00', '?date_to'],
    ['date_to=2016-01-01T00:00:00Z&date_to=2016-01-01T00:00:00Z', '?date_to'],
  ])('R-PAGE-17 %s is a fault of its parameter', (query, path) => {
    expect(paths(query)).toEqual([path])
  })

  it('R-PAGE-17 every fault is found, and what is left is a page that can be served', () => {
    expect(paths('limit=0&offset=x&date_from=nope&date_to=nope')).toEqual([
      '?date_from',
      '?date_to',
      '?offset',
      '?limit',
    ])
    expect(read('limit=0&offset=x&date_from=nope').page).toEqual({ offset: 0, limit: 50 })
    expect(read('limit=7&limit=8').page).toStrictEqual({ offset: 0, limit: 50 })
    expect(read('limit=0').faults[0]?.message).toBe('is not a whole number of at least 1')
    expect(read('offset=x').faults[0]?.message).toBe('is not a whole number of at least 0')
    expect(read('date_from=x').faults[0]?.message).toContain('2026-01-31T12:00:00Z')
    expect(read('limit=1&limit=1').faults[0]?.message).toBe('is given more than once')
  })

  it('R-PAGE-17 an offset beyond any list is an empty page, not a fault', () => {
    expect(read('offset=0').page.offset).toBe(0)
    expect(read(`offset=${'9'.repeat(400)}`)).toMatchObject({ page: { offset: Number.MAX_SAFE_INTEGER }, faults: [] })
  })

  it('R-PAGE-18 sessions need date_from', () => {
    expect(read('', { dateFromRequired: true }).faults).toEqual([
      { path: '?date_from', message: 'is missing; this list needs it' },
    ])
    expect(paths('date_from=2016-01-01T00:00:00Z', { dateFromRequired: true })).toEqual([])
    expect(paths('date_from=nope', { dateFromRequired: true })).toEqual(['?date_from'])
  })
})

const url = 'https://www.server.com/ocpi/2.2.1/sender/cdrs'
const serve = (query: string, count: number, total: number, more = {}) => {
  const params = new URLSearchParams(query)
  return pageHeaders({ url, query: params, page: readPageQuery(params, limits).page, count, total, ...more })
}
const next = (header: string | undefined) => readNextLink(header, url)

describe('a page', () => {
  it('R-PAGE-07 R-PAGE-08 R-PAGE-09 says the total, the limit and where it goes on', () => {
    expect(serve('limit=10', 10, 25)).toEqual({
      'X-Total-Count': '25',
      'X-Limit': '10',
      Link: `<${url}?limit=10&offset=10>; rel="next"`,
    })
  })

  it('R-PAGE-08 R-PAGE-09 the last page keeps its limit and has no link', () => {
    expect(serve('limit=10&offset=20', 5, 25)).toEqual({ 'X-Total-Count': '25', 'X-Limit': '10' })
    expect(serve('limit=10&offset=10', 10, 20)).toEqual({ 'X-Total-Count': '20', 'X-Limit': '10' })
    expect(serve('limit=10&offset=10', 10, 21).Link).toContain('offset=20')
  })

  it('R-PAGE-11 R-PAGE-17 an empty page has no link, so that nobody asks for it for ever', () => {
    expect(serve('', 0, 0)).toEqual({ 'X-Total-Count': '0', 'X-Limit': '50' })
    expect(serve('offset=500', 0, 25)).toEqual({ 'X-Total-Count': '25', 'X-Limit': '50' })
    expect(serve('offset=5', 0, 25).Link).toBeUndefined()
  })

  it('R-PAGE-10 the link repeats the filters with the limit in force', () => {
    const { Link } = serve('limit=2000&date_from=2016-01-01T00:00:00Z&colour=green', 100, 500)
    const link = next(Link)
    const { searchParams } = new URL(link.kind === 'next' ? link.url : '')
    expect(Object.fromEntries(searchParams)).toEqual({
      limit: '100',
      offset: '100',
      date_from: '2016-01-01T00:00:00Z',
      colour: 'green',
    })
  })

  it('a cursor goes along, and the server may know better than the count whether there is more', () => {
    expect(serve('cursor=old', 10, 25, { extra: { cursor: 'new' } }).Link).toContain('cursor=new&offset=10')
    expect(serve('', 10, 25, { more: false }).Link).toBeUndefined()
    expect(serve('', 10, 10, { more: true }).Link).toContain('offset=10')
  })

  it('the numbers are read back, and what is no number is none', () => {
    const headers = serve('limit=10', 10, 25)
    expect([readTotal(headers), readLimit(headers)]).toEqual([25, 10])
    for (const text of ['', 'abc', '-1', '1.5', '1e3']) {
      expect(readTotal({ 'x-total-count': text })).toBeUndefined()
      expect(readLimit({ 'x-limit': text })).toBeUndefined()
    }
    expect(readTotal({})).toBeUndefined()
    expect(readTotal({ 'X-TOTAL-COUNT': '0' })).toBe(0)
  })

  it('R-PAGE-10 whatever the filters hold, the link comes back as it was written', () => {
    const filters = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), { maxKeys: 5 })
    fc.assert(
      fc.property(filters, fc.nat(1000), fc.integer({ min: 1, max: 100 }), (filter, offset, limit) => {
        const query = new URLSearchParams({ ...filter, offset: String(offset), limit: String(limit) })
        const { page } = readPageQuery(query, limits)
        const { Link } = pageHeaders({ url, query, page, count: limit, total: 5000 })
        expect(Link).toMatch(/^[\x20-\x7e]+$/)
        const link = readNextLink(Link, 'https://other.example')
        const expected = new URLSearchParams(query)
        expected.set('offset', String(offset + limit))
        expect(link).toEqual({ kind: 'next', url: `${url}?${expected}` })
      }),
    )
  })
})
