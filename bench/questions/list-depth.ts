// A partner reads a list of 400,000 locations: pages by Link from the first to the last, what changed, with gzip and without.

import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import type { Stranger } from '../../tests/stranger/stranger.ts'
import { evse, location } from '../../tests/support/wire-objects.ts'
import { cpuSeconds, type LargePlatform } from '../support/large-platform.ts'
import { headersOf } from '../support/world.ts'

export const LISTED = 400_000
const CHANGED = 100
/** Pages that are timed at each place. */
const PAGES = 20

export interface PageCosts {
  readonly name: string
  /** Milliseconds of processor time of the platform and its PostgreSQL for each request. */
  readonly cpu: number
  /** Of the platform alone. */
  readonly ours: number
  /** Milliseconds on the clock, median. */
  readonly ms: number
  /** As they went over the wire. */
  readonly bytes: number
  readonly objects: number
}

interface Got {
  readonly next: string | undefined
  readonly bytes: number
  readonly objects: number
  readonly total: number
}

/** Fills the table by SQL with copies of one location and its EVSE that the API stored; nobody is told of them. */
export async function fillLocations(platform: LargePlatform): Promise<void> {
  const body = location({ id: 'L0', evses: [evse({ uid: 'E0', evse_id: 'NL*ABC*E0' })] })
  const response = await fetch(`${platform.url}/api/v1/locations/NL/ABC/L0`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${platform.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`the first location was answered ${response.status}: ${await response.text()}`)
  await platform.refill(async () => {
    const columns = await platform.query(
      `select column_name as name from information_schema.columns
       where table_name = 'object' and (table_schema || '.') = 'SCHEMA.' order by ordinal_position`,
    )
    const copied: Readonly<Record<string, string>> = {
      id: `'L' || n`,
      position: `f.position + n * 2 + (module = 'locations')::int`,
      full_position: `f.position + n * 2 + (module = 'locations')::int`,
      seq: `f.position + n * 2 + (module = 'locations')::int`,
      // What differs from one location to the next is not what compresses.
      body: `case when module = 'locations' then body || jsonb_build_object(
               'id', 'L' || n, 'name', initcap(translate(md5(n::text), '0123456789', 'ghijklmnop')),
               'address', 'Street ' || (n::bigint * 7919) % 10007 || ' ' || n % 211, 'postal_code', (n * 31) % 9999 || ' AB',
               'coordinates', jsonb_build_object(
                 'latitude', round((50.5 + (n * 0.618034) % 3)::numeric, 6)::text,
                 'longitude', round((3.5 + (n * 0.754878) % 4)::numeric, 6)::text))
             else jsonb_set(body, '{evse_id}', to_jsonb('NL*ABC*E' || n)) end`,
    }
    const names = columns.map(({ name }) => String(name))
    await platform.query(
      `insert into SCHEMA.object (${names.join(', ')})
       select ${names.map((name) => copied[name] ?? `o.${name}`).join(', ')}
       from SCHEMA.object o, SCHEMA.feed f, generate_series(1, ${LISTED - 1}) as n
       where o.module in ('locations', 'evses')`,
    )
    await platform.query('update SCHEMA.feed set position = (select max(position) from SCHEMA.object)')
    await platform.query('vacuum analyze SCHEMA.object')
  })
}

function get(partner: Stranger, url: string, packed: boolean): Promise<Got> {
  return new Promise((resolve, reject) => {
    const headers = { ...headersOf(partner, false), ...(packed ? { 'accept-encoding': 'gzip' } : {}) }
    request(url, { headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = (answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString()
        const { data, status_code } = JSON.parse(text) as { data: unknown[]; status_code: number }
        if (status_code !== 1000) throw new Error(`${url} was answered ${status_code}`)
        const next = /^<(.*)>; rel="next"$/.exec(String(answer.headers.link ?? ''))?.[1]
        resolve({ next, bytes: bytes.length, objects: data.length, total: Number(answer.headers['x-total-count']) })
      })
    })
      .on('error', reject)
      .end()
  })
}

/** Costs of requests one after the other; `next` gives each its URL from the one before. */
async function costs(
  platform: LargePlatform,
  name: string,
  ask: () => Promise<Got>,
  rounds = PAGES,
): Promise<PageCosts & { last: Got }> {
  const times: number[] = []
  const before = [cpuSeconds(platform.pid), await platform.databaseCpu()] as const
  let last: Got | undefined
  for (let at = 0; at < rounds; at++) {
    const began = performance.now()
    last = await ask()
    times.push(performance.now() - began)
  }
  const ours = ((cpuSeconds(platform.pid) - before[0]) * 1000) / rounds
  const theirs = (((await platform.databaseCpu()) - before[1]) * 1000) / rounds
  times.sort((a, b) => a - b)
  const { bytes, objects } = last!
  return { name, cpu: ours + theirs, ours, ms: times[rounds >> 1]!, bytes, objects, last: last! }
}

export async function listDepth(platform: LargePlatform): Promise<PageCosts[]> {
  const partner = await platform.partner()
  const base = partner.theirs.get('locations.SENDER')!
  const found: PageCosts[] = []
  const page = (query: string, packed = false) => get(partner, `${base}?${query}`, packed)
  for (let at = 0; at < 5; at++) await page('limit=1000')

  found.push(await costs(platform, 'the first page of 1,000, with the total', () => page('limit=1000')))
  let { next } = await page('limit=1000')
  const following = async () => {
    const got = await get(partner, next!, false)
    next = got.next
    return got
  }
  found.push(await costs(platform, 'pages of 1,000 by Link, from the second on', following))
  let read = (PAGES + 1) * 1000
  for (; read < LISTED - PAGES * 1000; read += 1000) await following()
  found.push(await costs(platform, `pages of 1,000 by Link, the last of ${LISTED / 1000},000`, following))
  if (next !== undefined) throw new Error('the last page has a link')
  const byHand = await costs(platform, 'a page of 1,000 by an offset of 399,000, with the total', () =>
    page('limit=1000&offset=399000'),
  )
  found.push(byHand)

  const { next: second } = await page('limit=100')
  found.push(await costs(platform, 'a page of 100 by Link', () => get(partner, second!, false)))
  await platform.query(
    `update SCHEMA.object set last_updated_at = now(), last_updated = to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
     where module = 'evses' and id in (select 'L' || (n * 3989 + 1) from generate_series(1, ${CHANGED}) as n)`,
  )
  const from = new Date(Date.now() - 3_600_000).toISOString()
  const delta = await costs(platform, `a delta of ${CHANGED} changed, its total among them`, () =>
    page(`limit=100&date_from=${from}`),
  )
  if (delta.last.objects !== CHANGED || delta.last.total !== CHANGED) {
    throw new Error(`the delta has ${delta.last.objects} of ${delta.last.total} objects, not ${CHANGED}`)
  }
  found.push(delta)

  const { next: again } = await page('limit=1000')
  for (const packed of [false, true, false, true]) {
    const name = packed ? 'a page of 1,000, gzip' : 'a page of 1,000, plain'
    found.push(await costs(platform, name, () => get(partner, again!, packed)))
  }
  return found
}
