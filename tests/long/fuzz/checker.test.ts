// The fuzzer can complain: the same server, held against documents that say something else.

import { beforeAll, describe, expect, it } from 'vitest'
import { type RunningPlatform, startPlatform } from '../../support/platforms.ts'
import { tariff } from '../../support/wire-objects.ts'
import { answerChecker } from './checker.ts'
import { operationsOf } from './document.ts'
import { Fuzzer } from './fuzzer.ts'

const KEY = 'key-of-the-tests'
// biome-ignore lint/suspicious/noExplicitAny: documents are broken in every place
type Document = any

describe('the checker of the fuzzer', () => {
  let platform: RunningPlatform
  let text: string
  beforeAll(async () => {
    platform = await startPlatform({ parties: 'NL-ABC:CPO' })
    text = await (await fetch(`${platform.url}/api/openapi.json`)).text()
    await platform.api('PUT', '/tariffs/NL/ABC/T1', tariff())
  })

  /** What is said about one call by a document with a change. */
  async function said(change: (document: Document) => void, method: string, path: string): Promise<string> {
    const document: Document = JSON.parse(text)
    change(document)
    const fuzzer = await Fuzzer.on({ url: platform.url, key: KEY, urls: [platform.url], document })
    try {
      await fuzzer.ask(method, path)
      return ''
    } catch (error) {
      return (error as Error).message
    } finally {
      fuzzer.close()
    }
  }
  const tariffs = '/tariffs/{country_code}/{party_id}/{id}'

  it('says nothing of answers that are as documented', async () => {
    for (const path of ['/tariffs', '/tariffs/NL/ABC/T1', '/tariffs/NL/ABC/NONE', '/tariffs/NL/ABC/%00', '/changes']) {
      expect(await said(() => undefined, 'GET', path)).toBe('')
    }
  })

  it('names a status that is not documented', async () => {
    const without = (document: Document) => delete document.paths[tariffs].get.responses['404']
    expect(await said(without, 'GET', '/tariffs/NL/ABC/NONE')).toContain('404 is not documented')
  })

  it('names what breaks a schema: of an answer, of each event, of a problem', async () => {
    const number = (document: Document) => {
      document.components.schemas.Tariff.properties.currency = { type: 'number' }
    }
    expect(await said(number, 'GET', '/tariffs/NL/ABC/T1')).toContain('/currency must be number')
    expect(await said(number, 'GET', '/tariffs')).toContain('/items/0/currency must be number')
    const more = (document: Document) => document.components.schemas.Change.required.push('colour')
    expect(await said(more, 'GET', '/changes?since=start')).toContain("must have required property 'colour'")
    const pointers = (document: Document) => document.components.schemas.ProblemFault.required.push('pointer')
    expect(await said(pointers, 'GET', `/tariffs/NL/ABC/${'x'.repeat(40)}`)).toContain("required property 'pointer'")
  })

  it('names a content type and a header that are not as documented', async () => {
    const xml = (document: Document) => {
      document.paths['/tariffs'].get.responses['200'].content = { 'application/xml': { schema: {} } }
    }
    expect(await said(xml, 'GET', '/tariffs')).toContain('the content type application/json is not documented')
    const header = (document: Document) => {
      document.paths[tariffs].get.responses['200'].headers.Colour = { required: true, schema: { type: 'string' } }
    }
    expect(await said(header, 'GET', '/tariffs/NL/ABC/T1')).toContain('the header Colour is missing')
  })

  it('takes no failure for an answer, documented or not, and no key in one', () => {
    const document: Document = JSON.parse(text)
    const operation = operationsOf(document).find(({ id }) => id === 'listTariffs')!
    const check = answerChecker(document)
    const asked = { operation, astray: false, wrongMethod: false, secrets: [KEY] }
    const headers = { 'content-type': 'application/problem+json' }
    const problem = (status: number) => JSON.stringify({ type: 'a', title: 'b', status, detail: 'c' })
    for (const status of [500, 502, 503, 504]) {
      expect(check(asked, { status, headers, text: problem(status) })).toEqual([`a ${status}`])
    }
    const later = { ...headers, 'retry-after': '1' }
    expect(check(asked, { status: 503, headers: later, text: problem(503) })).toEqual([])
    const list = { items: [], next: KEY }
    expect(
      check(asked, { status: 200, headers: { 'content-type': 'application/json' }, text: JSON.stringify(list) }),
    ).toEqual(['a key stands in the answer'])
    const wrong = { ...asked, wrongMethod: true }
    expect(check(wrong, { status: 404, headers, text: problem(404) })).toEqual([
      '404 for a method that is not documented',
    ])
    expect(check(wrong, { status: 405, headers: { ...headers, allow: 'POST' }, text: problem(405) })).toEqual([
      'Allow lacks GET',
    ])
  })
})
